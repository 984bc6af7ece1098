import { formatAmount } from '../../../kernel/lib/money.ts';
import { PLAIN, type Region, typedNumber } from '../../../kernel/lib/numbers.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { parseBillAmount } from '../amount.rule.ts';
import { COLOURS, type Colour, type Unit } from './looks.rule.ts';
import { readStock, showQuantity } from './quantity.rule.ts';

/** A row of a list of items; null: its cell is empty, and an item that is there already keeps what it has. */
export type ItemTableRow = {
  id: string | null;
  name: string;
  variant: string | null;
  code: string | null;
  price: string;
  unit: Unit | null;
  tax_percent: string | null;
  hsn: string | null;
  category: string | null;
  colour: Colour | null;
  quick_key: number | null;
  stock: string | null;
  archived: boolean | null;
};

const UNIT_WORDS: Record<Unit, string[]> = {
  piece: ['piece', 'pieces', 'pc', 'pcs', 'nos', 'no', 'unidad', 'pieza', 'नग', 'पीस'],
  kg: ['kg', 'kgs', 'kilo', 'kilogram', 'kilogramo', 'किलो', 'किग्रा'],
};
const ARCHIVED_WORDS = { yes: ['yes', 'y', 'true', '1', 'x', 'हाँ', 'sí', 'si'], no: ['no', 'n', 'false', '0', 'नहीं'] };
const LIMITS = { name: 200, variant: 60, code: 64, category: 60 };
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Reads a row as text. With its currency a price was written by a program, ours for one, and has a decimal point;
 * without, by a person of the organization's `region`.
 */
export function readItemRow(raw: Record<string, string>, currency: string, region: Region): Result<ItemTableRow> {
  const cell = (key: string) => raw[key]?.trim() || null;
  for (const [key, limit] of Object.entries(LIMITS))
    if ((cell(key)?.length ?? 0) > limit) return refuse('http.invalid', { limit }, { [key]: 'field.maxLength' });
  const fault = (key: string, code: string) => refuse(code, undefined, { [key]: code });
  const name = cell('name');
  if (!name) return fault('name', 'exhibition.item.name_blank');
  const named = cell('currency')?.toUpperCase();
  if (named && named !== currency)
    return refuse('exhibition.item.other_currency', { currency }, { currency: 'exhibition.item.other_currency' });
  const numbers = named ? PLAIN : region;
  const price = parseBillAmount(raw.price ?? '', currency, numbers);
  if (!price.ok) return { ...price, fields: { price: price.code } };
  const unitWord = cell('unit')?.toLowerCase().replace(/\.$/, '');
  const unit = unitWord ? (Object.keys(UNIT_WORDS) as Unit[]).find((one) => UNIT_WORDS[one].includes(unitWord)) : null;
  if (unit === undefined) return fault('unit', 'exhibition.item.unit_unknown');
  const tax = cell('tax_percent')?.replace(/\s*%$/, '');
  const tax_percent = tax ? typedNumber(tax, 2, numbers) : null;
  if (tax_percent && !/^\d{1,2}(\.\d{1,2})?$/.test(tax_percent))
    return fault('tax_percent', 'exhibition.item.tax_malformed');
  const hsn = cell('hsn')?.replaceAll(/[\s.]/g, '') ?? null;
  if (hsn && !/^\d{4,8}$/.test(hsn)) return fault('hsn', 'exhibition.item.hsn_malformed');
  const colourWord = cell('colour')?.toLowerCase();
  const colour = colourWord ? COLOURS.find((one) => one === colourWord) : null;
  if (colour === undefined) return fault('colour', 'exhibition.item.colour_unknown');
  const key = cell('quick_key');
  if (key && !/^[1-9]\d?$/.test(key)) return fault('quick_key', 'exhibition.item.quick_key_malformed');
  const counted = cell('stock');
  const stock = counted === null ? ok(null) : readStock(counted.replace(/^-/, ''), unit ?? 'piece', numbers);
  if (!stock.ok) return fault('stock', stock.code);
  const archivedWord = cell('archived')?.toLowerCase();
  const archived = archivedWord ? ARCHIVED_WORDS.yes.includes(archivedWord) : null;
  if (archivedWord && !archived && !ARCHIVED_WORDS.no.includes(archivedWord))
    return fault('archived', 'exhibition.item.archived_unknown');
  const id = cell('id');
  return ok({
    id: id && UUID.test(id) ? id.toLowerCase() : null,
    name,
    variant: cell('variant'),
    code: cell('code'),
    price: formatAmount(price.data, currency),
    unit,
    tax_percent,
    hsn,
    category: cell('category'),
    colour,
    quick_key: key ? Number(key) : null,
    // Sold below nothing: a new item begins with nothing.
    stock: stock.data === null ? null : counted?.startsWith('-') ? '0' : showQuantity(stock.data),
    archived,
  });
}
