import { CompiledQuery, sql } from 'kysely';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { cutPage, readCursor } from '../../../kernel/lib/cursor.ts';
import { firstIdAt } from '../../../kernel/lib/ids.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { dayBounds } from '../../../kernel/lib/time.ts';
import type { Answer } from '../form/contract.ts';
import type { Customer, CustomerFilter, EmailState } from './contract.ts';
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
  if (patterns.length === 0 && Object.keys(query.filter).length === 0) return newest(ctx, query.limit, after);
  const few = patterns.length > 0 && !query.filter.email_state ? await foundFew(ctx, query, patterns, after) : null;
  if (few) return cutPage(few, query.limit, (row) => [row.id], asCustomer);
  let rows = patterns.length > 0 ? found(ctx, query, patterns, after) : narrowed(ctx, query);
  if (after) rows = rows.where('c.id', '<', after);
  return cutPage(await rows.orderBy('c.id', 'desc').execute(), query.limit, (row) => [row.id], asCustomer);
}

const COLUMNS = [
  'id',
  'code',
  'name',
  'email',
  'phone',
  'tax_number',
  'address',
  'answers',
  'exhibition_id',
  'currency',
  'bill_count',
  'total_minor',
  'paid_minor',
  'created_at',
  'updated_at',
] as const;
const COLUMNS_OF_C = COLUMNS.map((name) => `c.${name}` as const);

/** A page of all customers, the list that every desk opens with. */
async function newest(ctx: Ctx, limit: number, after: string | null): Promise<Result<Customer[]>> {
  const page = CompiledQuery.raw(pageOf(sizeOf(limit)), [orgOf(ctx).id, after ?? LAST_ID]);
  const { rows } = await ctx.db.executeQuery<CustomerRow>(page);
  return cutPage(rows, limit, (row) => [row.id], asCustomer);
}

const pageOf = (size: number) => `
  with page as materialized (
    select ${COLUMNS.join(', ')}
    from exhibition_customer where organization_id = $1 and id < $2 order by id desc limit ${size}
  ), sent as (
    -- One walk over the messages of the page's customers, which lie side by side, is cheaper than a look for each.
    select distinct on (subject_id) subject_id, state from message
    where organization_id = $1 and subject_type = 'exhibition.customer'
      and subject_id >= (select id from page order by id limit 1) and subject_id <= (select id from page order by id desc limit 1)
    order by subject_id desc, id desc
  )
  select page.*, e.name as exhibition_name, sent.state as email_state
  from page join exhibition e on e.organization_id = $1 and e.id = page.exhibition_id left join sent on sent.subject_id = page.id
  order by page.id desc`;
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * The unfiltered rows of the list, with the exhibition's name and the latest message's state. Both are looked up row by
 * row: for a join the planner expects one row in a hundred and misses that a page is soon full.
 */
export function customerRows(ctx: Ctx) {
  return ctx.db
    .selectFrom('exhibition_customer as c')
    .select(COLUMNS_OF_C)
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
    .where(inOrg(ctx, 'c'));
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
  let rows = customerRows(ctx).limit(whole ? sql.lit(sizeOf(query.limit)) : query.limit + 1);
  if (exhibition_id) rows = rows.where('c.exhibition_id', '=', exhibition_id);
  if (from) rows = rows.where('c.id', '>=', from);
  if (to) rows = rows.where('c.id', '<', to);
  if (email_state) rows = rows.where(emailIs(email_state));
  return rows;
}

/**
 * The limit stands as a number in the SQL text. For `limit $1` PostgreSQL estimates a tenth of the table and plans each
 * page of a million customers anew, which takes as long as reading it. Rounded up, so that there are few such texts.
 * Filtered lists are better planned anew.
 */
const sizeOf = (limit: number) => SIZES.find((size) => size > limit) ?? limit + 1;
const SIZES = [11, 26, 51, 101, 201];

/** A search that the trigram index answers in a moment; null when it needs a longer look (`found`). */
async function foundFew(ctx: Ctx, query: CustomerQuery, patterns: string[], after: string | null) {
  const { from, to } = idBounds(ctx, query.filter);
  const values = [orgOf(ctx).id, patterns, query.filter.exhibition_id ?? null, from, to, after, query.limit + 1];
  const { rows } = await ctx.db.executeQuery<CustomerRow & { unsure: boolean }>(CompiledQuery.raw(FEW, values));
  if (rows[0]?.unsure) return null;
  return rows.filter(({ id }) => id !== null);
}

const FEW = `
  with found as materialized (
    select exhibition_few_customers($2::text[], $3::uuid, $4::uuid, $5::uuid, $6::uuid, $7::int) as ids
  )
  select found.ids is null as unsure, ${COLUMNS_OF_C.join(', ')}, e.name as exhibition_name, (
      select m.state from message m
      where m.organization_id = $1 and m.subject_type = 'exhibition.customer' and m.subject_id = c.id
      order by m.id desc limit 1) as email_state
  from found left join exhibition_customer c on c.organization_id = $1 and c.id = any (found.ids)
    left join exhibition e on e.organization_id = $1 and e.id = c.exhibition_id
  order by c.id desc`;

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

export type CustomerRow = {
  id: string;
  code: string;
  name: string;
  email: string;
  phone: string;
  tax_number: string;
  address: string;
  answers: Answer[];
  exhibition_id: string;
  exhibition_name: string;
  currency: string;
  bill_count: number;
  total_minor: number;
  paid_minor: number;
  email_state: string | null;
  created_at: Date;
  updated_at: Date;
};

export function asCustomer(row: CustomerRow): Customer {
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    email: row.email,
    phone: row.phone,
    tax_number: row.tax_number,
    address: row.address,
    answers: row.answers,
    exhibition_id: row.exhibition_id,
    exhibition_name: row.exhibition_name,
    currency: row.currency,
    bill_count: row.bill_count,
    total: formatAmount(row.total_minor, row.currency),
    total_minor: row.total_minor,
    due: formatAmount(row.total_minor - row.paid_minor, row.currency),
    due_minor: row.total_minor - row.paid_minor,
    email_state: row.email_state,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}
