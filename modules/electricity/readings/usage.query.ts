import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { findPage, type PageQuery, showPage } from '../../../kernel/db/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { addDays, dayBounds } from '../../../kernel/lib/time.ts';
import { nameActors } from '../../../kernel/subject-names/index.ts';
import { monthOf, today } from '../days.ts';
import type { History } from '../meters/contract.ts';
import { getMeter } from '../meters/meters.query.ts';
import type { BalanceView, Entry, Usage, UsageQuery } from './contract.ts';
import { lastsWithError } from './past.query.ts';

/** A year of days or a month of hours is what a chart shows; more is asked for in parts. */
const MAX_DAYS = { hour: 31, day: 400, month: 4000 };

/**
 * Consumption of a meter, for its holder from `history` on. Refuses with `electricity.meter.not_found` and
 * `electricity.usage.too_long`.
 */
export async function usageOf(
  ctx: Ctx,
  reference: string,
  query: UsageQuery,
  history: History = null,
): Promise<Result<Usage>> {
  const { by, from, to } = query;
  if (to < from || addDays(from, MAX_DAYS[by]) < to) {
    return refuse('electricity.usage.too_long', { most: MAX_DAYS[by] }, { to: 'electricity.usage.too_long' });
  }
  const meter = await getMeter(ctx, reference);
  if (!meter.ok) return meter;
  const { id: organization_id, timeZone } = orgOf(ctx);
  const meter_id = meter.data.id;
  if (by === 'hour') {
    const rows = await ctx.db
      .selectFrom('electricity_usage_hour')
      .select(['at', 'wh'])
      .where('organization_id', '=', organization_id)
      .where('meter_id', '=', meter_id)
      .where('at', '>=', latest(dayBounds(timeZone, from).from, history && new Date(history.from)))
      .where('at', '<', dayBounds(timeZone, to).to)
      .orderBy('at')
      .execute();
    return ok(rows.map(({ at, wh }) => ({ at: at.toISOString(), wh })));
  }
  const first = latest(by === 'day' ? from : monthOf(from), history?.on);
  if (by === 'day') return ok(await daysOf(ctx, meter_id, first, to));
  const rows = await ctx.db
    .selectFrom('electricity_usage_month')
    .select(['month_on as at', 'wh'])
    .where('organization_id', '=', organization_id)
    .where('meter_id', '=', meter_id)
    .where('month_on', '>=', first)
    .where('month_on', '<=', to)
    .orderBy('month_on')
    .execute();
  if (first === monthOf(first) || monthOf(first) > to) return ok(rows);
  // The holder's part of the month in which the meter changed hands.
  const days = await daysOf(ctx, meter_id, first, lastOfMonth(first));
  return ok([{ at: monthOf(first), wh: days.reduce((sum, { wh }) => sum + wh, 0) }, ...rows]);
}

const latest = <T extends string | Date>(one: T, other: T | null | undefined): T =>
  other && other > one ? other : one;
const lastOfMonth = (day: string) => Temporal.PlainDate.from(day).with({ day: 31 }).toString();

const daysOf = (ctx: Ctx, meterId: string, from: string, to: string) =>
  ctx.db
    .selectFrom('electricity_usage_day')
    .select(['used_on as at', 'wh'])
    .where(inOrg(ctx))
    .where('meter_id', '=', meterId)
    .where('used_on', '>=', from)
    .where('used_on', '<=', to)
    .orderBy('used_on')
    .execute();

/** What a meter has left, what that is worth, and how long it lasts; for its holder by what is known from `history` on. */
export async function balanceOf(ctx: Ctx, reference: string, history: History = null): Promise<Result<BalanceView>> {
  const meter = await getMeter(ctx, reference);
  if (!meter.ok) return meter;
  const { id, balance_wh, register_wh, read_at } = meter.data;
  const yesterday = addDays(today(ctx), -1);
  const since = history && new Date(history.from);
  const read = { id, balance_wh, read_at: read_at === null ? null : new Date(read_at), since };
  const [days, lasts, purchases] = await Promise.all([
    daysOf(ctx, id, latest(addDays(yesterday, -6), history?.on), yesterday),
    lastsWithError(ctx, read),
    ctx.db
      .selectFrom('electricity_purchase')
      .select(['amount_minor', 'wh', 'currency'])
      .where(inOrg(ctx))
      .where('meter_id', '=', id)
      .where('state', '=', 'credited')
      .$if(since !== null, (of) => of.where('created_at', '>=', since))
      .orderBy('id', 'desc')
      .limit(5)
      .execute(),
  ]);
  const newest = purchases[0];
  const usual = purchases.map(({ wh }) => wh).sort((a, b) => a - b);
  const first = days[0]?.at;
  const span = first ? daysBetween(first, yesterday) + 1 : 0;
  const used = days.reduce((sum, { wh }) => sum + wh, 0);
  const currency = newest?.currency ?? orgOf(ctx).currency;
  const worth = newest && Math.floor((Math.max(balance_wh, 0) * newest.amount_minor) / newest.wh);
  return ok({
    balance_wh,
    worth: worth === undefined ? null : formatAmount(worth, currency),
    currency,
    usual_wh: usual[Math.floor(usual.length / 2)] ?? null,
    used_a_day_wh: span === 0 ? null : Math.round(used / span),
    empty_at: (lasts?.emptyAt ?? (balance_wh <= 0 ? ctx.clock.now() : null))?.toISOString() ?? null,
    empty_error_hours: lasts?.errorHours ?? null,
    register_wh,
    read_at,
  });
}

const daysBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;

/** A page of a meter's entries, newest first; for its holder those from `history` on. */
export async function entriesOf(
  ctx: Ctx,
  reference: string,
  page: PageQuery,
  history: History = null,
): Promise<Result<Entry[]>> {
  const meter = await getMeter(ctx, reference);
  if (!meter.ok) return meter;
  let rows = ctx.db
    .selectFrom('electricity_entry')
    .select(['id', 'kind', 'wh', 'reason', 'actor_name', 'created_at'])
    .where(inOrg(ctx))
    .where('meter_id', '=', meter.data.id);
  if (history) rows = rows.where('created_at', '>=', new Date(history.from));
  return showPage(await findPage(rows, 'id', page), async (found) =>
    (await nameActors(ctx, 'actor_name', found)).map(({ actor_name, created_at, kind, ...row }) => ({
      ...row,
      kind: kind as Entry['kind'],
      by: actor_name,
      created_at: created_at.toISOString(),
    })),
  );
}
