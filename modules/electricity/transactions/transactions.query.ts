import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { cutPage, readCursor } from '../../../kernel/lib/cursor.ts';
import { firstIdAt } from '../../../kernel/lib/ids.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { dayBounds } from '../../../kernel/lib/time.ts';
import { payLink } from '../../../kernel/payment-providers/index.ts';
import { nameActors } from '../../../kernel/subject-names/index.ts';
import { ownMeterIds } from '../customers/customers.query.ts';
import { ownMeter } from '../customers/member.query.ts';
import { findMeterId } from '../meters/meters.query.ts';
import { receiptLink } from '../receipts/receipt.query.ts';
import type { Transaction, TransactionFilter } from './contract.ts';
import { type Found, SOURCES } from './sources.ts';

type Query = { filter: TransactionFilter; limit: number; after?: string | undefined };

/** A page of all that moved units or money, newest first. Refuses with `electricity.meter.not_found`. */
export async function listTransactions(ctx: Ctx, query: Query): Promise<Result<Transaction[]>> {
  const { meter } = query.filter;
  if (meter === undefined) return pageOf(ctx, query, undefined);
  const id = await findMeterId(ctx, meter);
  return id ? pageOf(ctx, query, [id]) : refuse('electricity.meter.not_found');
}

/** The same of the caller's own meters since they have them, or of one of them; refuses like ownMeter. */
export async function ownTransactions(ctx: Ctx, query: Query): Promise<Result<Transaction[]>> {
  const { meter } = query.filter;
  if (meter !== undefined) {
    const mine = await ownMeter(ctx, meter, 'see');
    return mine.ok ? pageOf(ctx, query, [mine.data.meter.id], 'own') : mine;
  }
  const all = await ownMeterIds(ctx);
  return all.ok ? pageOf(ctx, query, all.data, 'own') : all;
}

async function pageOf(ctx: Ctx, { filter, limit, after }: Query, meterIds: string[] | undefined, own?: 'own') {
  const cursor = readCursor(after, 'uuid');
  if (!cursor.ok) return cursor;
  const zone = orgOf(ctx).timeZone;
  const end = filter.to && firstIdAt(dayBounds(zone, filter.to).to.getTime());
  const before = cursor.data[0] ? String(cursor.data[0]) : undefined;
  const wanted = {
    status: filter.status,
    meterIds,
    own: own !== undefined,
    from: filter.from && firstIdAt(dayBounds(zone, filter.from).from.getTime()),
    below: [end, before].filter((id) => id !== undefined).sort()[0],
    limit: limit + 1,
  };
  const sources = SOURCES.filter(({ kind }) => !filter.kind || kind === filter.kind);
  const found = (await Promise.all(sources.map((source) => source.find(ctx, wanted)))).flat();
  found.sort((a, b) => (a.id < b.id ? 1 : -1));
  const shown = await nameActors(ctx, 'by', found.slice(0, limit + 1));
  const names = await namesOf(ctx, shown);
  return cutPage(
    shown,
    limit,
    (row) => [row.id],
    (row) => asTransaction(ctx, row, names),
  );
}

type Names = Map<string, Transaction['meter']>;

async function namesOf(ctx: Ctx, rows: Found[]): Promise<Names> {
  if (rows.length === 0) return new Map();
  const meters = await ctx.db
    .selectFrom('electricity_meter')
    .select(['id', 'number', 'name'])
    .where(inOrg(ctx))
    .where('id', 'in', [...new Set(rows.map(({ meter_id }) => meter_id))])
    .execute();
  return new Map(meters.map((meter) => [meter.id, meter]));
}

function asTransaction(ctx: Ctx, { meter_id, payment_id, created_at, ...row }: Found, names: Names): Transaction {
  const { amount_minor, currency } = row;
  return {
    ...row,
    meter: names.get(meter_id) ?? { id: meter_id, number: '', name: '' },
    amount: amount_minor === null || currency === null ? null : formatAmount(amount_minor, currency),
    pay_link: payment_id === null ? null : payLink(ctx, payment_id),
    receipt_link:
      row.kind === 'purchase' && row.status === 'success' && row.purchase_id !== null
        ? receiptLink(ctx, row.purchase_id)
        : null,
    created_at: created_at.toISOString(),
  };
}
