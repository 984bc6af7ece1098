import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { parseBillAmount } from '../amount.rule.ts';
import { exhibitionRows } from '../exhibitions/exhibitions.query.ts';
import { ITEM } from '../names.ts';
import type { Item, ItemInput, ItemPatch } from './contract.ts';
import { asItem, type ItemRow, itemRows } from './items.query.ts';

/** Adds an item to an exhibition; its price is read in the exhibition's currency. */
export async function addItem(ctx: Ctx, input: ItemInput): Promise<Result<Item>> {
  return clearly(() =>
    transaction(ctx, async (tx) => {
      // Locked, so that its currency stays the one that the price is read in.
      const exhibition = await exhibitionRows(tx)
        .where('id', '=', input.exhibition_id)
        .forKeyShare()
        .executeTakeFirst();
      if (!exhibition) return refuse('exhibition.not_found', undefined, { exhibition_id: 'exhibition.not_found' });
      const { currency } = exhibition;
      const { exhibition_id: _, ...fields } = input;
      const read = columns(tx, fields, currency);
      if (!read.ok) return read;
      const now = tx.clock.now();
      const row = await tx.db
        .insertInto('exhibition_item')
        .values({
          organization_id: orgOf(tx).id,
          id: newId(now.getTime()),
          exhibition_id: exhibition.id,
          currency,
          ...read.data,
          created_at: now,
          updated_at: now,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      const after = asItem(row);
      await audit(tx, 'exhibition.item.added', { subject: { type: ITEM, id: row.id }, after });
      return ok(after);
    }),
  );
}

/** Changes an item, archives it or brings it back. Bills that were made keep the name and price that they were made with. */
export async function changeItem(ctx: Ctx, id: string, patch: ItemPatch): Promise<Result<Item>> {
  return clearly(() =>
    transaction(ctx, async (tx) => {
      const old = await itemRows(tx).where('id', '=', id).forUpdate().executeTakeFirst();
      if (!old) return refuse('exhibition.item.not_found');
      const before = asItem(old);
      const { archived, ...fields } = patch;
      const read = columns(tx, fields, old.currency);
      if (!read.ok) return read;
      const now = tx.clock.now();
      const archived_at = archived === undefined ? old.archived_at : archived ? (old.archived_at ?? now) : null;
      const row = await tx.db
        .updateTable('exhibition_item')
        .set({ ...read.data, archived_at, updated_at: now })
        .where(inOrg(tx))
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
      const after = asItem(row);
      await audit(tx, 'exhibition.item.changed', { subject: { type: ITEM, id }, before, after });
      return ok(after);
    }),
  );
}

/** The columns of the fields that were sent. */
function columns<I extends Partial<Fields>>(ctx: Ctx, input: I, currency: string): Result<Columns<I>> {
  const name = input.name?.trim();
  if (name === '') return refuse('exhibition.item.name_blank', undefined, { name: 'exhibition.item.name_blank' });
  const price = input.price === undefined ? ok(undefined) : parseBillAmount(input.price, currency, orgOf(ctx));
  if (!price.ok) return { ...price, fields: { price: price.code } };
  const { code, tax_percent, category, quick_key } = input;
  return ok({
    ...(name !== undefined && { name }),
    ...(price.data !== undefined && { price_minor: price.data }),
    ...(code !== undefined && { code: code?.trim() || null }),
    ...(tax_percent !== undefined && {
      tax_basis_points: tax_percent === null ? null : Math.round(Number(tax_percent) * 100),
    }),
    ...(category !== undefined && { category: category.trim() }),
    ...(quick_key !== undefined && { quick_key }),
  } as Columns<I>);
}

type Fields = Omit<ItemInput, 'exhibition_id'>;
type Stored = Pick<ItemRow, 'code' | 'tax_basis_points' | 'category' | 'quick_key'>;
/** An item that is added has a name and a price. */
type Columns<I> = Partial<Stored> & (I extends Fields ? Named : Partial<Named>);
type Named = Pick<ItemRow, 'name' | 'price_minor'>;

/** Two items that are sold at an exhibition never share a code or a key, also when both are saved at once. */
async function clearly(work: () => Promise<Result<Item>>): Promise<Result<Item>> {
  try {
    return await work();
  } catch (error) {
    const { constraint } = error as { constraint?: string };
    if (constraint === 'exhibition_item_code')
      return refuse('exhibition.item.code_taken', undefined, { code: 'exhibition.item.code_taken' });
    if (constraint === 'exhibition_item_quick_key')
      return refuse('exhibition.item.quick_key_taken', undefined, { quick_key: 'exhibition.item.quick_key_taken' });
    throw error;
  }
}
