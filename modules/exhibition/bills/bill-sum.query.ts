import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Refusal, type Result, refuse } from '../../../kernel/lib/result.ts';
import { billAmount, needsConfirming, parseBillAmount } from '../amount.rule.ts';
import type { ItemRow } from '../items/items.query.ts';
import { itemsOnSale } from '../items/items-on-sale.query.ts';
import type { BillInput, LineInput } from './contract.ts';
import {
  type BillSum,
  type Discount,
  formatQuantity,
  grossOf,
  type PricedLine,
  readPercent,
  readQuantity,
  sumLines,
} from './lines.rule.ts';
import type { MadeSale } from './made.rule.ts';
import { type RateTax, taxesOf } from './tax.rule.ts';

export type Where = {
  exhibition_id: string;
  /** null: the house's own desk */
  stall_id: string | null;
  currency: string;
  tax_basis_points: number | null;
  /** those that its lines name */
  items: Map<string, ItemRow>;
  /** it was sold without a network, at the prices that its lines say */
  made?: MadeSale | undefined;
};

/** The items that a new bill names. */
export const itemsNamed = (ctx: Ctx, { lines = [] }: BillInput, made?: MadeSale): Promise<Map<string, ItemRow>> =>
  itemsOnSale(ctx, [...new Set(lines.flatMap(({ item_id }) => item_id ?? []))], { archived: made !== undefined });

/** A line as it is stored, without its bill. */
type NewLine = {
  position: number;
  item_id: string | null;
  name: string;
  code: string | null;
  hsn: string | null;
  unit: 'piece' | 'kg';
  quantity_milli: number;
  unit_price_minor: number;
  discount_minor: number;
  amount_minor: number;
  tax_basis_points: number | null;
  /** Whether its item has a stock, which it is taken from. */
  counted: boolean;
};

/** What a bill asks for, and of what. */
export type NewSum = {
  amount_minor: number;
  description: string;
  lines: NewLine[];
  discount_minor: number;
  discount_reason: string | null;
  rounding_minor: number;
  taxes: RateTax[];
  /** null: a free amount */
  sum: BillSum | null;
};

/** In India bills end in whole rupees (section 170 of the CGST Act); the difference has a line of its own. */
export const roundsTotal = (ctx: Ctx, currency: string): boolean => orgOf(ctx).country === 'IN' && currency === 'INR';

/**
 * What a new bill asks for: the amount that was typed, or the sum of its lines at the server's prices. A bill above the
 * organization's limit needs its amount twice: one zero too many is easily typed.
 *
 * Refusals: `exhibition.bill.amount_or_lines`, `lines_only`, `total_changed`, `confirm_amount`, those of an amount, a
 * quantity, an item or a discount, each at its field; a line is the field `lines.0`, `lines.1`, …
 */
export function billSum(ctx: Ctx, input: BillInput, where: Where, confirmAbove: number): Result<NewSum> {
  const read = input.lines ? ofLines(ctx, input, input.lines, where) : freeAmount(ctx, input, where);
  if (!read.ok) return read;
  const { currency } = where;
  const { amount_minor } = read.data;
  if (input.expected_total !== undefined) {
    const expected = parseBillAmount(input.expected_total, currency, orgOf(ctx));
    if (!expected.ok || expected.data !== amount_minor) {
      const total = formatAmount(amount_minor, currency);
      return at('expected_total', refuse('exhibition.bill.total_changed', { total, currency }));
    }
  }
  if (!needsConfirming(amount_minor, currency, confirmAbove)) return read;
  const again = parseBillAmount(input.confirmed_amount ?? '', currency, orgOf(ctx));
  if (again.ok && again.data === amount_minor) return read;
  const amount = formatAmount(amount_minor, currency);
  return at('confirmed_amount', refuse('exhibition.bill.confirm_amount', { amount, currency }));
}

const at = (field: string, refusal: Refusal): Refusal => ({ ...refusal, fields: { [field]: refusal.code } });

function freeAmount(ctx: Ctx, input: BillInput, { currency, tax_basis_points }: Where): Result<NewSum> {
  if (input.amount === undefined) return at('amount', refuse('exhibition.bill.amount_or_lines'));
  if (input.discount !== undefined) return at('discount', refuse('exhibition.bill.lines_only'));
  const amount = parseBillAmount(input.amount, currency, orgOf(ctx));
  if (!amount.ok) return at('amount', amount);
  return ok({
    amount_minor: amount.data,
    description: (input.description ?? '').trim(),
    lines: [],
    discount_minor: 0,
    discount_reason: null,
    rounding_minor: 0,
    taxes: taxesOf([{ amountMinor: amount.data, basisPoints: tax_basis_points }]),
    sum: null,
  });
}

