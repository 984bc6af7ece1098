import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { exhibitionRows } from '../exhibitions/exhibitions.query.ts';
import type { QuickKeys } from './contract.ts';

/**
 * Gives the keys of a desk to items as a person arranged them; other items of the same stall, or of the house, lose theirs. Of two people
 * at once the second is refused, since they arranged what they no longer see.
 */
export async function arrangeKeys(
  ctx: Ctx,
  { exhibition_id, stall_id = null, keys, expected }: QuickKeys,
): Promise<Result<QuickKeys>> {
  const places = new Set(keys.map(({ quick_key }) => quick_key));
  const ids = new Set(keys.map(({ item_id }) => item_id));
  if (places.size !== keys.length || ids.size !== keys.length)
    return refuse('exhibition.item.quick_key_taken', undefined, { keys: 'exhibition.item.quick_key_taken' });
  return transaction(ctx, async (tx) => {
    const exhibition = await exhibitionRows(tx).where('id', '=', exhibition_id).executeTakeFirst();
    if (!exhibition) return refuse('exhibition.not_found');
    const onSale = tx.db
      .selectFrom('exhibition_item')
      .select(['id', 'name', 'quick_key'])
      .where(inOrg(tx))
      .where('exhibition_id', '=', exhibition_id)
      .where('stall_id', 'is not distinct from', stall_id)
      .where('archived_at', 'is', null)
      .orderBy('id')
      .forNoKeyUpdate();
    const items = await onSale.execute();
    const before = new Map(
      items.flatMap(({ id, quick_key }) => (quick_key === null ? [] : [[id, quick_key] as const])),
    );
    const seen = expected && new Map(expected.map((one) => [one.item_id, one.quick_key]));
    if (seen && !equal(seen, before)) return refuse('exhibition.item.keys_moved');
    const known = new Map(items.map(({ id, name }) => [id, name]));
    if (keys.some(({ item_id }) => !known.has(item_id))) return refuse('exhibition.item.not_found');
    const after = new Map(keys.map(({ item_id, quick_key }) => [item_id, quick_key]));
    const place = { exhibition_id, ...(stall_id && { stall_id }), keys };
    if (equal(after, before)) return ok(place);
    const moved = items.filter(({ id, quick_key }) => (after.get(id) ?? null) !== quick_key).map(({ id }) => id);
    const set = (id: string[], quick_key: number | null) =>
      tx.db
        .updateTable('exhibition_item')
        .set({ quick_key, updated_at: tx.clock.now() })
        .where(inOrg(tx))
        .where((eb) => eb('id', '=', eb.fn.any(eb.val(id))))
        .execute();
    // A key is free before another item gets it.
    await set(moved, null);
    for (const id of moved) if (after.has(id)) await set([id], after.get(id) ?? null);
    const words = (places: Map<string, number>) =>
      Object.fromEntries([...places].map(([id, place]) => [place, known.get(id) ?? '']));
    await audit(tx, 'exhibition.item.keys_arranged', {
      subject: { type: 'exhibition.exhibition', id: exhibition_id },
      before: { keys: words(before) },
      after: { keys: words(after) },
    });
    return ok(place);
  });
}

const equal = (a: Map<string, number>, b: Map<string, number>) =>
  a.size === b.size && [...a].every(([id, place]) => b.get(id) === place);
