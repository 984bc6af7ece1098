import { sql } from 'kysely';
import { type Ctx, inOrg, onOrg, orgOf } from '../../ctx/index.ts';
import { cutPage, readCursor } from '../../lib/cursor.ts';
import { firstIdAt } from '../../lib/ids.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { wordPatterns } from '../../lib/searchable.ts';
import { dayBounds } from '../../lib/time.ts';
import type { PaymentCounts, PaymentFilter, PaymentView } from '../contract.ts';
import { asViews } from './present.ts';

export type PaymentQuery = {
  filter: PaymentFilter;
  search?: string | undefined;
  limit: number;
  after?: string | undefined;
};

/** Payments with the name of their person. */
export function paymentRows(ctx: Ctx) {
  return ctx.db
    .selectFrom('payment as p')
    .leftJoin('person as h', onOrg('h.id', 'p.person_id'))
    .selectAll('p')
    .select('h.name as person_name')
    .where(inOrg(ctx, 'p'));
}

/** A page of payments, newest first; `search` covers reference, payer, description and transaction reference. */
export async function listPayments(ctx: Ctx, query: PaymentQuery): Promise<Result<PaymentView[]>> {
  const cursor = readCursor(query.after, 'uuid');
  if (!cursor.ok) return cursor;
  const after = cursor.data[0] === undefined ? null : String(cursor.data[0]);
  const { state, method, subject_type, subject_id, person_id, owed, late, from, to } = query.filter;
  const zone = orgOf(ctx).timeZone;
  let rows = paymentRows(ctx)
    .orderBy('p.id', 'desc')
    .limit(query.limit + 1);
  if (after) rows = rows.where('p.id', '<', after);
  if (state) rows = rows.where('p.state', 'in', [state].flat());
  if (method) rows = rows.where('p.method', '=', method);
  if (subject_type) rows = rows.where('p.subject_type', '=', subject_type);
  if (subject_id) rows = rows.where('p.subject_id', '=', subject_id);
  if (person_id) rows = rows.where('p.person_id', '=', person_id);
  if (owed === true) rows = rows.where('p.owed', '=', true).where('p.state', '=', 'verified');
  if (owed === false) rows = rows.where('p.owed', '=', false);
  if (late !== undefined) rows = rows.where('p.late', '=', late);
  if (from) rows = rows.where('p.id', '>=', firstIdAt(dayBounds(zone, from).from.getTime()));
  if (to) rows = rows.where('p.id', '<', firstIdAt(dayBounds(zone, to).to.getTime()));
  const patterns = wordsOf(query.search);
  if (patterns.length > 0)
    // 2,000 of the newest that fit the words; the other conditions then narrow these.
    rows = rows.where(
      'p.id',
      'in',
      sql<string>`(select f.id from payment_find(${patterns}::text[], ${after}::uuid, 2000) f)`,
    );
  const page = cutPage(
    await rows.execute(),
    query.limit,
    (row) => [row.id],
    (row) => row,
  );
  return ok(await asViews(ctx, page.data), page.page);
}

function wordsOf(search: string | undefined): string[] {
  // The longest first: it leads the index.
  return wordPatterns(search).sort((a, b) => b.length - a.length);
}

/** One payment as lists show it; refuses with `payments.not_found`. */
export async function viewPayment(ctx: Ctx, id: string): Promise<Result<PaymentView>> {
  const row = await paymentRows(ctx).where('p.id', '=', id).executeTakeFirst();
  const [view] = row ? await asViews(ctx, [row]) : [];
  return view ? ok(view) : refuse('payments.not_found');
}

/** The number of payments that wait for staff, for the console's counters. */
export async function countPayments(ctx: Ctx): Promise<Result<PaymentCounts>> {
  const { rows } = await sql<{
    submitted: number;
    needs_second: number;
    oldest: Date | null;
    awaiting: number;
    refunds_due: number;
  }>`
    select (select count(*) from payment p where p.organization_id = ${orgOf(ctx).id} and p.state = 'submitted') as submitted,
      (select count(*) from payment p where p.organization_id = ${orgOf(ctx).id} and p.state = 'submitted'
         and p.first_approval_by_id is not null) as needs_second,
      (select min(p.submitted_at) from payment p where p.organization_id = ${orgOf(ctx).id} and p.state = 'submitted') as oldest,
      (select count(*) from payment p where p.organization_id = ${orgOf(ctx).id} and p.state = 'awaiting') as awaiting,
      (select count(*) from payment p where p.organization_id = ${orgOf(ctx).id} and p.state = 'verified' and p.owed) as refunds_due`.execute(
    ctx.db,
  );
  const open = (await ctx.services.attemptSource?.counts(ctx)) ?? { attempts_hanging: 0, notices: 0 };
  const { oldest, ...counts } = rows[0] ?? { submitted: 0, needs_second: 0, oldest: null, awaiting: 0, refunds_due: 0 };
  return ok({ ...counts, ...open, oldest_submitted_at: oldest?.toISOString() ?? null });
}
