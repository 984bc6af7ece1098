import type { Clock } from '../lib/time.ts';
import { ROOT } from './messages.ts';

/** How often a process sends a message to itself. */
export const EVERY_MS = 60_000;

/** A message for the broker; its payload is text. */
type Out = { topic: string; payload: string };

/**
 * A message that a process sends itself through the broker, on the way that machines' messages take: written as a device
 * writes, taken from the shared subscription by any process, which answers as it answers a device. A connection that is
 * open proves nothing: Mosquitto 2.0.11 forgets shared subscriptions when it restarts, and says that the session is
 * there.
 */
export class SelfProbe {
  readonly #clock: Clock;
  readonly #since: number;
  /** The user of our own connection: the access list of `deploy/` lets each user write below its own name. */
  readonly #user: string;
  readonly #self: string;
  /** Answers of a run before this one prove nothing. */
  readonly #run: string;
  #heard: number | null = null;
  #sent: number | null = null;

  /** @param self stays the same after a restart, since the broker keeps the subscription */
  constructor(clock: Clock, { url, self, run }: { url: string; self: string; run: string }) {
    this.#clock = clock;
    this.#since = clock.now().getTime();
    const user = decodeURIComponent(new URL(url).username);
    this.#user = user && !/[+#/]/.test(user) ? user : 'server';
    this.#self = self.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 40);
    this.#run = run;
  }

  /** where the answers come */
  get answers(): string {
    return `${ROOT}/${this.#user}/down/${this.#self}`;
  }

  /** The next message to send. `missed`: the one before was not heard. */
  next(): Out & { missed: boolean } {
    const missed = this.#sent !== null && (this.#heard ?? -1) < this.#sent;
    this.#sent = this.#clock.now().getTime();
    return { topic: `${ROOT}/${this.#user}/up/${this.#self}/probe`, payload: `${this.#run} ${this.#sent}`, missed };
  }

  /**
   * Takes a message of this kind, its own or that of another process, and says what to answer; null: nothing.
   * `undefined`: it is none of them.
   */
  take(topic: string, payload: string): Out | null | undefined {
    if (topic === this.answers) {
      const [run, sent] = payload.split(' ');
      if (run === this.#run && Number(sent) <= (this.#sent ?? 0))
        this.#heard = Math.max(this.#heard ?? 0, Number(sent));
      return null;
    }
    const [root, user, up, self, probe] = topic.split('/');
    if (root !== ROOT || user !== this.#user || up !== 'up' || probe !== 'probe') return undefined;
    return { topic: `${ROOT}/${user}/down/${self}`, payload: payload.slice(0, 100) };
  }

  /** Seconds since the sending of the last message that came back, or since the start when none has. */
  age(): number {
    return Math.max(0, Math.round((this.#clock.now().getTime() - (this.#heard ?? this.#since)) / 1000));
  }
}
