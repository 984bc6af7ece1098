import type { Selectable } from 'kysely';
import type { DB } from '../../../db/types.ts';
import type { StatusInput } from './contract.ts';
import type { Judged } from './judge-status.rule.ts';

/** One report of a machine: as it was before, what it said, and what is taken of it. */
export type Heartbeat = {
  /** locked, as it was before this report */
  machine: Selectable<DB['coffee_machine']>;
  /** its bins before this report, by position */
  bins: Selectable<DB['coffee_bin']>[];
  said: StatusInput;
  judged: Judged;
  /** by our clock */
  at: Date;
};
