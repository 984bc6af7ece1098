import type { DB } from '../../db/types.ts';
import type { Ctx } from '../ctx/index.ts';

type Table = keyof DB & string;

/**
 * How long the rows of a table are kept; a manifest lists its tables under `retention`, and one nightly job reads all.
 */
export type Retention =
  | {
      table: Table;
      /** rows are deleted a few thousand at a time, one organization after the other */
      by: 'batch';
      /** the column with a row's age: a time, a day, or a version-7 id */
      age: string;
      /** the maximum age; a function reads the organization's settings */
      days: number | ((inside: Ctx) => Promise<number>);
      /** SQL: which rows may be deleted at all, such as `state in ('done', 'discarded')` */
      only?: string;
    }
  /** Whole months of a table made by `partitioned_table()` are dropped at once, for all organizations. */
  | {
      table: Table;
      by: 'partition';
      days: number;
      /** stores each month as a compressed file among the files before it is dropped */
      archive?: boolean;
    };

declare module '../module/index.ts' {
  interface Manifest {
    retention?: Retention[];
  }
}

declare module '../ctx/index.ts' {
  interface Services {
    retention: Retention[];
  }
}
