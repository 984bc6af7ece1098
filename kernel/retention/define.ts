import type { DB } from '../../db/types.ts';
import type { Ctx } from '../ctx/index.ts';

type Table = keyof DB & string;

/** How long the rows of a table are kept; a manifest lists its own under `retention`, and one nightly job reads all. */
export type Retention =
  | {
      table: Table;
      /** rows go a few thousand at a time, one organization after the other */
      by: 'batch';
      /** the column that tells a row's age: a time, a day, or a version-7 id */
      age: string;
      /** how old a row gets; a function asks the organization's settings */
      days: number | ((inside: Ctx) => Promise<number>);
      /** SQL: which rows may go at all, such as `state in ('done', 'discarded')` */
      only?: string;
    }
  /** Whole months of a table made by `partitioned_table()` go at once, of all organizations. */
  | { table: Table; by: 'partition'; days: number };

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
