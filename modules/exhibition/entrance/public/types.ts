import type { ScannerSession, ScannerState, ScannerStore } from '../../../../kernel/scanner/public/engine.ts';
import type { EntranceRoster, Verdict } from '../contract.ts';

/** This phone as a scanner of an entrance. */
export type Session = ScannerSession & {
  name: string;
  place: string;
  time_zone: string;
  valid_until: string | null;
};

/** Somebody who was let in without a network, until the server has heard of it. */
export type Queued = { key: string; customer_id: string; at: string };

/** The phone's storage. What is queued is on the disk when the promise resolves. */
export type Store = ScannerStore<Session> & {
  roster(session: string): Promise<EntranceRoster | null>;
  saveRoster(session: string, roster: EntranceRoster): Promise<void>;
  enqueue(session: string, visit: Queued): Promise<void>;
  queue(session: string, limit: number): Promise<Queued[]>;
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
  nonce: string;
  verdict: Verdict | 'not_listed' | 'no_list';
  name: string | null;
  code: string | null;
  came_at: string | null;
  /** the name of another exhibition */
  exhibition: string | null;
  offline: boolean;
};

export type GateState = ScannerState<Session> & {
  visitors: Visitors | null;
  roster: Pick<EntranceRoster, 'exhibition' | 'made_at'> | null;
  people: number;
  verdict: Shown | null;
};
