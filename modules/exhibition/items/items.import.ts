import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { defineImport, type Existing } from '../../../kernel/imports/index.ts';
import { PLAIN } from '../../../kernel/lib/numbers.ts';
import { ok, type Refusal, type Result, refuse } from '../../../kernel/lib/result.ts';
import { exhibitionFor } from '../exhibitions/open-exhibition.query.ts';
import { type ItemTableRow, readItemRow } from './import-row.rule.ts';
import { variantName } from './item-columns.ts';
import { addItem, changeItem } from './save-item.action.ts';

type Context = { exhibition_id: string; currency: string };

/**
 * Items from a list, into one exhibition. A row is that of an item that is there by its ID (of our own export), by its
 * code, or by its name where one of the two has no code. An empty cell changes nothing of an item that is there, and its
 * stock is never changed by a list: sales went on since it was written. A row with a variant belongs to the item of its
 * name, which is added when it is not there.
 */
export const itemsImport = defineImport<ItemTableRow, Context>({
  name: 'exhibition.items',
  permission: 'exhibition.manage',
  columns: [
    {
      key: 'name',
      titles: [
        'Name',
        'Item',
        'Item name',
        'Product',
        'Product name',
        'Title',
        'नाम',
        'Nombre',
        'Artículo',
        'Producto',
      ],
      required: true,
      example: 'Clay bowl',
    },
    { key: 'variant', titles: ['Variant', 'Size', 'प्रकार', 'Variante'] },
    {
      key: 'code',
      titles: ['Code', 'Barcode', 'SKU', 'EAN', 'कोड', 'बारकोड', 'Código', 'Código de barras'],
      example: '8901234567894',
    },
    { key: 'price', titles: ['Price', 'MRP', 'Rate', 'कीमत', 'Precio'], required: true, example: '75.50' },
    { key: 'currency', titles: ['Currency', 'मुद्रा', 'Moneda'] },
    { key: 'unit', titles: ['Unit', 'इकाई', 'Unidad'], example: 'piece' },
    {
      key: 'tax_percent',
      titles: [
        'Tax rate, %',
        'Tax percent',
        'Tax',
        'Tax rate',
        'GST',
        'VAT',
        'कर की दर, %',
        'Tipo de impuesto, %',
        'IVA',
      ],
      example: '5',
    },
    { key: 'hsn', titles: ['HSN', 'HSN code', 'HSN/SAC', 'SAC'], example: '6912' },
    { key: 'category', titles: ['Category', 'श्रेणी', 'Categoría'], example: 'Clay' },
    { key: 'colour', titles: ['Colour', 'Color', 'रंग'], example: 'orange' },
    { key: 'quick_key', titles: ['Quick key', 'Key', 'त्वरित कुंजी', 'Tecla rápida'], example: '1' },
    { key: 'stock', titles: ['Stock', 'In stock', 'Quantity', 'स्टॉक', 'Existencias'], example: '40' },
    { key: 'archived', titles: ['Archived', 'संग्रहित', 'Archivado'] },
    // For a file that was exported here; a new item gets a new ID.
    { key: 'id', titles: ['Item ID', 'आइटम आईडी', 'ID del artículo'] },
  ],
  async prepare(ctx, { exhibition_id }) {
    const exhibition = await exhibitionFor(ctx, exhibition_id || undefined);
    if (!exhibition.ok) return exhibition;
    return ok({ exhibition_id: exhibition.data.id, currency: exhibition.data.currency });
  },
  parseRow: (ctx, raw, { currency }) => readItemRow(raw, currency, orgOf(ctx)),
  unique: [
    { column: 'quick_key', of: ({ quick_key, archived }) => (quick_key && !archived ? String(quick_key) : null) },
  ],
  same: [
    { column: 'id', of: ({ id }) => id },
    { column: 'code', of: ({ id, code, archived }) => (id || archived ? null : code) },
    { column: 'name', of: (row) => (row.id || row.code || row.archived ? null : wholeName(row)) },
  ],
  async findSame(ctx, rows, context) {
    const find = await finder(ctx, context);
    return rows.map((row): Existing | null => {
      const found = find(row);
      return found && { id: found.item.id, code: found.item.code ?? '', name: found.item.name, column: found.column };
    });
  },
  async checkRows(ctx, rows, context) {
    const find = await finder(ctx, context);
    return rows.map((row) => {
      if (!row.quick_key || row.archived) return null;
      const holder = find.holder(row.quick_key);
      return holder && holder.id !== find(row)?.item.id ? taken() : null;
    });
  },
  async updateRows(tx, rows) {
    for (const { row, id } of rows) {
      const changed = await changeItem(tx, id, patchOf(row), PLAIN);
      if (!changed.ok) return changed;
      // A variant follows its item's name, and does not move to another item.
      if (row.variant && changed.data.name.toLowerCase() !== wholeName(row))
        return refuse('exhibition.item.variant_named', undefined, { name: 'exhibition.item.variant_named' });
    }
    return ok(null);
  },
  async writeRows(tx, rows, context, { made }) {
    for (const row of rows) {
      const id = await addRow(tx, row, context);
      if (!id.ok) return id;
      made(id.data);
    }
    return ok(null);
  },
});

