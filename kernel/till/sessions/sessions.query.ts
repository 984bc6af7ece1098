import type { ExpressionBuilder } from 'kysely';
import type { DB } from '../../../db/types.ts';
import { type Ctx, inOrg, onOrg, orgOf } from '../../ctx/index.ts';
import { findPage, type PageQuery } from '../../db/index.ts';
import { formatAmount } from '../../lib/money.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { dayBounds } from '../../lib/time.ts';
import { getSettings } from '../../settings/index.ts';
import type { Movement, Session, SessionFilter, TillState } from '../contract.ts';
import { listDrawers } from '../drawers/drawers.query.ts';
import { tillSettings } from '../settings.ts';

const rows = (ctx: Ctx) =>
  ctx.db
    .selectFrom('till_session as s')
    .innerJoin('till_drawer as d', onOrg('d.id', 's.drawer_id'))
    .selectAll('s')
    .select(['d.name as drawer_name', 'd.code as drawer_code'])
    .select((eb) =>
      eb
        .selectFrom('till_movement as m')
        .select((of) => of.fn.sum<string | null>('m.amount_minor').as('minor'))
        .whereRef('m.organization_id', '=', 's.organization_id')
        .whereRef('m.session_id', '=', 's.id')
        .where('s.closed_at', 'is', null)
        .as('in_drawer'),
    )
    .select((eb) => [
      lateOf(eb)
        .select((of) => of.fn.countAll<number>().as('n'))
        .as('late_count'),
      lateOf(eb)
        .select((of) => of.fn.sum<string | null>('m.total_minor').as('minor'))
        .as('late_minor'),
    ])
    .where(inOrg(ctx, 's'));

function lateOf(eb: ExpressionBuilder<DB & { s: DB['till_session'] }, 's'>) {
  return eb
    .selectFrom('till_movement as m')
    .whereRef('m.organization_id', '=', 's.organization_id')
    .whereRef('m.session_id', '=', 's.id')
    .where('m.late', '=', true)
    .where('s.closed_at', 'is not', null);
}

type Row = Awaited<ReturnType<ReturnType<typeof rows>['execute']>>[number];

export const supervises = (ctx: Ctx): boolean => ctx.services.authenticator.can(ctx, 'till.supervise');

/** The caller's sessions, or all for a supervisor. */
const visible = (ctx: Ctx) =>
  supervises(ctx) ? rows(ctx) : rows(ctx).where('s.cashier_id', '=', ctx.actor.id ?? NOBODY);
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** One session. Refuses with `till.session_not_found`, also for one that the caller may not see. */
export async function getSession(ctx: Ctx, id: string): Promise<Result<Session>> {
  const row = await visible(ctx).where('s.id', '=', id).executeTakeFirst();
  return row ? ok(asSession(ctx, row)) : refuse('till.session_not_found');
}

export type SessionQuery = PageQuery & { filter: SessionFilter };

/** A page of sessions, newest first. */
export async function listSessions(ctx: Ctx, { filter, ...page }: SessionQuery): Promise<Result<Session[]>> {
  const zone = orgOf(ctx).timeZone;
  let found = visible(ctx);
  if (filter.open !== undefined) found = found.where('s.closed_at', filter.open ? 'is' : 'is not', null);
  if (filter.differs !== undefined) found = found.where('s.difference_minor', filter.differs ? '<>' : '=', 0);
  if (filter.drawer_id) found = found.where('s.drawer_id', '=', filter.drawer_id);
  if (filter.cashier_id) found = found.where('s.cashier_id', '=', filter.cashier_id);
  if (filter.from) found = found.where('s.opened_at', '>=', dayBounds(zone, filter.from).from);
  if (filter.to) found = found.where('s.opened_at', '<', dayBounds(zone, filter.to).to);
  return findPage(found, 's.id', page, (row) => asSession(ctx, row));
}

/** How the caller's tills stand, and which drawers there are. */
export async function tillState(ctx: Ctx): Promise<Result<TillState>> {
  const own = () =>
    rows(ctx)
      .where('s.cashier_id', '=', ctx.actor.id ?? NOBODY)
      .orderBy('s.id')
      .limit(100);
  const [open, unexplained, drawers, settings] = await Promise.all([
    own().where('s.closed_at', 'is', null).execute(),
    own()
      .where('s.closed_at', 'is not', null)
      .where('s.difference_minor', '<>', 0)
      .where('s.difference_reason', 'is', null)
      .execute(),
    listDrawers(ctx),
    getSettings(ctx, tillSettings),
  ]);
  if (!drawers.ok) return drawers;
  return ok({
    sessions: open.map((row) => asSession(ctx, row)),
    unexplained: unexplained.map((row) => asSession(ctx, row)),
    drawers: drawers.data.filter(({ archived }) => !archived),
    required: settings.required,
    approve: {
      no_sale: settings.approve_no_sale,
      pay_out_above: settings.approve_pay_out_above > 0 ? settings.approve_pay_out_above : null,
    },
  });
}

/** What moved in a drawer, oldest first; without sales, whose sum is not for a cashier who has not counted yet. */
export async function listMovements(ctx: Ctx, id: string): Promise<Result<Movement[]>> {
  const session = await getSession(ctx, id);
  if (!session.ok) return session;
  const { currency } = session.data;
  const found = await ctx.db
    .selectFrom('till_movement')
    .selectAll()
    .where(inOrg(ctx))
    .where('session_id', '=', id)
    .where('kind', 'not in', ['sale', 'refund'])
    .orderBy('id')
    .limit(1000)
    .execute();
  return ok(
    found.map((row) => ({
      id: row.id,
      kind: row.kind,
      amount: formatAmount(row.amount_minor, currency),
      reason: row.reason,
      at: row.at.toISOString(),
      actor: row.actor_name,
      approved_by: row.approved_by_name,
    })),
  );
}

/** The session that a payment's money is in, and whether it came after its close; undefined: in none. */
export const tillOfPayment = (ctx: Ctx, paymentId: string) =>
  ctx.db
    .selectFrom('till_movement')
    .select(['session_id', 'late'])
    .where(inOrg(ctx))
    .where('payment_id', '=', paymentId)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();

function asSession(ctx: Ctx, row: Row): Session {
  const { currency } = row;
  const money = (minor: number) => formatAmount(minor, currency);
  const maybe = (minor: number | null) => (minor === null ? null : money(minor));
  // Who counts doesn't know before what there should be.
  const expected = row.closed_at !== null ? row.expected_minor : supervises(ctx) ? Number(row.in_drawer ?? 0) : null;
  return {
    id: row.id,
    drawer: { id: row.drawer_id, name: row.drawer_name, code: row.drawer_code },
    cashier: { id: row.cashier_id, name: row.cashier_name },
    currency,
    opened_at: row.opened_at.toISOString(),
    float: money(row.float_minor),
    closed_at: row.closed_at?.toISOString() ?? null,
    closed_by: row.closed_by_name,
    close_reason: row.close_reason,
    expected: maybe(expected),
    counted: maybe(row.counted_minor),
    difference: maybe(row.difference_minor),
    difference_minor: row.difference_minor,
    difference_reason: row.difference_reason,
    counts: (row.counts ?? []) as Session['counts'],
    late_count: Number(row.late_count ?? 0),
    late: money(Number(row.late_minor ?? 0)),
    own: row.cashier_id === ctx.actor.id,
  };
}
