import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { decodeCursor, encodeCursor } from '../../../kernel/lib/cursor.ts';
import { firstIdAt } from '../../../kernel/lib/ids.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { dayBounds } from '../../../kernel/lib/time.ts';
import type { Customer, CustomerFilter } from '../contract.ts';
import { readReference } from '../domain/reference.ts';
import { searchPatterns } from '../domain/search.ts';
import { asCustomer, type CustomerRow } from './present.ts';

export type CustomerQuery = {
  filter: CustomerFilter;
  search?: string | undefined;
  sort?: string | undefined;
  limit: number;
  after?: string | undefined;
};

/** A page of customers, newest first, or by name with `sort=name`. Rows carry bill count, total and e-mail state. */
export async function listCustomers(ctx: Ctx, query: CustomerQuery): Promise<Result<Customer[]>> {
  const patterns = searchPatterns([
    query.search,
    query.filter.name,
    query.filter.email,
    query.filter.phone?.replace(/[\s()-]/g, ''),
    query.filter.code,
  ]);
  const rows = patterns.length > 0 ? await found(ctx, query, patterns) : await walked(ctx, query);
  if (!rows.ok) return rows;
  const more = rows.data.length > query.limit;
  const page = rows.data.slice(0, query.limit);
  const last = page.at(-1);
  const next = more && last ? encodeCursor(byName(query) ? [last.name.toLowerCase(), last.id] : [last.id]) : null;
  return ok(page.map(asCustomer), { next });
}

const byName = (query: CustomerQuery) => query.sort === 'name' && !query.search;

/** The rows of the list without conditions: joined with the exhibition's name and the latest message's state. */
export function customerRows(ctx: Ctx) {
  return ctx.db
    .selectFrom('exhibition_customer as c')
    .innerJoin('exhibition as e', (on) =>
      on.onRef('e.organization_id', '=', 'c.organization_id').onRef('e.id', '=', 'c.exhibition_id'),
    )
    .select([
      'c.id',
      'c.code',
      'c.name',
      'c.email',
      'c.phone',
      'c.exhibition_id',
      'c.currency',
      'c.bill_count',
      'c.total_minor',
    ])
    .select(['c.created_at', 'c.updated_at', 'e.name as exhibition_name'])
    .select((of) =>
      of
        .selectFrom('message as m')
        .select('m.state')
        .whereRef('m.organization_id', '=', 'c.organization_id')
        .where('m.subject_type', '=', 'exhibition.customer')
        .whereRef('m.subject_id', '=', 'c.id')
        .orderBy('m.id', 'desc')
        .limit(1)
        .as('email_state'),
    )
    .where('c.organization_id', '=', orgOf(ctx).id);
}

async function walked(ctx: Ctx, query: CustomerQuery): Promise<Result<CustomerRow[]>> {
  const { exhibition_id } = query.filter;
  const { from, to } = idBounds(ctx, query.filter);
  let rows = customerRows(ctx).limit(query.limit + 1);
  if (exhibition_id) rows = rows.where('c.exhibition_id', '=', exhibition_id);
  if (from) rows = rows.where('c.id', '>=', from);
  if (to) rows = rows.where('c.id', '<', to);
  if (byName(query)) {
    const after = query.after === undefined ? null : decodeCursor(query.after, 2);
    if (query.after !== undefined && !after) return refuse('http.bad_cursor');
    if (after) rows = rows.where(sql<boolean>`(lower(c.name), c.id) > (${after[0]}, ${after[1]}::uuid)`);
    return ok(await rows.orderBy(sql`lower(c.name)`).orderBy('c.id').execute());
  }
  const after = query.after === undefined ? null : decodeCursor(query.after, 1);
  if (query.after !== undefined && !after) return refuse('http.bad_cursor');
  if (after) rows = rows.where('c.id', '<', String(after[0]));
  return ok(await rows.orderBy('c.id', 'desc').execute());
}

/** Through the trigram index; see exhibition_find_customers in the migration for the way it takes. */
async function found(ctx: Ctx, query: CustomerQuery, patterns: string[]): Promise<Result<CustomerRow[]>> {
  const after = query.after === undefined ? null : decodeCursor(query.after, 1);
  if (query.after !== undefined && !after) return refuse('http.bad_cursor');
  const { from, to } = idBounds(ctx, query.filter);
  const hits = sql<string>`(select f.id from exhibition_find_customers(
    ${patterns}::text[], ${query.filter.exhibition_id ?? null}::uuid, ${from}::uuid, ${to}::uuid, ${after?.[0] ?? null}::uuid, ${query.limit + 1}) f)`;
  return ok(await customerRows(ctx).where('c.id', 'in', hits).orderBy('c.id', 'desc').execute());
}

/** Days as bounds of ids: an id begins with the time it was made, so a range of days is a range of the primary key. */
export function idBounds(ctx: Ctx, days: { from?: string; to?: string }): { from: string | null; to: string | null } {
  const zone = orgOf(ctx).timeZone;
  return {
    from: days.from ? firstIdAt(dayBounds(zone, days.from).from.getTime()) : null,
    to: days.to ? firstIdAt(dayBounds(zone, days.to).to.getTime()) : null,
  };
}

/** One customer by uuid or 8-character ID. */
export async function getCustomer(ctx: Ctx, reference: string): Promise<Result<Customer>> {
  const named = readReference(reference);
  if (!named) return refuse('exhibition.customer.not_found');
  const row = await customerRows(ctx).where(`c.${named.column}`, '=', named.value).executeTakeFirst();
  return row ? ok(asCustomer(row)) : refuse('exhibition.customer.not_found');
}
