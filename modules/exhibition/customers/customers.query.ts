import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { cutPage, readCursor } from '../../../kernel/lib/cursor.ts';
import { firstIdAt } from '../../../kernel/lib/ids.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { dayBounds } from '../../../kernel/lib/time.ts';
import type { Customer, CustomerFilter, EmailState } from '../contract.ts';
import { asCustomer } from '../present.ts';
import { readReference } from './reference.rule.ts';
import { searchPatterns } from './search.rule.ts';

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
  if (patterns.length === 0 && query.sort === 'name') return byName(ctx, query);
  const cursor = readCursor(query.after, 'uuid');
  if (!cursor.ok) return cursor;
  const after = cursor.data[0] === undefined ? null : String(cursor.data[0]);
  let rows = patterns.length > 0 ? found(ctx, query, patterns, after) : narrowed(ctx, query);
  if (after) rows = rows.where('c.id', '<', after);
  return cutPage(await rows.orderBy('c.id', 'desc').execute(), query.limit, (row) => [row.id], asCustomer);
}

/**
 * The unfiltered rows of the list, with the exhibition's name and the latest message's state. Both are looked up row by
 * row: for a join the planner expects one row in a hundred and misses that a page is soon full.
 */
export function customerRows(ctx: Ctx) {
  return ctx.db
    .selectFrom('exhibition_customer as c')
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
      'c.created_at',
      'c.updated_at',
    ])
    .select((of) =>
      of
        .selectFrom('exhibition as e')
        .select('e.name')
        .whereRef('e.organization_id', '=', 'c.organization_id')
        .whereRef('e.id', '=', 'c.exhibition_id')
        .$asScalar()
        .$notNull()
        .as('exhibition_name'),
    )
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

async function byName(ctx: Ctx, query: CustomerQuery): Promise<Result<Customer[]>> {
  const cursor = readCursor(query.after, 'text', 'uuid');
  if (!cursor.ok) return cursor;
  const [name, id] = cursor.data;
  let rows = narrowed(ctx, query);
  if (id) rows = rows.where(sql<boolean>`(lower(c.name), c.id) > (${name}, ${id}::uuid)`);
  const list = await rows.orderBy(sql`lower(c.name)`).orderBy('c.id').execute();
  return cutPage(list, query.limit, (row) => [row.name.toLowerCase(), row.id], asCustomer);
}

function narrowed(ctx: Ctx, query: CustomerQuery) {
  const { exhibition_id, email_state } = query.filter;
  const { from, to } = idBounds(ctx, query.filter);
  const whole = !exhibition_id && !from && !to && !email_state;
  let rows = customerRows(ctx).limit(whole ? limitInText(query.limit) : query.limit + 1);
  if (exhibition_id) rows = rows.where('c.exhibition_id', '=', exhibition_id);
  if (from) rows = rows.where('c.id', '>=', from);
  if (to) rows = rows.where('c.id', '<', to);
  if (email_state) rows = rows.where(emailIs(email_state));
  return rows;
}

/**
 * The limit as a number in the SQL text. For `limit $1` PostgreSQL estimates a tenth of the table and plans each page
 * of a million customers anew, which takes as long as reading it. Rounded up, so that there are few such texts.
 * Filtered lists are better planned anew.
 */
function limitInText(limit: number) {
  return sql.lit(PAGES.find((size) => size > limit) ?? limit + 1);
}
const PAGES = [11, 26, 51, 101, 201];

/** Through the trigram index; see exhibition_find_customers in the migration. */
function found(ctx: Ctx, query: CustomerQuery, patterns: string[], after: string | null) {
  const { from, to } = idBounds(ctx, query.filter);
  const { exhibition_id, email_state } = query.filter;
  // The state filters the hits further, so a page may need all of them.
  const most = email_state ? 2 ** 31 - 1 : query.limit + 1;
  const hits = sql<string>`(select f.id from exhibition_find_customers(
    ${patterns}::text[], ${exhibition_id ?? null}::uuid, ${from}::uuid, ${to}::uuid, ${after}::uuid, ${most}) f)`;
  const rows = customerRows(ctx).where('c.id', 'in', hits);
  return email_state ? rows.where(emailIs(email_state)).limit(query.limit + 1) : rows;
}

/**
 * The latest e-mail is in this state. The state is in the SQL text, not in a parameter: only then does the planner know
 * that the index of unsent messages has all of them, and a few failed ones are found without reading a million
 * customers.
 */
function emailIs(state: EmailState) {
  const mails = sql`from message m where m.organization_id = c.organization_id and m.subject_type = 'exhibition.customer' and m.subject_id = c.id`;
  if (state === 'none') return sql<boolean>`not exists (select ${mails})`;
  return sql<boolean>`exists (select ${mails} and m.state = ${sql.lit(state)} and not exists (
    select from message later where later.organization_id = m.organization_id and later.subject_type = m.subject_type
      and later.subject_id = m.subject_id and later.id > m.id))`;
}

/** Days as bounds of ids: an id begins with its creation time, so a range of days is a range of the primary key. */
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
