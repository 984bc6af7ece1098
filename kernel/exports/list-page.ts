import type { Static, TSchema } from 'typebox';
import type { Ctx } from '../ctx/index.ts';
import { readJson } from '../http/index.ts';
import { ok, type Result } from '../lib/result.ts';
import type { ExportDefinition } from './define.ts';

/** One page of a list as its route asks for it. */
export type ListQuery<Filter> = {
  filter: Filter;
  search: string | undefined;
  sort: string | undefined;
  limit: number;
  after: string | undefined;
};

/**
 * The `page` of an export that has the rows, filters and order of a list: it reads the filter by the list's own schema
 * and calls the list. Refuses what is no filter, and what the list refuses.
 */
export function listPage<Filter extends TSchema, Row>(
  schema: Filter,
  list: (ctx: Ctx, query: ListQuery<Static<Filter>>) => Promise<Result<Row[]>>,
): ExportDefinition<Row>['page'] {
  return async (ctx, { filter: text, search, sort }, after, limit) => {
    const filter = readJson(schema, text || '{}', 'filter');
    if (!filter.ok) return filter;
    const found = await list(ctx, { filter: filter.data, search, sort, limit, after: after ?? undefined });
    return found.ok ? ok({ rows: found.data, next: found.page?.next ?? null }) : found;
  };
}
