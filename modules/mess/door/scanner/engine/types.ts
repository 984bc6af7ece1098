/** What a scanner stores and shows. Nothing here uses a browser's pages; the engine is tested without one. */
import type { Own } from '../../../../../kernel/scanner/public/engine.ts';
import type { DoorStudent, QueuedScan, Roster, ScanAnswer, ScannerRole } from '../../contract.ts';

export type Role = ScannerRole;

/** What this phone knows about itself since it was enrolled. */
type Entered = {
  organization: { id: string; name: string; time_zone: string; language: string };
  scanner: { id: string; name: string; role: Role; valid_until: string | null };
};

/** This phone as a scanner, with the key that signs its queue and its token requests. */
export type Session = Own & {
  /** the hash of its enrolment code, so that the same link is recognized: see `markOf` */
  link: string;
  entered: Entered;
  /** how slow this phone's clock was at the last contact, in milliseconds; null: never */
  skewMs: number | null;
  /** `ended`: revoked or expired, and kept only until its queue is uploaded */
  state: 'active' | 'ended';
};

/** The stored roster: the entries as bytes, the rest as it came. */
export type KeptRoster = { etag: string; madeAt: number; entries: Uint8Array; roster: Omit<Roster, 'entries'> };

/** The phone's storage; `IndexedStore` in browsers. A queued scan is on the disk when the promise resolves. */
export type Store = {
  sessions(): Promise<Session[]>;
  saveSession(session: Session): Promise<void>;
  /** deletes a session with all its data, except its queue */
  forgetSession(id: string): Promise<void>;
  /** a link's code that was not used yet, because there was no network */
  waiting(): Promise<string | null>;
  setWaiting(code: string | null): Promise<void>;
  roster(session: string): Promise<KeptRoster | null>;
  saveRoster(session: string, roster: KeptRoster): Promise<void>;
  /** deletes the roster, and who was served */
  forgetRoster(session: string): Promise<void>;
  /** the next number of a queue, which is never reused */
  nextSeq(session: string): Promise<number>;
  enqueue(session: string, scan: QueuedScan): Promise<void>;
  /** the first of a queue, in order */
  queue(session: string, limit: number): Promise<QueuedScan[]>;
  queued(session: string): Promise<number>;
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
  /** a refusal that concerns no scan: the link isn't valid */
  fault: { code: string; message: string } | null;
};
