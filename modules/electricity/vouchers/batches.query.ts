import type { Selectable } from 'kysely';
import type { DB } from '../../../db/types.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { findPage, type PageQuery, showPage } from '../../../kernel/db/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { dayIn } from '../../../kernel/lib/time.ts';
import type { Batch } from './contract.ts';
import { VOUCHER_STATES, voucherState } from './voucher-states.rule.ts';

export type BatchRow = Selectable<DB['electricity_voucher_batch']>;

const batches = (ctx: Ctx) => ctx.db.selectFrom('electricity_voucher_batch').selectAll().where(inOrg(ctx));

/** Locks a batch for printing, selling or cancelling. Refuses with `electricity.batch.not_found`. */
export async function lockBatch(tx: Ctx, id: string): Promise<Result<BatchRow>> {
  const row = await batches(tx).where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
  return row ? ok(row) : refuse('electricity.batch.not_found');
}

/** A page of batches, newest first, with how many vouchers are in which state. */
export async function listBatches(ctx: Ctx, query: PageQuery): Promise<Result<Batch[]>> {
  return showPage(await findPage(batches(ctx), 'id', query), async (rows) => {
    const states = await countsOf(ctx, rows);
    return rows.map((row) => asBatch(ctx, row, states.get(row.id)));
  });
}

/** One batch. Refuses with `electricity.batch.not_found`. */
export async function getBatch(ctx: Ctx, id: string): Promise<Result<Batch>> {
  const row = await batches(ctx).where('id', '=', id).executeTakeFirst();
  if (!row) return refuse('electricity.batch.not_found');
  return ok(asBatch(ctx, row, (await countsOf(ctx, [row])).get(id)));
}

/** How many vouchers of each batch are in which state, as people see it. */
async function countsOf(ctx: Ctx, rows: BatchRow[]): Promise<Map<string, Record<string, number>>> {
  if (rows.length === 0) return new Map();
  const expiry = new Map(rows.map(({ id, expires_at }) => [id, expires_at]));
  const counted = await ctx.db
    .selectFrom('electricity_voucher')
    .select((eb) => ['batch_id', 'state', eb.fn.countAll<number>().as('count')])
    .where(inOrg(ctx))
    .where('batch_id', 'in', [...expiry.keys()])
    .groupBy(['batch_id', 'state'])
    .execute();
  const all = new Map<string, Record<string, number>>();
  for (const { batch_id, state, count } of counted) {
    const mine = all.get(batch_id) ?? {};
    const shown = voucherState(state, expiry.get(batch_id) as Date, ctx.clock.now());
    mine[shown] = (mine[shown] ?? 0) + Number(count);
    all.set(batch_id, mine);
  }
  return all;
}

const asBatch = (ctx: Ctx, row: BatchRow, states: Record<string, number> = {}): Batch => ({
  id: row.id,
  code: row.code,
  name: row.name,
  count: row.count,
  amount: row.amount_minor === null ? null : formatAmount(row.amount_minor, row.currency),
  wh: row.wh,
  price: formatAmount(row.price_minor, row.currency),
  currency: row.currency,
  // The end of a day is the beginning of the next.
  expires_on: dayIn(orgOf(ctx).timeZone, new Date(row.expires_at.getTime() - 1)),
  printable: row.print_secret !== null,
  states: Object.fromEntries(VOUCHER_STATES.map((state) => [state, states[state] ?? 0])),
  created_by: row.created_by_name,
  created_at: row.created_at.toISOString(),
});
