/** What a scanner keeps and shows. Nothing here knows a browser's pages; the engine is tested without one. */
import type { DoorStudent, QueuedScan, Roster, ScanAnswer, ScannerRole } from '../../contract.ts';

export type Role = ScannerRole;

/** What this phone knows of itself since it was set up. */
export type Entered = {
  organization: { id: string; name: string; time_zone: string; language: string };
  scanner: { id: string; name: string; role: Role; valid_until: string | null };
};

/**
 * This phone as a scanner, with the key that it signs its queue with and shows who it is by. No token and no code is
 * kept.
 */
export type Session = {
  /** the device's id */
  id: string;
  organization: string;
  /** of the code that it was set up by, so that the same link is known again: see `markOf` */
  link: string;
  entered: Entered;
  keys: CryptoKeyPair;
  /** how slow this phone's clock is, in milliseconds, when the server was last heard; null: never */
  skewMs: number | null;
  /** `ended`: revoked or over, and kept only until its queue is handed in */
  state: 'active' | 'ended';
};

/** The roster as it is kept: the entries as bytes, the rest as it came. */
export type KeptRoster = { etag: string; madeAt: number; entries: Uint8Array; roster: Omit<Roster, 'entries'> };

/**
 * What is kept on the phone's disk; `IndexedStore` in browsers. What is queued is on the disk when the promise
 * resolves.
 */
export type Store = {
  sessions(): Promise<Session[]>;
  saveSession(session: Session): Promise<void>;
  /** forgets a session with all that came with it, except its queue */
  forgetSession(id: string): Promise<void>;
  /** a link's code that was not used yet, for want of a network */
  waiting(): Promise<string | null>;
  setWaiting(code: string | null): Promise<void>;
  roster(session: string): Promise<KeptRoster | null>;
  saveRoster(session: string, roster: KeptRoster): Promise<void>;
  /** forgets the roster, and who was served */
  forgetRoster(session: string): Promise<void>;
  /** the next number of a queue, which is never given again */
  nextSeq(session: string): Promise<number>;
  enqueue(session: string, scan: QueuedScan): Promise<void>;
  /** the first of a queue, in order */
  queue(session: string, limit: number): Promise<QueuedScan[]>;
  queued(session: string): Promise<number>;
  dequeue(session: string, seqs: number[]): Promise<void>;
  /** who was served here, by day, meal and student, and how many, by day and meal */
  served(session: string, key: string): Promise<boolean>;
  markServed(session: string, key: string): Promise<void>;
  /** forgets whom and how many it served on days before this one */
  forgetDays(session: string, before: string): Promise<void>;
  count(session: string, slot: string): Promise<number>;
  setCount(session: string, slot: string, count: number): Promise<void>;
};

export type Reason = NonNullable<ScanAnswer['reason']> | 'stale_roster' | 'cannot_check';

/** What is shown after a scan. */
export type Verdict = {
  nonce: string;
  allowed: boolean;
  reason: Reason | null;
  /** null without a network: the roster knows nobody's name */
  student: DoorStudent | null;
  /** whose code it is, as far as its signature says */
  studentId: string | null;
  meal: string | null;
  served: number | null;
  offline: boolean;
  byHand: boolean;
};

export type DoorState = {
  phase: 'loading' | 'no_link' | 'link' | 'ready' | 'ended';
  session: Session | null;
  online: boolean;
  roster: { madeAt: number; count: number; stale: boolean; policy: Roster['stale_policy'] } | null;
  /** whether the office lets this phone admit by hand */
  byHand: boolean;
  /** scans that wait for the network, of this scanner and of those before it */
  queued: number;
  meal: { name: string; starts: string; ends: string; served: number } | null;
  verdict: Verdict | null;
  /** a refusal that is about no scan: the link isn't good */
  fault: { code: string; message: string } | null;
};
