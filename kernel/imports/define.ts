import type { Ctx } from '../ctx/index.ts';
import type { Refusal, Result } from '../lib/result.ts';
import { sameHeading } from '../lib/same-heading.ts';

/** What stands in a column, where programs can tell: by it a column is found whose heading nobody knows. */
export type ColumnKind = 'name' | 'phone' | 'email' | 'day';

type ImportColumn = {
  key: string;
  /**
   * Headings that mean this column, in any language; case, spaces, `_` and `-` don't matter. The template shows the
   * first one. The key itself is always accepted.
   */
  titles: readonly [string, ...string[]];
  /** Headings of columns whose cells make this one together, in order: a first and a last name. */
  parts?: readonly (readonly string[])[];
  /** How its cells look. Of a phone: two numbers in one cell are asked about. */
  kind?: ColumnKind;
  /** The heading must be present; parseRow decides whether a cell may be empty. */
  required?: boolean;
  /** For the second line of the template. */
  example?: string;
};

/** One row as text: it has every column's key, '' when the cell is empty or its heading is missing. Already trimmed. */
export type RawRow = Record<string, string>;

/** An existing record that agrees with a row in `column`. */
export type Existing = { id: string /** what people know it by */; code: string; name: string; column: string };
/** What to do with a row that is like an existing record: skip it, update the record, or add another record. */
export type Choice = 'skip' | 'update' | 'add';
export const CHOICES: Choice[] = ['skip', 'update', 'add'];
/** When new records get their message: with the row, later when staff say so, or never. */
export type Sending = 'now' | 'later' | 'never';
export const SENDINGS: Sending[] = ['now', 'later', 'never'];

/** What a person said about the whole file. */
export type Answers = {
  /** Telephone numbers that look impossible are kept as they are typed; for `readPhone`. */
  asTyped: boolean;
  /** Of two numbers in one cell; undefined: not said, so such a row has a fault. */
  twoPhones?: 'first' | 'second' | undefined;
};

/** What a definition's functions get beside the row; made once by `prepare`. */
export type ImportDefinition<Row = unknown, Context = undefined> = {
  /** e.g. `exhibition.customers` */
  name: string;
  permission: string;
  columns: readonly ImportColumn[];
  /** Reads the form's other fields (an exhibition's id, say), once before the check and once before the run. */
  prepare?(ctx: Ctx, fields: Record<string, string>): Promise<Result<Context>>;
  /** The rules for one row. A refusal's `fields` (column key → code) point at the cells. Writes nothing. */
  parseRow(ctx: Ctx, raw: RawRow, context: Context, answers: Answers): Result<Row> | Promise<Result<Row>>;
  /** Values that may occur only once in the file; null is never a duplicate. */
  unique?: readonly { column: string; of(row: Row): string | null }[];
  /**
   * How a duplicate of an earlier row or of an existing record is found: values that two people don't share by chance,
   * the surest first. A person decides about duplicates, row by row or for all. Needs `findSame` and `updateRows`.
   */
  same?: readonly { column: string; of(row: Row): string | null }[];
  /** The existing record for each row, in order; many rows in one query. */
  findSame?(ctx: Ctx, rows: Row[], context: Context): Promise<(Existing | null)[]>;
  /**
   * Updates existing records from rows, in the batch's transaction and with audit entries; what is equal stays
   * untouched.
   */
  updateRows?(tx: Ctx, rows: { row: Row; id: string }[], context: Context): Promise<Result<unknown>>;
  /**
   * Each new record gets a message, and a person says when. Sends it for those of the ids that still exist, in the
   * caller's transaction.
   */
  send?(tx: Ctx, ids: string[]): Promise<Result<unknown>>;
  /**
   * Rules that need the database, for many rows in one query: a refusal or null for each row, in order. Writes nothing.
   */
  checkRows?(ctx: Ctx, rows: Row[], context: Context): Promise<(Refusal | null)[]>;
  /**
   * Writes rows with their audit entries (`auditMany`), in a transaction that also moves the progress mark. A refusal,
   * or a constraint of the database, rolls the batch back; its rows are then written one by one and the faulty one is
   * reported.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: most have nothing to say
  writeRows(tx: Ctx, rows: Row[], context: Context, options: WriteOptions): Promise<Result<unknown> | void>;
  /** Rows in one transaction (default 200: some 50 ms of locks). */
  batch?: number;
};

type WriteOptions = {
  /** Whether each new record's message is sent with the row. */
  send: boolean;
  /** Called with each new record's id when `send` is false: the messages may be wanted later. */
  made(id: string): void;
};

/** Declares an import; put it under `importers` in the manifest to serve it at `POST /imports/{name}`. */
export function defineImport<Row, Context = undefined>(
  definition: ImportDefinition<Row, Context>,
): ImportDefinition<Row, Context> {
  if (Boolean(definition.same) !== Boolean(definition.findSame && definition.updateRows))
    throw new Error(`The import ${definition.name} needs same, findSame and updateRows together`);
  const titles = definition.columns.flatMap((column) => [
    ...new Set([column.key, ...column.titles].map((title) => sameHeading(title))),
  ]);
  const twice = titles.find((title, index) => titles.indexOf(title) !== index);
  if (twice) throw new Error(`The import ${definition.name} has two columns for the heading "${twice}"`);
  return definition;
}

// biome-ignore lint/suspicious/noExplicitAny: each definition has its own row and context
export type AnyImport = ImportDefinition<any, any>;

/** By name. Throws when two parts of the server chose the same name. */
export function importsByName(definitions: AnyImport[]): ReadonlyMap<string, AnyImport> {
  const byName = new Map<string, AnyImport>();
  for (const definition of definitions) {
    if (byName.has(definition.name)) throw new Error(`Two imports are named ${definition.name}`);
    byName.set(definition.name, definition);
  }
  return byName;
}
