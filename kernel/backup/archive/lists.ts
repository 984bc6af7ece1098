/** The two lists in a backup: what it begins with (`backup.json`) and what it ends with (`summary.json`). */

/** By which the format is refused when it is newer than this program. */
export const FORMAT = 1;

export type Contents = {
  format: number;
  program: string;
  madeAt: string;
  migrations: { name: string; package: string; sha256: string }[];
  tables: Table[];
  /** what later statements changed of the tables that the migrations make */
  partitions: { parent: string; name: string; bound: string }[];
  defaults: { table: string; column: string; value: string }[];
  /** what is in it; absent in a backup of a version before, and when a database only moves */
  counts?: { organizations: number; rows: number };
  /** absent when a database only moves, with the key and the variables beside it */
  installation?: {
    /** absent in a backup of a version that gave no ids */
    id?: string;
    secretKey: string;
    /** names of the variables that were set, without their values */
    variables: string[];
  };
};
/** `name` with its schema, quoted where necessary. `bytes` estimates the size, for progress. */
export type Table = { name: string; columns: string[]; bytes: number };

export type Summary = {
  tables: Record<string, { rows: number; sha256: string }>;
  files: { count: number; bytes: number; sha256: string; missing: string[] };
  sequences: { name: string; value: string; called: boolean }[];
  ledger: LedgerSum[];
  /** each audit chain's last link, and the one published last */
  heads: { organization: string; name: string | null; head: string; published: string | null }[];
};
/** The balances of one organization's accounts, as a fingerprint. */
export type LedgerSum = { organization: string; name: string; entries: number; lines: number; balances: string };
