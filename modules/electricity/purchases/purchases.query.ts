import { type Ctx, inOrg, onOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { findPage, type PageQuery, showPage } from '../../../kernel/db/index.ts';
import { firstIdAt } from '../../../kernel/lib/ids.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { dayBounds } from '../../../kernel/lib/time.ts';
import { payLink } from '../../../kernel/payment-providers/index.ts';
import { nameActors } from '../../../kernel/subject-names/index.ts';
import type { History } from '../meters/contract.ts';
import { receiptLink } from '../receipts/receipt.query.ts';
import { storedQuote } from '../tariffs/quote.query.ts';
import type { Purchase, PurchaseFilter } from './contract.ts';
import type { PurchaseState } from './purchase-states.rule.ts';

function purchaseRows(ctx: Ctx) {
  return ctx.db
    .selectFrom('electricity_purchase as p')
    .innerJoin('electricity_meter as m', onOrg('m.id', 'p.meter_id'))
    .innerJoin('payment as y', onOrg('y.id', 'p.payment_id'))
    .select(['p.id', 'p.code', 'p.state', 'p.meter_id', 'm.number', 'm.name', 'p.amount_minor', 'p.currency', 'p.wh'])
    .select(['p.working', 'p.payment_id', 'y.reference', 'y.state as payment_state', 'y.amount_minor as to_pay_minor'])
    .select(['p.opened_by_name', 'p.expires_at', 'p.credited_at', 'p.created_at'])
    .where(inOrg(ctx, 'p'));
}

type PurchaseRow = Awaited<ReturnType<ReturnType<typeof purchaseRows>['execute']>>[number];

const asPurchase =
  (ctx: Ctx) =>
  (row: PurchaseRow): Purchase => ({
    id: row.id,
    code: row.code,
    state: row.state as PurchaseState,
    meter: { id: row.meter_id, number: row.number, name: row.name },
    amount: formatAmount(row.amount_minor, row.currency),
    amount_minor: row.amount_minor,
    currency: row.currency,
    wh: row.wh,
    quote: storedQuote(row.working, row.credited_at !== null),
    payment: {
      id: row.payment_id,
      reference: row.reference,
      state: row.payment_state,
      to_pay: formatAmount(row.to_pay_minor, row.currency),
    },
    pay_link: row.state === 'open' ? payLink(ctx, row.payment_id) : null,
    receipt_link: row.credited_at ? receiptLink(ctx, row.id) : null,
    opened_by: row.opened_by_name,
    expires_at: row.expires_at?.toISOString() ?? null,
    credited_at: row.credited_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
  });

type Query = PageQuery & {
  filter: PurchaseFilter;
  /** for the holder of the meter */
  history?: History;
};

/** A page of purchases, newest first. */
export async function listPurchases(ctx: Ctx, { filter, history, ...page }: Query): Promise<Result<Purchase[]>> {
  const zone = orgOf(ctx).timeZone;
  let rows = purchaseRows(ctx);
  if (filter.state) rows = rows.where('p.state', '=', filter.state);
  if (filter.meter_id) rows = rows.where('p.meter_id', '=', filter.meter_id);
  if (history) rows = rows.where('p.created_at', '>=', new Date(history.from));
  if (filter.from) rows = rows.where('p.id', '>=', firstIdAt(dayBounds(zone, filter.from).from.getTime()));
  if (filter.to) rows = rows.where('p.id', '<', firstIdAt(dayBounds(zone, filter.to).to.getTime()));
  return showPage(await findPage(rows, 'p.id', page), async (found) =>
    (await nameActors(ctx, 'opened_by_name', found)).map(asPurchase(ctx)),
  );
}

export async function getPurchase(ctx: Ctx, id: string): Promise<Result<Purchase>> {
  const [row] = await nameActors(ctx, 'opened_by_name', await purchaseRows(ctx).where('p.id', '=', id).execute());
  return row ? ok(asPurchase(ctx)(row)) : refuse('electricity.purchase.not_found');
}

/** Their titles on the payments' pages. */
export async function describePurchases(ctx: Ctx, ids: string[]) {
  const rows = ids.length === 0 ? [] : await purchaseRows(ctx).where('p.id', 'in', ids).execute();
  return new Map(
    rows.map((row) => [
      row.id,
      { title: `${row.number} ${row.name}`.trim(), url: `/electricity/meters/${row.meter_id}` },
    ]),
  );
}

/** The chat in which a purchase was made, null when it was elsewhere. */
export function chatOfPurchase(ctx: Ctx, purchaseId: string) {
  return ctx.db
    .selectFrom('electricity_purchase as p')
    .innerJoin('electricity_meter as m', onOrg('m.id', 'p.meter_id'))
    .leftJoin('conversation as c', onOrg('c.id', 'p.conversation_id'))
    .select(['p.payment_id', 'p.conversation_id', 'c.language', 'm.name', 'm.place', 'm.number'])
    .where(inOrg(ctx, 'p'))
    .where('p.id', '=', purchaseId)
    .executeTakeFirst();
}
