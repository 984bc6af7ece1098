import { type Ctx, inOrg, onOrg } from '../../../kernel/ctx/index.ts';
import { findPage, type PageQuery, showPage } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { ownAccount } from '../../../kernel/portal/index.ts';
import { alertText } from './alert-text.ts';
import type { Alert, AlertFilter, AlertSent, MeterLimits } from './contract.ts';

type Query = PageQuery & { filter: AlertFilter };

function alertRows(ctx: Ctx) {
  return ctx.db
    .selectFrom('electricity_alert as e')
    .innerJoin('electricity_meter as m', onOrg('m.id', 'e.meter_id'))
    .innerJoin('electricity_customer as c', onOrg('c.id', 'e.customer_id'))
    .select(['e.id', 'e.kind', 'e.detail', 'e.opened_at', 'e.cleared_at', 'e.meter_id', 'e.customer_id'])
    .select(['m.number', 'm.name', 'm.place', 'c.name as customer_name'])
    .where(inOrg(ctx, 'e'));
}
type Row = Awaited<ReturnType<ReturnType<typeof alertRows>['execute']>>[number];

const asAlert =
  (ctx: Ctx) =>
  (row: Row): Alert => ({
    id: row.id,
    kind: row.kind as Alert['kind'],
    meter: { id: row.meter_id, number: row.number, name: row.name },
    customer: { id: row.customer_id, name: row.customer_name },
    text: alertText(ctx, ctx.locale, row),
    opened_at: row.opened_at.toISOString(),
    cleared_at: row.cleared_at?.toISOString() ?? null,
  });

function filtered(ctx: Ctx, { filter }: Query) {
  let rows = alertRows(ctx);
  if (filter.kind) rows = rows.where('e.kind', '=', filter.kind);
  if (filter.meter_id) rows = rows.where('e.meter_id', '=', filter.meter_id);
  if (filter.customer_id) rows = rows.where('e.customer_id', '=', filter.customer_id);
  if (filter.open !== undefined) rows = rows.where('e.cleared_at', filter.open ? 'is' : 'is not', null);
  return rows;
}

/** One alert, for events; refuses with `electricity.alert.not_found`. */
export async function getAlert(ctx: Ctx, id: string): Promise<Result<Alert>> {
  const row = await alertRows(ctx).where('e.id', '=', id).executeTakeFirst();
  return row ? ok(asAlert(ctx)(row)) : refuse('electricity.alert.not_found');
}

/** A page of alerts with who was told, newest first. */
export async function listAlerts(ctx: Ctx, query: Query): Promise<Result<AlertSent[]>> {
  return showPage(await findPage(filtered(ctx, query), 'e.id', query, asAlert(ctx)), async (alerts) => {
    const notices = await noticesOf(
      ctx,
      alerts.map(({ id }) => id),
    );
    return alerts.map((alert) => ({ ...alert, notices: notices.get(alert.id) ?? [] }));
  });
}

/** A page of the alerts of the caller's meters, newest first, muted ones too. */
export async function ownAlerts(ctx: Ctx, query: Query): Promise<Result<Alert[]>> {
  const account = await ownAccount(ctx);
  if (!account.ok) return account;
  const rows = filtered(ctx, query)
    .innerJoin('electricity_notice as n', onOrg('n.alert_id', 'e.id'))
    // Whoever has left a household sees nothing of it any more.
    .innerJoin('electricity_member as r', (on) =>
      on
        .onRef('r.organization_id', '=', 'e.organization_id')
        .onRef('r.customer_id', '=', 'e.customer_id')
        .onRef('r.account_id', '=', 'n.account_id'),
    )
    .where(inOrg(ctx, 'n'))
    .where('n.account_id', '=', account.data.id);
  return findPage(rows, 'e.id', query, asAlert(ctx));
}

async function noticesOf(ctx: Ctx, ids: string[]): Promise<Map<string, AlertSent['notices']>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom('electricity_notice as n')
    .innerJoin('portal_account as a', onOrg('a.id', 'n.account_id'))
    .innerJoin('person as p', onOrg('p.id', 'a.person_id'))
    .select(['n.alert_id', 'p.name', 'n.state', 'n.ways', 'n.due_at'])
    .where(inOrg(ctx, 'n'))
    .where('n.alert_id', 'in', ids)
    .execute();
  const byAlert = Map.groupBy(rows, ({ alert_id }) => alert_id);
  return new Map(
    [...byAlert].map(([id, of]) => [
      id,
      of.map(({ name, state, ways, due_at }) => ({
        name,
        state: state as AlertSent['notices'][number]['state'],
        ways,
        due_at: due_at.toISOString(),
      })),
    ]),
  );
}

/** What was chosen for a meter. */
export async function limitsOf(ctx: Ctx, meterId: string): Promise<Result<MeterLimits>> {
  const row = await ctx.db
    .selectFrom('electricity_meter_limit')
    .select(['low_wh', 'day_wh', 'month_wh'])
    .where(inOrg(ctx))
    .where('meter_id', '=', meterId)
    .executeTakeFirst();
  return ok(row ?? { low_wh: null, day_wh: null, month_wh: null });
}
