/** What a scanner stores and shows. Nothing here uses a browser's pages; the engine is tested without one. */
import type { ScannerSession, ScannerState, ScannerStore } from '../../../../../kernel/scanner/public/engine.ts';
import type { DoorStudent, QueuedScan, Roster, ScanAnswer, ScannerRole } from '../../contract.ts';

export type Role = ScannerRole;

/** What this phone knows about itself since it was enrolled. */
type Entered = {
  organization: { id: string; name: string; time_zone: string; language: string };
  scanner: { id: string; name: string; role: Role; valid_until: string | null };
};

/** This phone as a scanner of a mess. */
export type Session = ScannerSession & { entered: Entered };

/** The stored roster: the entries as bytes, the rest as it came. */
export type KeptRoster = { etag: string; madeAt: number; entries: Uint8Array; roster: Omit<Roster, 'entries'> };

/** The phone's storage; `IndexedStore` in browsers. A queued scan is on the disk when the promise resolves. */
export type Store = ScannerStore<Session> & {
  roster(session: string): Promise<KeptRoster | null>;
  saveRoster(session: string, roster: KeptRoster): Promise<void>;
  /** the next number of a queue, which is never reused */
  nextSeq(session: string): Promise<number>;
  enqueue(session: string, scan: QueuedScan): Promise<void>;
  /** the first of a queue, in order */
  queue(session: string, limit?: number): Promise<QueuedScan[]>;
  dequeue(session: string, seqs: number[]): Promise<void>;
  /** who was served here, by day, meal and student, and how many, by day and meal */
  served(session: string, key: string): Promise<boolean>;
  markServed(session: string, key: string): Promise<void>;
  /** deletes whom and how many it served on days before this one */
  forgetDays(session: string, before: string): Promise<void>;
  count(session: string, slot: string): Promise<number>;
  setCount(session: string, slot: string, count: number): Promise<void>;
};

type Reason = NonNullable<ScanAnswer['reason']> | 'stale_roster' | 'cannot_check';

/** What is shown after a scan. */
export type Verdict = {
  nonce: string;
  allowed: boolean;
  reason: Reason | null;
  /** null without a network: the roster has no names */
  student: DoorStudent | null;
  /** whose code it is, as far as its signature shows */
  studentId: string | null;
  meal: string | null;
  served: number | null;
  offline: boolean;
  byHand: boolean;
};

export type DoorState = ScannerState<Session> & {
  roster: { madeAt: number; count: number; stale: boolean; policy: Roster['stale_policy'] } | null;
  /** whether the office lets this phone admit by hand */
  byHand: boolean;
  meal: { name: string; starts: string; ends: string; served: number } | null;
  verdict: Verdict | null;
};
