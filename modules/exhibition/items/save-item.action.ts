import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import type { Region } from '../../../kernel/lib/numbers.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { exhibitionRows } from '../exhibitions/exhibitions.query.ts';
import { ITEM } from '../names.ts';
import { stallAt } from '../stalls/stall-at.query.ts';
import type { Item, ItemInput, ItemPatch } from './contract.ts';
import { itemColumns, variantName } from './item-columns.ts';
import { checkPicture } from './item-picture.ts';
import { getItem, type ItemRow, itemRow } from './items.query.ts';
import { readStock } from './quantity.rule.ts';

/**
 * Adds an item to an exhibition, or a variant to an item; the price is read in the exhibition's currency, its numbers as
 * people of `region` write them. Refusals:
 * `exhibition.not_found` and `exhibition.item.` with `not_found`, `name_blank`, `name_long`, `variant_nested`,
 * `variant_unnamed`, `picture_unknown`, `code_taken`, `quick_key_taken`, `variant_taken`, those of amounts and of
 * `readStock`.
 */
export async function addItem(ctx: Ctx, input: ItemInput, region: Region = orgOf(ctx)): Promise<Result<Item>> {
  return clearly(() =>
    transaction(ctx, async (tx) => {
      const { exhibition_id, stall_id: _stall, variant_of: _of, variant: _variant, stock, ...fields } = input;
      // Locked, so that its currency stays the one that the price is read in.
      const exhibition = await exhibitionRows(tx).where('id', '=', exhibition_id).forKeyShare().executeTakeFirst();
      if (!exhibition) return refuse('exhibition.not_found', undefined, { exhibition_id: 'exhibition.not_found' });
      const { currency } = exhibition;
      const named = await nameOf(tx, input);
      if (!named.ok) return named;
      const at = named.data.stall_id === null ? ok(null) : await stallAt(tx, exhibition.id, named.data.stall_id);
      if (!at.ok) return at;
      const read = itemColumns({ ...fields, name: named.data.name }, currency, region);
      if (!read.ok) return read;
      const counted = stock ? readStock(stock, fields.unit ?? 'piece', region) : ok(null);
      if (!counted.ok) return { ...counted, fields: { stock: counted.code } };
      const picture = await checkPicture(tx, fields.image_file_id);
      if (!picture.ok) return picture;
      const now = tx.clock.now();
      const id = newId(now.getTime());
      await tx.db
        .insertInto('exhibition_item')
        .values({
          organization_id: orgOf(tx).id,
          id,
          exhibition_id: exhibition.id,
          currency,
          ...(read.data as typeof read.data & Pick<ItemRow, 'name' | 'price_minor'>),
          ...named.data,
          stock_milli: counted.data,
          created_at: now,
          updated_at: now,
        })
        .execute();
      const after = await getItem(tx, id);
      if (after.ok) {
        const { stall_id: part } = after.data;
        await audit(tx, 'exhibition.item.added', { subject: { type: ITEM, id }, part, after: after.data });
      }
      return after;
    }),
  );
}

/** A new item's own name, or that of a variant, whose item is locked: it can't become a variant itself meanwhile. */
async function nameOf(
  tx: Ctx,
  { exhibition_id, stall_id = null, name, variant_of, variant }: ItemInput,
): Promise<Result<Pick<ItemRow, 'name' | 'stall_id' | 'variant_of' | 'variant'>>> {
  if (variant_of === undefined) {
    if (variant !== undefined) return field('exhibition.item.variant_alone', 'variant');
    return name?.trim() ? ok({ name: name.trim(), stall_id, variant_of: null, variant: null }) : field(BLANK, 'name');
  }
  const word = variant?.trim();
  if (!word) return field('exhibition.item.variant_unnamed', 'variant');
  const parent = await itemRow(tx, variant_of).forNoKeyUpdate().executeTakeFirst();
  if (!parent || parent.exhibition_id !== exhibition_id || parent.archived_at)
    return field('exhibition.item.not_found', 'variant_of');
  if (parent.variant_of) return field('exhibition.item.variant_nested', 'variant_of');
  const whole = variantName(parent.name, word);
  return whole.ok ? ok({ name: whole.data, stall_id: parent.stall_id, variant_of, variant: word }) : whole;
}

/**
 * Changes an item, archives it or brings it back, with its variants. Bills that were made keep the name and price that
 * they were made with. What changes nothing leaves no trace. Refusals: as `addItem`, and `exhibition.item.variant_named`.
 */
