import { type Ctx, inOrg, onOrg } from '../../../kernel/ctx/index.ts';
import { findPage, type PageQuery, showPage } from '../../../kernel/db/index.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { ownAccount } from '../../../kernel/portal/index.ts';
import { nameActors } from '../../../kernel/subject-names/index.ts';
import type { Redemption, Voucher, VoucherFilter } from './contract.ts';
import { serialOf } from './digits.rule.ts';
import { asRedemption, redemptionRows } from './redemption.query.ts';
import { voucherState } from './voucher-states.rule.ts';

function voucherRows(ctx: Ctx) {
  return ctx.db
    .selectFrom('electricity_voucher as v')
    .innerJoin('electricity_voucher_batch as k', onOrg('k.id', 'v.batch_id'))
    .leftJoin('electricity_agent as a', onOrg('a.id', 'v.agent_id'))
    .leftJoin('electricity_redemption as r', onOrg('r.id', 'v.id'))
    .leftJoin('electricity_meter as m', onOrg('m.id', 'r.meter_id'))
    .select(['v.id', 'v.batch_id', 'v.number', 'v.last4', 'v.state', 'v.sold_at', 'v.sold_by_name'])
    .select(['k.code', 'k.expires_at'])
    .select(['a.name as agent', 'r.meter_id', 'm.number as meter_number', 'r.wh', 'r.by_name'])
    .select('r.created_at as redeemed_at')
    .where(inOrg(ctx, 'v'));
}

type VoucherRow = Awaited<ReturnType<ReturnType<typeof voucherRows>['execute']>>[number];

const asVoucher =
  (ctx: Ctx) =>
  (row: VoucherRow): Voucher => ({
    id: row.id,
    serial: serialOf(row.code, row.number),
    number: row.number,
    last4: row.last4,
    batch_id: row.batch_id,
    state: voucherState(row.state, row.expires_at, ctx.clock.now()),
    agent: row.agent,
    sold_at: row.sold_at?.toISOString() ?? null,
    sold_by: row.sold_by_name,
    meter: row.meter_id === null ? null : { id: row.meter_id, number: row.meter_number ?? '' },
    wh: row.wh,
    redeemed_by: row.by_name,
    redeemed_at: row.redeemed_at?.toISOString() ?? null,
  });

type Query = PageQuery & { filter: VoucherFilter; search?: string | undefined };

/** A page of vouchers, newest first; `search` is a serial number, K7MP2A-0042, a batch, or the last four digits. */
export async function listVouchers(ctx: Ctx, { filter, search, ...page }: Query): Promise<Result<Voucher[]>> {
  let rows = voucherRows(ctx);
  if (filter.batch_id) rows = rows.where('v.batch_id', '=', filter.batch_id);
  if (filter.agent_id) rows = rows.where('v.agent_id', '=', filter.agent_id);
  if (filter.meter_id) rows = rows.where('r.meter_id', '=', filter.meter_id);
  if (filter.state) {
    const now = ctx.clock.now();
    const open = filter.state === 'issued' || filter.state === 'sold';
    rows =
      filter.state === 'expired'
        ? rows.where('v.state', 'in', ['issued', 'sold']).where('k.expires_at', '<=', now)
        : rows.where('v.state', '=', filter.state);
    if (open) rows = rows.where('k.expires_at', '>', now);
  }
  const typed = search?.trim().toUpperCase();
  if (typed && /^\d{4}$/.test(typed)) rows = rows.where('v.last4', '=', typed);
  else if (typed) {
    const [code = '', number = ''] = typed.split('-');
    rows = rows.where('k.code', '=', code);
    if (/^\d{1,5}$/.test(number)) rows = rows.where('v.number', '=', Number(number));
  }
  return showPage(await findPage(rows, 'v.id', page), async (found) =>
    (await nameActors(ctx, 'sold_by_name', await nameActors(ctx, 'by_name', found))).map(asVoucher(ctx)),
  );
}

/** A voucher that an agent has to sell or has sold, by its serial number. */
export async function findOwn(ctx: Ctx, agentId: string, typed: string) {
  const [code = '', number = ''] = typed.toUpperCase().replace(/\s/g, '').split('-');
  if (!/^\d{1,5}$/.test(number)) return undefined;
  return ctx.db
    .selectFrom('electricity_voucher as v')
    .innerJoin('electricity_voucher_batch as k', onOrg('k.id', 'v.batch_id'))
    .select(['v.batch_id', 'v.number'])
    .where(inOrg(ctx, 'v'))
    .where('k.code', '=', code)
    .where('v.number', '=', Number(number))
    .where('v.agent_id', '=', agentId)
    .executeTakeFirst();
}

/** The latest that the caller redeemed, for meters that are still theirs. */
export async function ownRedemptions(ctx: Ctx): Promise<Result<Redemption[]>> {
  const account = await ownAccount(ctx);
  if (!account.ok) return account;
  const rows = await redemptionRows(ctx)
    .innerJoin('electricity_member as n', (on) =>
      on
        .onRef('n.organization_id', '=', 'm.organization_id')
        .onRef('n.customer_id', '=', 'm.customer_id')
        .on('n.account_id', '=', account.data.id),
    )
    .where('r.account_id', '=', account.data.id)
    .orderBy('r.created_at', 'desc')
    .limit(20)
    .execute();
  return ok(rows.map(asRedemption));
}
