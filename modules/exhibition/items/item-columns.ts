import type { Region } from '../../../kernel/lib/numbers.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { parseBillAmount } from '../amount.rule.ts';
import type { ItemInput } from './contract.ts';
import type { ItemRow } from './items.query.ts';

type Fields = Omit<ItemInput, 'exhibition_id' | 'stall_id' | 'variant_of' | 'variant' | 'stock'>;
type Stored = Pick<
  ItemRow,
  'code' | 'unit' | 'tax_basis_points' | 'hsn' | 'category' | 'colour' | 'image_file_id' | 'quick_key'
>;
type Named = Pick<ItemRow, 'name' | 'price_minor'>;
type Columns = Partial<Stored & Named>;

/** The columns of the fields that were sent; `region` says how their numbers are written. */
export function itemColumns(input: Partial<Fields>, currency: string, region: Region): Result<Columns> {
  const name = input.name?.trim();
  if (name === '') return refuse('exhibition.item.name_blank', undefined, { name: 'exhibition.item.name_blank' });
  const price = input.price === undefined ? ok(undefined) : parseBillAmount(input.price, currency, region);
  if (!price.ok) return { ...price, fields: { price: price.code } };
  const { code, unit, tax_percent, hsn, category, colour, image_file_id, quick_key } = input;
  return ok({
    ...(name !== undefined && { name }),
    ...(price.data !== undefined && { price_minor: price.data }),
    ...(code !== undefined && { code: code?.trim() || null }),
    ...(unit !== undefined && { unit }),
    ...(tax_percent !== undefined && {
      tax_basis_points: tax_percent === null ? null : Math.round(Number(tax_percent) * 100),
    }),
    ...(hsn !== undefined && { hsn }),
    ...(category !== undefined && { category: category.trim() }),
    ...(colour !== undefined && { colour }),
    ...(image_file_id !== undefined && { image_file_id }),
    ...(quick_key !== undefined && { quick_key }),
  });
}

/** "T-shirt", "M" → "T-shirt, M": what bills, lists and searches call a variant. */
export function variantName(name: string, variant: string): Result<string> {
  const whole = `${name}, ${variant}`;
  const code = 'exhibition.item.name_long';
  return whole.length <= 200 ? ok(whole) : refuse(code, { limit: 200 }, { name: code, variant: code });
}
