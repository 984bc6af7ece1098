/**
 * The news of this process: what NOTIFY brings from all processes, in the order of their sending, kept for a while so
 * that a client that was away for a moment gets what it missed.
 */
import { randomBytes } from 'node:crypto';

/** Something changed. It says what, not how: whoever cares asks the API again, where permissions are checked. */
export type News = { organizationId: string; topic: string; id: string | null };
export type Numbered = News & { number: number };

/** `null`: more may have happened than can be told; ask for everything again. */
export type Subscriber = (news: Numbered | null) => void;

export type Hub = {
  /** Hands news to everyone who listens in this process. */
  receive(news: News[]): void;
  /** Tells everyone that news may have been lost. */
  resync(): void;
  subscribe(subscriber: Subscriber): () => void;
  /** What came after `lastEventId`; null when that can't be told: another process's number, or one too old. */
  since(lastEventId: string): Numbered[] | null;
  /**
   * The `id:` of a server-sent event; numbers of another process or of an earlier life are told apart by their first
   * half.
   */
  eventId(number: number): string;
  latest(): number;
  subscribers(): number;
};

/** Some minutes of a busy day; 10,000 small objects are 2 MB. */
const KEPT = 10_000;

export function createHub(): Hub {
  const life = randomBytes(6).toString('base64url');
  const subscribers = new Set<Subscriber>();
  let kept: Numbered[] = [];
  let number = 0;
  // News up to here is gone for good.
  let forgotten = 0;
  return {
    receive(news) {
      for (const one of news) {
        const numbered = { ...one, number: ++number };
        kept.push(numbered);
        for (const subscriber of subscribers) subscriber(numbered);
      }
      if (kept.length > 2 * KEPT) {
        kept = kept.slice(-KEPT);
        forgotten = (kept[0] as Numbered).number - 1;
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
