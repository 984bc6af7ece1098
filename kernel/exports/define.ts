import type { Ctx } from '../ctx/index.ts';
import type { Result } from '../lib/result.ts';

/**
 * - `text`: a string; null is an empty cell.
 * - `number`: a JS number.
 * - `money`: minor units; the currency is the column's `currency`, else the row's `currency`, else the organization's.
 * - `date`: a calendar day (`2026-11-21`), or an instant whose day in the organization's zone is meant.
 * - `datetime`: an instant, shown as wall time in the organization's zone.
 */
export type CellType = 'text' | 'number' | 'money' | 'date' | 'datetime';

export type ExportColumn<Row> = {
  key: string;
  /** Text key of the heading, e.g. `console.exhibition.customer.name`. */
  title: string;
  type: CellType;
  /** The cell's value when it is not `row[key]`. */
  value?(row: Row): unknown;
  currency?(row: Row): string;
  /** In characters, for XLSX. */
  width?: number;
};

/** The query of an export: the same strings as for the list itself. */
export type ExportQuery = { filter?: string; sort?: string; search?: string };

export type ExportPage<Row> = { rows: Row[]; next: string | null };

export type ExportDefinition<Row = Record<string, unknown>, Query = ExportQuery> = {
  /** e.g. `exhibition.customers`; also the stem of the file's name and part of its address. */
  name: string;
  permission: string;
  columns: readonly ExportColumn<Row>[];
  /** the orders that `sort` accepts, as in the list; none when absent */
  sorts?: readonly string[];
  /**
   * One keyset page of at most `limit` rows after the cursor, in a stable order. `next` is the cursor of the following
   * page, null on the last. A refusal on the first page becomes the answer; a later one aborts the download.
   */
  page(ctx: Ctx, query: Query, after: string | null, limit: number): Promise<Result<ExportPage<Row>> | ExportPage<Row>>;
};

/**
 * Declares a list's export; put it under `exporters` in the manifest to serve it at `GET /exports/{name}.{csv|xlsx}`.
 */
export function defineExport<Row, Query = ExportQuery>(
  definition: ExportDefinition<Row, Query>,
): ExportDefinition<Row, Query> {
  const keys = new Set(definition.columns.map((column) => column.key));
  if (keys.size !== definition.columns.length) throw new Error(`The export ${definition.name} has a column twice`);
  return definition;
}

/** By name. Throws when two parts of the server chose the same name. */
// biome-ignore lint/suspicious/noExplicitAny: each definition has its own row and query
export function exportsByName(definitions: ExportDefinition<any, any>[]) {
  const byName = new Map<string, (typeof definitions)[number]>();
  for (const definition of definitions) {
    if (byName.has(definition.name)) throw new Error(`Two exports are named ${definition.name}`);
    byName.set(definition.name, definition);
  }
  return byName as ReadonlyMap<string, (typeof definitions)[number]>;
}
