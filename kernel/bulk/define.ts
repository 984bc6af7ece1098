import type { Static, TSchema } from 'typebox';
import type { Ctx } from '../ctx/index.ts';
import { type ListQuery, listPage } from '../exports/index.ts';
import type { Result } from '../lib/result.ts';

export type BulkAction = {
  permission: string;
  /** the reason that it asks for: `reason` of the request, which is refused without one */
  reason?: true;
  /** Does it to one row in the transaction of `tx`; what is refused is counted, and the others go on. */
  act(tx: Ctx, id: string, reason: string | undefined): Promise<Result<unknown>>;
};

/** What can be done to all rows of a list that its filters and its search find. */
export type BulkList = {
  /** e.g. `mess.students` */
  name: string;
  page: ReturnType<typeof listPage<TSchema, { id: string }>>;
  actions: Record<string, BulkAction>;
};

/** Declares it, with the list's own filter and query; put it under `bulk` in the manifest. */
export function defineBulk<Filter extends TSchema, Row extends { id: string }>(definition: {
  name: string;
  filter: Filter;
  list: (ctx: Ctx, query: ListQuery<Static<Filter>>) => Promise<Result<Row[]>>;
  actions: Record<string, BulkAction>;
}): BulkList {
  const { name, filter, list, actions } = definition;
  return { name, page: listPage(filter, list), actions };
}
