/**
 * The changes that this process received by NOTIFY from all processes, in order. They are kept for a while, so that a
 * client that was disconnected for a moment gets what it missed.
 */
import { randomBytes } from 'node:crypto';

/** Something changed. It names what changed, not how: clients ask the API again, where permissions are checked. */
export type Change = {
  organizationId: string;
  topic: string;
  id: string | null;
  /** the part of the organization (`Limit.id`) to which it belongs: people limited to a part hear only of that one */
  part?: string | null;
};
export type NumberedChange = Change & { number: number };

/** `null`: changes may have been lost; ask for everything again. */
type Subscriber = (change: NumberedChange | null) => void;

export type Hub = {
  /** Passes changes to all subscribers in this process. */
  receive(changes: Change[]): void;
  /** Tells all subscribers that changes may have been lost. */
  resync(): void;
  subscribe(subscriber: Subscriber): () => void;
  /** The changes after `lastEventId`; null when unknown: the number is another process's, or too old. */
  since(lastEventId: string): NumberedChange[] | null;
  /** The `id:` of a server-sent event. Its first half identifies the process and its start. */
  eventId(number: number): string;
  latest(): number;
  subscribers(): number;
};

/** Some minutes of a busy day; 10,000 small objects are 2 MB. */
const KEPT = 10_000;

export function createHub(): Hub {
  const life = randomBytes(6).toString('base64url');
  const subscribers = new Set<Subscriber>();
  let kept: NumberedChange[] = [];
  let number = 0;
  // Changes up to this number are no longer kept.
  let forgotten = 0;
  return {
    receive(changes) {
      for (const one of changes) {
        const numbered = { ...one, number: ++number };
        kept.push(numbered);
        for (const subscriber of subscribers) subscriber(numbered);
      }
      if (kept.length > 2 * KEPT) {
        kept = kept.slice(-KEPT);
        forgotten = (kept[0] as NumberedChange).number - 1;
      }
    },
    resync() {
      kept = [];
      forgotten = ++number;
      for (const subscriber of subscribers) subscriber(null);
    },
    subscribe(subscriber) {
      subscribers.add(subscriber);
      return () => subscribers.delete(subscriber);
    },
    since(lastEventId) {
      const [its, count] = lastEventId.split('.');
      const from = Number(count);
      if (its !== life || !Number.isSafeInteger(from) || from < forgotten || from > number) return null;
      return kept.filter((one) => one.number > from);
    },
    eventId: (n) => `${life}.${n}`,
    latest: () => number,
    subscribers: () => subscribers.size,
  };
}