export async function changeItem(
  ctx: Ctx,
  id: string,
  patch: ItemPatch,
  region: Region = orgOf(ctx),
): Promise<Result<Item>> {
  return clearly(() =>
    transaction(ctx, async (tx) => {
      const old = await itemRow(tx, id).forNoKeyUpdate().executeTakeFirst();
      if (!old) return refuse('exhibition.item.not_found');
      const before = await getItem(tx, id);
      if (!before.ok) return before;
      const { archived, variant: _variant, name: _name, ...fields } = patch;
      const named = await renamed(tx, old, patch);
      if (!named.ok) return named;
      const read = itemColumns(fields, old.currency, region);
      if (!read.ok) return read;
      const picture = await checkPicture(tx, fields.image_file_id);
      if (!picture.ok) return picture;
      const now = tx.clock.now();
      const archived_at = archived === undefined ? old.archived_at : archived ? (old.archived_at ?? now) : null;
      const wanted = { ...read.data, ...named.data, archived_at };
      if (Object.entries(wanted).every(([name, value]) => same(value, old[name as keyof ItemRow]))) return before;
      await tx.db
        .updateTable('exhibition_item')
        .set({ ...wanted, updated_at: now })
        .where(inOrg(tx))
        .where('id', '=', id)
        .execute();
      if (!old.variant_of) await changeVariants(tx, old, { name: named.data.name, archived_at, now });
      const after = await getItem(tx, id);
      if (after.ok)
        await audit(tx, 'exhibition.item.changed', {
          subject: { type: ITEM, id },
          part: old.stall_id,
          before: before.data,
          after: after.data,
        });
      return after;
    }),
  );
}

const same = (a: unknown, b: unknown) => (a instanceof Date && b instanceof Date ? +a === +b : a === b);

/** The name after a change; a variant's is made of its item's and its own word. */
async function renamed(
  tx: Ctx,
  old: ItemRow,
  { name, variant }: ItemPatch,
): Promise<Result<{ name?: string; variant?: string }>> {
  if (!old.variant_of) {
    if (variant !== undefined) return field('exhibition.item.variant_alone', 'variant');
    if (name === undefined) return ok({});
    return name.trim() ? ok({ name: name.trim() }) : field(BLANK, 'name');
  }
  if (name !== undefined && name.trim() !== old.name) return field('exhibition.item.variant_named', 'name');
  const word = variant?.trim();
  if (word === undefined) return ok({});
  if (word === '') return field('exhibition.item.variant_unnamed', 'variant');
  const parent = await itemRow(tx, old.variant_of).executeTakeFirstOrThrow();
  const whole = variantName(parent.name, word);
  return whole.ok ? ok({ name: whole.data, variant: word }) : whole;
}

type ParentChange = { name: string | undefined; archived_at: Date | null; now: Date };

/** Variants are named after their item, leave the sale with it, and those that left with it come back with it. */
async function changeVariants(tx: Ctx, old: ItemRow, { name, archived_at, now }: ParentChange) {
  const variants = tx.db.updateTable('exhibition_item').where(inOrg(tx)).where('variant_of', '=', old.id);
  if (name !== undefined && name !== old.name)
    await variants.set((eb) => ({ name: eb(eb.val(`${name}, `), '||', eb.ref('variant')), updated_at: now })).execute();
  if (same(archived_at, old.archived_at)) return;
  await variants
    .where('archived_at', old.archived_at ? '=' : 'is', old.archived_at)
    .set({ archived_at, updated_at: now })
    .execute();
}

const BLANK = 'exhibition.item.name_blank';
const field = (code: string, name: string) => refuse(code, undefined, { [name]: code });

const TAKEN: Record<string, { code: string; field: string }> = {
  exhibition_item_code: { code: 'exhibition.item.code_taken', field: 'code' },
  exhibition_item_quick_key: { code: 'exhibition.item.quick_key_taken', field: 'quick_key' },
  exhibition_item_variant_name: { code: 'exhibition.item.variant_taken', field: 'variant' },
};

/** Two items that are sold at an exhibition never share a code or a key, also when both are saved at once. */
async function clearly(work: () => Promise<Result<Item>>): Promise<Result<Item>> {
  try {
    return await work();
  } catch (error) {
    const taken = TAKEN[(error as { constraint?: string }).constraint ?? ''];
    if (!taken) throw error;
    return field(taken.code, taken.field);
  }
}
