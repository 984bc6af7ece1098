/** What POST /imports/{name} found, and later what the run did. */
export type ImportReport = {
  id: string;
  /** checked, running, done, failed or cancelled */
  state: string;
  total: number;
  good: number;
  bad: number;
  /** from this row on the file can't be read */
  brokenRow: number | null;
  /** headings that mean nothing here */
  ignored: string[];
  /** the first 200 */
  faults: ImportFault[];
  taskId: string | null;
  written: number;
  updated: number;
  skipped: number;
  refused: number;
  /** good rows that are there already, or twice in the file */
  duplicates: number;
  /** new ones get a message */
  sends: boolean;
  /** messages that wait until somebody says so */
  waiting: number;
};

export type ImportFault = { row: number; column: string | null; value: string | null; code: string; message: string };

export const CHOICES = ['skip', 'update', 'add'] as const;
export type Choice = (typeof CHOICES)[number];
export const SENDINGS = ['now', 'later', 'never'] as const;
export type Sending = (typeof SENDINGS)[number];
