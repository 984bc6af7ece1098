import type { Own } from '../../../../kernel/scanner/public/engine.ts';
import type { EntranceRoster, Verdict } from '../contract.ts';

/** This phone as a scanner of an entrance. */
export type Session = Own & {
  /** the hash of its enrolment code, so that the same link is recognized */
  link: string;
  name: string;
  place: string;
  time_zone: string;
  valid_until: string | null;
  /** how slow this phone's clock was at the last contact, in milliseconds */
  skewMs: number;
  /** `ended`: revoked or expired, and kept only until its queue is handed in */
  state: 'active' | 'ended';
};

/** Somebody who was let in without a network, until the server has heard of it. */
export type Queued = { key: string; customer_id: string; at: string };

/** The phone's storage. What is queued is on the disk when the promise resolves. */
export type Store = {
  sessions(): Promise<Session[]>;
  saveSession(session: Session): Promise<void>;
  /** deletes a session with its roster and who came, except its queue */
  forgetSession(id: string): Promise<void>;
  /** a link's code that was not used yet */
  waiting(): Promise<string | null>;
  setWaiting(code: string | null): Promise<void>;
  roster(session: string): Promise<EntranceRoster | null>;
  saveRoster(session: string, roster: EntranceRoster): Promise<void>;
  forgetRoster(session: string): Promise<void>;
  enqueue(session: string, visit: Queued): Promise<void>;
  queue(session: string, limit: number): Promise<Queued[]>;
  queued(session: string): Promise<number>;
  dequeue(session: string, keys: string[]): Promise<void>;
  /** when somebody came here first on a day; a later time changes nothing */
  came(session: string, day: string, customer: string): Promise<string | null>;
  setCame(session: string, day: string, customer: string, at: string): Promise<void>;
  visitors(session: string): Promise<Visitors | null>;
  setVisitors(session: string, visitors: Visitors): Promise<void>;
};

/** People who came on a day, as far as this phone knows. */
export type Visitors = { day: string; count: number };

/** What is shown of one scan. `not_listed`, `no_list`: there is no network, and the phone can't know. */
export type Shown = {
  key: string;
  verdict: Verdict | 'not_listed' | 'no_list';
  name: string | null;
  code: string | null;
  came_at: string | null;
  /** the name of another exhibition */
  exhibition: string | null;
  offline: boolean;
};

export type GateState = {
  phase: 'loading' | 'no_link' | 'link' | 'ready' | 'ended';
  session: Session | null;
  online: boolean;
  queued: number;
  visitors: Visitors | null;
  roster: Pick<EntranceRoster, 'exhibition' | 'made_at'> | null;
  people: number;
  shown: Shown | null;
  fault: { code: string; message: string } | null;
};