function ofLines(ctx: Ctx, input: BillInput, given: LineInput[], where: Where): Result<NewSum> {
  const { currency } = where;
  if (input.amount !== undefined) return at('amount', refuse('exhibition.bill.amount_or_lines'));
  const sold: (PricedLine & Named)[] = [];
  for (const [index, line] of given.entries()) {
    const read = readLine(ctx, line, where);
    if (!read.ok) return at(`lines.${index}`, read);
    sold.push(read.data);
  }
  const discount = readDiscount(ctx, input.discount, currency);
  if (!discount.ok) return at('discount', discount);
  const summed = sumLines(sold, { currency, whole: roundsTotal(ctx, currency), discount: discount.data });
  if (!summed.ok) {
    const { line } = summed.detail as { line: number };
    return at(line > 0 ? `lines.${line - 1}` : 'discount', summed);
  }
  const { totalMinor, discountMinor, roundingMinor, taxes } = summed.data;
  const amount = billAmount(totalMinor, currency);
  if (!amount.ok) return at('lines', amount);
  const reason = input.discount_reason?.trim() || null;
  if (discountMinor > 0 && reason === null) return at('discount_reason', refuse('exhibition.bill.discount_reason'));
  return ok({
    amount_minor: amount.data,
    description: (input.description?.trim() || inWords(sold)).slice(0, 500),
    lines: sold.map((line, index) => ({
      position: index + 1,
      item_id: line.item_id,
      name: line.name,
      code: line.code,
      hsn: line.hsn,
      unit: line.unit,
      quantity_milli: line.quantityMilli,
      unit_price_minor: line.unitPriceMinor,
      discount_minor: summed.data.lines[index]?.discountMinor ?? 0,
      amount_minor: summed.data.lines[index]?.amountMinor ?? 0,
      tax_basis_points: line.taxBasisPoints,
      counted: line.counted,
    })),
    discount_minor: discountMinor,
    discount_reason: discountMinor > 0 ? reason : null,
    rounding_minor: roundingMinor,
    taxes,
    sum: summed.data,
  });
}

type Named = Pick<NewLine, 'item_id' | 'name' | 'code' | 'hsn' | 'unit' | 'counted'>;
type Priced = PricedLine & Named;

function readLine(ctx: Ctx, line: LineInput, where: Where): Result<Priced> {
  const { currency, tax_basis_points } = where;
  const quantityMilli = readQuantity(line.quantity ?? '1');
  if (quantityMilli === null) return refuse('exhibition.bill.quantity_malformed');
  const discount = readDiscount(ctx, line.discount, currency);
  if (!discount.ok) return discount;
  const what = line.item_id === undefined ? typed(ctx, line, currency) : listed(ctx, line, where);
  if (!what.ok) return what;
  const { tax = tax_basis_points, unitPriceMinor, ...named } = what.data;
  if (named.unit === 'piece' && quantityMilli % 1000 > 0) return refuse('exhibition.bill.pieces_whole');
  const priced = { ...named, unitPriceMinor, quantityMilli, taxBasisPoints: tax, discount: discount.data };
  const gross = billAmount(grossOf(priced), currency);
  return gross.ok ? ok(priced) : gross;
}

type What = Named & { unitPriceMinor: number; tax?: number };

function typed(ctx: Ctx, { description = '', price }: LineInput, currency: string): Result<What> {
  if (price === undefined) return refuse('exhibition.bill.line_incomplete');
  const minor = parseBillAmount(price, currency, orgOf(ctx));
  if (!minor.ok) return minor;
  return ok({
    item_id: null,
    name: description.trim(),
    code: null,
    hsn: null,
    unit: 'piece',
    counted: false,
    unitPriceMinor: minor.data,
  });
}

function listed(
  ctx: Ctx,
  { item_id = '', price, description }: LineInput,
  { items, exhibition_id, stall_id, currency, made }: Where,
): Result<What> {
  if ((price !== undefined && !made) || description !== undefined) return refuse('exhibition.bill.line_incomplete');
  const item = items.get(item_id);
  if (item?.exhibition_id !== exhibition_id) return refuse('exhibition.bill.item_not_sold');
  if (item.stall_id !== stall_id) return refuse('exhibition.bill.other_stall', { item: item.name });
  const { name, code, hsn, unit, price_minor, tax_basis_points } = item;
  const sold = price === undefined ? ok(price_minor) : parseBillAmount(price, currency, orgOf(ctx));
  if (!sold.ok) return sold;
  const unitPriceMinor = sold.data;
  if (unitPriceMinor !== price_minor) made?.notes.add('price');
  if (item.archived_at !== null) made?.notes.add('archived');
  return ok({
    item_id,
    name,
    code,
    hsn,
    unit: unit as NewLine['unit'],
    counted: item.stock_milli !== null,
    unitPriceMinor,
    ...(tax_basis_points !== null && { tax: tax_basis_points }),
  });
}

function readDiscount(ctx: Ctx, given: LineInput['discount'], currency: string): Result<Discount | undefined> {
  if (given === undefined) return ok(undefined);
  if (given.percent !== undefined) {
    const basisPoints = readPercent(given.percent);
    return basisPoints === null ? refuse('exhibition.bill.discount_malformed') : ok({ basisPoints });
  }
  const minor = parseBillAmount(given.amount ?? '', currency, orgOf(ctx));
  return minor.ok ? ok({ minor: minor.data }) : minor;
}

/** What people read of a bill in a list: "3 × Clay bowl, Tea". */
const inWords = (lines: Priced[]): string =>
  lines
    .map(({ name, quantityMilli, unit }) => {
      const quantity = formatQuantity(quantityMilli) + (unit === 'kg' ? ' kg' : '');
      return quantity === '1' ? name : `${quantity} × ${name}`;
    })
    .filter((words) => words !== '')
    .join(', ');