const taken = (): Refusal => refuse('exhibition.item.quick_key_taken', undefined, { quick_key: TAKEN });
const TAKEN = 'exhibition.item.quick_key_taken';

/** As a bill would name it, in small letters. */
const wholeName = ({ name, variant }: ItemTableRow) => (variant ? `${name}, ${variant}` : name).toLowerCase();

function patchOf(row: ItemTableRow) {
  const { id: _id, name, variant, stock: _stock, ...rest } = row;
  const filled = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null));
  return { ...filled, ...(variant ? { variant } : { name }) };
}

async function addRow(tx: Ctx, row: ItemTableRow, { exhibition_id }: Context): Promise<Result<string>> {
  const { id: _id, name, variant, archived, stock, unit, category, ...rest } = row;
  const base = { exhibition_id, ...rest, ...(unit && { unit }), ...(category && { category }) };
  const variant_of = variant === null ? undefined : await parentOf(tx, row, base);
  if (variant_of && !variant_of.ok) return variant_of;
  const added = await addItem(
    tx,
    variant_of ? { ...base, variant_of: variant_of.data, variant: variant as string, stock } : { ...base, name, stock },
    PLAIN,
  );
  if (!added.ok) return added;
  if (!archived) return ok(added.data.id);
  const gone = await changeItem(tx, added.data.id, { archived: true });
  return gone.ok ? ok(gone.data.id) : gone;
}

/** The item that a variant's row names, or a new one with what the row says of all its variants. */
async function parentOf(
  tx: Ctx,
  { name, variant }: ItemTableRow,
  base: Parameters<typeof addItem>[1],
): Promise<Result<string>> {
  const whole = variantName(name, variant ?? '');
  if (!whole.ok) return whole;
  const there = await tx.db
    .selectFrom('exhibition_item')
    .select('id')
    .where(inOrg(tx))
    .where('exhibition_id', '=', base.exhibition_id)
    .where('stall_id', 'is not distinct from', base.stall_id ?? null)
    .where('archived_at', 'is', null)
    .where('variant_of', 'is', null)
    .where((eb) => eb(eb.fn<string>('lower', ['name']), '=', name.toLowerCase()))
    .orderBy('id')
    .executeTakeFirst();
  if (there) return ok(there.id);
  const added = await addItem(tx, { ...base, name, code: null, quick_key: null }, PLAIN);
  return added.ok ? ok(added.data.id) : added;
}

/** Finds the item of a row among all of the exhibition; there are hundreds, so they are read at once. */
async function finder(ctx: Ctx, { exhibition_id }: Context) {
  const items = await ctx.db
    .selectFrom('exhibition_item')
    .select(['id', 'name', 'code', 'quick_key', 'archived_at', 'stall_id'])
    .where(inOrg(ctx))
    .where('exhibition_id', '=', exhibition_id)
    .orderBy('id')
    .execute();
  // A list brings the house's own items; those of stalls are named by their ID.
  const onSale = items.filter(({ archived_at, stall_id }) => archived_at === null && stall_id === null);
  const byId = new Map(items.map((item) => [item.id, item]));
  const byCode = new Map(onSale.map((item) => [item.code, item]));
  const byKey = new Map(onSale.map((item) => [item.quick_key, item]));
  const byName = Map.groupBy(onSale, ({ name }) => name.toLowerCase());
  const find = (row: ItemTableRow) => {
    const own = row.id ? byId.get(row.id) : undefined;
    if (own) return { item: own, column: 'id' };
    if (row.archived) return null;
    const coded = row.code ? byCode.get(row.code) : undefined;
    if (coded) return { item: coded, column: 'code' };
    const named = byName.get(wholeName(row))?.find((item) => !row.code || !item.code);
    return named ? { item: named, column: 'name' } : null;
  };
  return Object.assign(find, { holder: (key: number) => byKey.get(key) });
}
