import { decimalsOf } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { divided, type RateTax, taxesOf } from './tax.rule.ts';

/** In hundredths of a percent, or an amount. */
export type Discount = { basisPoints: number } | { minor: number };

export type PricedLine = {
  unitPriceMinor: number;
  /** thousandths: three pieces are 3000, 250 g are 250 */
  quantityMilli: number;
  /** null: no tax */
  taxBasisPoints: number | null;
  discount?: Discount | undefined;
};

export type BillSum = {
  /** in the order of the lines; `discountMinor` with the line's share of the bill's discount */
  lines: { grossMinor: number; discountMinor: number; amountMinor: number }[];
  grossMinor: number;
  discountMinor: number;
  /** what the lines' sum was rounded by */
  roundingMinor: number;
  totalMinor: number;
  taxes: RateTax[];
};

/** A bill has no more lines; the table checks it too. */
export const MAX_LINES = 100;
/** Below 100,000 pieces or kilograms. */
const MAX_QUANTITY = 99_999_999;

/** A quantity in thousandths; null: it is none. Plain digits with a point, at most three decimals. */
export function readQuantity(text: string): number | null {
  const [, whole = '', fraction = ''] = /^(\d{1,5})(?:\.(\d{1,3}))?$/.exec(text) ?? [];
  if (whole === '') return null;
  const milli = Number(whole + fraction.padEnd(3, '0'));
  return milli > 0 && milli <= MAX_QUANTITY ? milli : null;
}

/** 3000 → "3", 250 → "0.25" */
export const formatQuantity = (milli: number): string => String(milli / 1000);

/** Hundredths of a percent; null: it is none, or more than all. */
export function readPercent(text: string): number | null {
  const [, whole = '', fraction = ''] = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(text) ?? [];
  const points = whole === '' ? 0 : Number(whole + fraction.padEnd(2, '0'));
  return points > 0 && points <= 10_000 ? points : null;
}

/** Pieces × price, rounded half up. */
export const grossOf = ({ unitPriceMinor, quantityMilli }: PricedLine): number =>
  divided(BigInt(unitPriceMinor) * BigInt(quantityMilli), 1000n);

/**
 * The one rule for what a bill of lines costs. Each line's own discount is taken off first; the bill's discount is taken
 * of what is left and shared out over the lines by it, so that each line has its tax of what is paid for it. `whole`: the
 * total is rounded to whole units of the currency.
 *
 * Refuses a discount that is more than what it is taken off, with the line it is at.
 */
export function sumLines(
  lines: readonly PricedLine[],
  { discount, whole, currency }: { discount?: Discount | undefined; whole: boolean; currency: string },
): Result<BillSum> {
  const own: { grossMinor: number; left: number }[] = [];
  for (const [at, line] of lines.entries()) {
    const grossMinor = grossOf(line);
    const off = taken(line.discount, grossMinor);
    if (off > grossMinor) return refuse('exhibition.bill.discount_too_large', { line: at + 1 });
    own.push({ grossMinor, left: grossMinor - off });
  }
  const left = own.map((line) => line.left);
  const subtotal = sum(left);
  const off = taken(discount, subtotal);
  if (off > subtotal) return refuse('exhibition.bill.discount_too_large', { line: 0 });
  const shares = shareOut(off, left);
  const summed = own.map(({ grossMinor, left: before }, at) => {
    const amountMinor = before - (shares[at] ?? 0);
    return { grossMinor, discountMinor: grossMinor - amountMinor, amountMinor };
  });
  const exact = subtotal - off;
  const unit = whole ? 10 ** decimalsOf(currency) : 1;
  const totalMinor = divided(BigInt(exact), BigInt(unit)) * unit;
  const grossMinor = sum(own.map((line) => line.grossMinor));
  return ok({
    lines: summed,
    grossMinor,
    discountMinor: grossMinor - exact,
    roundingMinor: totalMinor - exact,
    totalMinor,
    taxes: taxesOf(
      summed.map(({ amountMinor }, at) => ({ amountMinor, basisPoints: lines[at]?.taxBasisPoints ?? null })),
    ),
  });
}

const taken = (discount: Discount | undefined, of: number): number => {
  if (!discount) return 0;
  return 'minor' in discount ? discount.minor : divided(BigInt(of) * BigInt(discount.basisPoints), 10_000n);
};

/** An amount in parts that make it exactly, by weights: the largest remainders get the units that rounding leaves. */
export function shareOut(minor: number, weights: readonly number[]): number[] {
  const all = BigInt(sum(weights));
  if (minor === 0 || all === 0n) return weights.map(() => 0);
  const exact = weights.map((weight) => BigInt(minor) * BigInt(weight));
  const parts = exact.map((part) => Number(part / all));
  const order = exact
    .map((part, at) => ({ at, rest: part % all }))
    .sort((a, b) => (a.rest === b.rest ? a.at - b.at : a.rest < b.rest ? 1 : -1));
  for (const { at } of order.slice(0, minor - sum(parts))) parts[at] = (parts[at] ?? 0) + 1;
  return parts;
}

/**
 * Whether a bill's discounts need a supervisor: more than so many percent of the bill or of one line, which could be
 * given away on a long bill. 0: no limit. A line may be one minor unit above, by rounding.
 */
export function discountsAbove(percent: number, { grossMinor, discountMinor, lines }: BillSum): boolean {
  if (percent <= 0) return false;
  return [{ grossMinor, discountMinor }, ...lines].some(
    (one) => one.discountMinor > Math.ceil((one.grossMinor * percent) / 100),
  );
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
