import type { Delimited } from './delimited.ts';

/** A file as rows of cells. Of a delimited one the delimiter is still to be chosen: its heading tells. */
export type Opened =
  | { kind: 'table'; rows: string[][] }
  | { kind: 'text'; delimiters: string[]; read(delimiter: string, limit?: number): Delimited };
