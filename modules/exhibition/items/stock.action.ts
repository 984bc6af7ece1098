import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { ITEM } from '../names.ts';
import { exhibitionSettings } from '../settings.ts';
import type { Item, StockCount } from './contract.ts';
import { getItem, itemRow } from './items.query.ts';
import { readStock, showQuantity } from './quantity.rule.ts';

/** What a bill takes of items, or a void or return brings back; a line without an item is not counted. */
export type Quantity = { item_id: string | null; quantity_milli: number };

/**
 * Takes what is sold from the stock of the items that are counted, in the bill's transaction. The rows are locked in the
 * order of their ids, so of two desks the second sees what the first left; and until the commit, so it comes last, after
 * the money, whose till is locked before the items by all who lock both. Refuses with `exhibition.item.sold_out`,
 * unless the settings let the stock go below zero, or (`gone`) the goods have left already; `short` is called then.
 */
export async function takeStock(
  tx: Ctx,
  lines: readonly Quantity[],
  gone?: { short: () => unknown },
): Promise<Result<null>> {
  const wanted = perItem(lines);
  const counted = await lockCounted(tx, wanted);
  if (counted.length === 0) return ok(null);
  const { stock_below_zero } = await getSettings(tx, exhibitionSettings);
  for (const { id, name, stock_milli } of counted) {
    const short = stock_milli - (wanted.get(id) ?? 0) < 0;
    if (short && gone) gone.short();
    else if (short && !stock_below_zero)
      return refuse('exhibition.item.sold_out', { item: name, left: showQuantity(Math.max(stock_milli, 0)) });
  }
  await Promise.all(counted.map((item) => moveStock(tx, item, -(wanted.get(item.id) ?? 0))));
  return ok(null);
}

/** Puts back what came back: of a bill that is void, or goods that were returned. */
export async function putBackStock(tx: Ctx, lines: readonly Quantity[]): Promise<void> {
  const back = perItem(lines);
  const counted = await lockCounted(tx, back);
  await Promise.all(counted.map((item) => moveStock(tx, item, back.get(item.id) ?? 0)));
}

/**
 * Notes what a person counted, or that nobody counts the item any more. Sales go on while people count, so the audit
 * entry keeps both numbers and the reason.
 */
export async function countStock(ctx: Ctx, id: string, input: StockCount): Promise<Result<Item>> {
  const reason = input.reason.trim();
  const blank = 'exhibition.item.reason_blank';
  if (!reason) return refuse(blank, undefined, { reason: blank });
  return transaction(ctx, async (tx) => {
    const old = await itemRow(tx, id).forNoKeyUpdate().executeTakeFirst();
    if (!old) return refuse('exhibition.item.not_found');
    const read = input.stock === null ? ok(null) : readStock(input.stock, old.unit, orgOf(tx));
    if (!read.ok) return { ...read, fields: { stock: read.code } };
    await tx.db
      .updateTable('exhibition_item')
      .set({ stock_milli: read.data, updated_at: tx.clock.now() })
      .where(inOrg(tx))
      .where('id', '=', id)
      .execute();
    const shown = (milli: number | null) => (milli === null ? null : showQuantity(milli));
    await audit(tx, 'exhibition.item.counted', {
      subject: { type: ITEM, id },
      part: old.stall_id,
      before: { stock: shown(old.stock_milli) },
      after: { stock: shown(read.data) },
      note: reason,
    });
    return getItem(tx, id);
  });
}

function perItem(lines: readonly Quantity[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { item_id, quantity_milli } of lines)
    if (item_id !== null) sums.set(item_id, (sums.get(item_id) ?? 0) + quantity_milli);
  return sums;
}

async function lockCounted(tx: Ctx, wanted: Map<string, number>) {
  if (wanted.size === 0) return [];
  return tx.db
    .selectFrom('exhibition_item')
    .select(['id', 'name', 'stall_id', 'stock_milli'])
    .where(inOrg(tx))
    .where((eb) => eb('id', '=', eb.fn.any(eb.val([...wanted.keys()]))))
    .where('stock_milli', 'is not', null)
    .orderBy('id')
    .forNoKeyUpdate()
    .$narrowType<{ stock_milli: number }>()
    .execute();
}

async function moveStock(
  tx: Ctx,
  { id, stall_id, stock_milli }: { id: string; stall_id: string | null; stock_milli: number },
  by: number,
) {
  await tx.db
    .updateTable('exhibition_item')
    .set({ stock_milli: stock_milli + by })
    .where(inOrg(tx))
    .where('id', '=', id)
    .execute();
  // Desks ask for the items again only where one is gone or is back: not at each sale.
  if (stock_milli > 0 !== stock_milli + by > 0) publish(tx, ITEM, id, stall_id);
}
