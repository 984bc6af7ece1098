/** The findings of POST /imports/{name}, and later the result of the run. */
export type ImportReport = {
  id: string;
  /** checked, running, done, failed or cancelled */
  state: string;
  total: number;
  good: number;
  bad: number;
  /** from this row on the file can't be read */
  brokenRow: number | null;
  /** headings that are not used */
  ignored: string[];
  /** the first 200 cells that a spreadsheet seems to have changed */
  warnings: ImportFault[];
  /** the first 200 */
  faults: ImportFault[];
  taskId: string | null;
  written: number;
  updated: number;
  skipped: number;
  refused: number;
  /** good rows that agree with an existing record or an earlier row */
  duplicates: number;
  /** new ones get a message */
  sends: boolean;
  /** messages that wait until a person sends them */
  waiting: number;
};

/** Which column is which; sent back as the form's field `mapping`. */
export type ImportMapping = { headingRow: number; delimiter: string; columns: (string | null)[] };

/** The answer of POST /imports/{name}/columns. */
export type ColumnPreview = {
  fields: { key: string; title: string; required: boolean; parts: boolean }[];
  headings: string[];
  mapping: ImportMapping;
  source: 'given' | 'remembered' | 'guessed';
  /** places of columns that nobody misses */
  unasked: number[];
  top: string[][];
  rows: string[][];
};

/** What a person says about telephone numbers of the whole file, when asked. */
export const TWO_PHONES = ['first', 'second'] as const;
export const KEEP_PHONES = ['true'] as const;

type ImportFault = {
  row: number;
  column: string | null;
  /** the column's heading as the file has it */
  title?: string | null;
  value: string | null;
  code: string;
  message: string;
};

export const CHOICES = ['skip', 'update', 'add'] as const;
export type Choice = (typeof CHOICES)[number];
export const SENDINGS = ['now', 'later', 'never'] as const;
export type Sending = (typeof SENDINGS)[number];
