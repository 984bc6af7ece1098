/**
 * A send queue holds the waiting messages of one account of a channel. Accounts are separate, so an organization's
 * hanging server delays only its own mail. When the server doesn't answer, the whole queue pauses instead of each
 * message failing; after the pause a single message tests the server. The queue also keeps the channel's pace, for the
 * account and for each recipient.
 */
import { askedPause, type Doubling, doublingPause } from '../../lib/backoff.ts';
import type { Clock } from '../../lib/time.ts';
import type { Channel, ChannelAccount, Outcome } from '../channels/channel.ts';
import { Pace } from './pace.ts';

/**
 * A server that was down for an hour is noticed within 72 seconds of its return, and gets one attempt a minute until
 * then.
 */
const PAUSES: Doubling = { firstMs: 5_000, longestMs: 60_000 };

export class SendQueue<T extends { to_address: string }> {
  readonly key: string;
  readonly concurrency: number;
  readonly channel: Channel;
  readonly #clock: Clock;
  readonly #pace: Pace;
  readonly #handle: (queue: SendQueue<T>, item: T) => Promise<void>;
  readonly #giveBack: (queue: SendQueue<T>, items: T[]) => void;
  #timer: NodeJS.Timeout | undefined;
  waiting: T[] = [];
  active = 0;
  failures = 0;
  downSince = 0;
  downUntil = 0;
  lastError: string | null = null;
  lastUsed = 0;

  constructor(
    key: string,
    account: ChannelAccount,
    clock: Clock,
    handle: (queue: SendQueue<T>, item: T) => Promise<void>,
    giveBack: (queue: SendQueue<T>, items: T[]) => void,
  ) {
    this.key = key;
    this.concurrency = account.concurrency;
    this.channel = account.open();
    this.#clock = clock;
    this.#pace = new Pace(account.pace ?? {});
    this.#handle = handle;
    this.#giveBack = giveBack;
  }

  get down(): boolean {
    const now = this.#clock.now().getTime();
    // Checks the start as well: a clock set back by an hour must not make a pause of an hour.
    return this.downSince <= now && now < this.downUntil;
  }

  push(item: T): void {
    this.lastUsed = this.#clock.now().getTime();
    this.waiting.push(item);
    this.#pump();
  }

  /** Starts waiting messages, as many at once as the account takes, at its pace; one after a failure. */
  #pump(): void {
    clearTimeout(this.#timer);
    if (this.down) {
      if (this.waiting.length > 0) this.#giveBack(this, this.waiting.splice(0));
      return;
    }
    while (this.waiting.length > 0 && this.active < (this.failures > 0 ? 1 : this.concurrency)) {
      const now = this.#clock.now().getTime();
      const next = this.waiting.findIndex((item) => this.#pace.wait(item.to_address, now) === 0);
      if (next < 0) {
        const pause = Math.min(...this.waiting.map((item) => this.#pace.wait(item.to_address, now)));
        this.#timer = setTimeout(() => this.#pump(), pause);
        return;
      }
      const [item] = this.waiting.splice(next, 1) as [T];
      this.#pace.took(item.to_address, now);
      this.active++;
      void this.#handle(this, item).finally(() => {
        this.active--;
        this.#pump();
      });
    }
  }

  /** Records what an outcome says about the account. */
  learn(outcome: Outcome): void {
    if (outcome.state === 'failed' && outcome.retryAfterMs !== undefined && outcome.pauses === 'account') {
      // The server answers, so it isn't down: all messages wait, and then continue as before.
      this.lastError = outcome.error;
      this.downSince = this.#clock.now().getTime();
      this.downUntil = Math.max(this.downUntil, this.downSince + askedPause(outcome.retryAfterMs));
      // Unless it reports a fault: then a single message tests the account after the pause.
      if (outcome.channelDown) this.failures = Math.max(1, this.failures);
      return;
    }
    // A lost answer doesn't mean a down server, but a server that loses every answer would make the whole outbox
    // unknown.
    if (outcome.state === 'unknown' || (outcome.state === 'failed' && outcome.channelDown)) {
      this.lastError = outcome.error;
      // Messages in progress together fail together: that is one failure.
      if (this.down) return;
      this.failures++;
      this.downSince = this.#clock.now().getTime();
      this.downUntil = this.downSince + doublingPause(this.failures, PAUSES);
    } else {
      this.failures = 0;
      this.lastError = null;
    }
  }

  close(options?: { force?: boolean }): void {
    clearTimeout(this.#timer);
    this.channel.close(options);
  }
}
