import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { divided, type RateTax, taxesOf } from './tax.rule.ts';

/** A line of a bill, and how much of it came back before. */
export type SoldLine = {
  position: number;
  unit: string;
  quantity_milli: number;
  amount_minor: number;
  returned_milli: number;
  returned_minor: number;
  tax_basis_points: number | null;
};
export type Back<L extends SoldLine> = { line: L; quantityMilli: number; amountMinor: number };

/**
 * What lines that come back give back. Of a line in parts each gives back the difference of what is contained before and
 * after, so all of it gives back exactly what was paid for it. Refuses what was not sold or came back before.
 */
export function linesBack<L extends SoldLine>(
  lines: readonly L[],
  wanted: readonly { position: number; quantityMilli: number }[],
): Result<Back<L>[]> {
  const quantities = new Map<number, number>();
  for (const { position, quantityMilli } of wanted)
    quantities.set(position, (quantities.get(position) ?? 0) + quantityMilli);
  const back: Back<L>[] = [];
  for (const [position, quantityMilli] of quantities) {
    const line = lines.find((one) => one.position === position);
    if (!line) return refuse('exhibition.return.no_line', { line: position });
    if (line.unit === 'piece' && quantityMilli % 1000 > 0) return refuse('exhibition.bill.pieces_whole');
    const after = line.returned_milli + quantityMilli;
    if (after > line.quantity_milli)
      return refuse('exhibition.return.too_much', {
        line: position,
        left: (line.quantity_milli - line.returned_milli) / 1000,
      });
    const minor = divided(BigInt(line.amount_minor) * BigInt(after), BigInt(line.quantity_milli));
    back.push({ line, quantityMilli, amountMinor: minor - line.returned_minor });
  }
  return ok(back);
}

/**
 * The money that goes back with them: the lines' amounts, with their share of what the bill's total was rounded by, so
 * that all lines of a bill give back all of it.
 */
export function moneyBack(bill: { amount_minor: number }, lines: readonly SoldLine[], back: Back<SoldLine>[]): number {
  const sold = lines.reduce((sum, line) => sum + line.amount_minor, 0);
  const before = lines.reduce((sum, line) => sum + line.returned_minor, 0);
  const after = before + back.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  if (sold === 0) return 0;
  const part = (minor: number) => divided(BigInt(bill.amount_minor) * BigInt(minor), BigInt(sold));
  return part(after) - part(before);
}

/** What of it is tax, by rate. */
export function taxesBack(lines: readonly SoldLine[], back: Back<SoldLine>[]): RateTax[] {
  const of = (minor: (line: SoldLine) => number) =>
    taxesOf(lines.map((line) => ({ amountMinor: minor(line), basisPoints: line.tax_basis_points })));
  const now = new Map(back.map(({ line, amountMinor }) => [line.position, amountMinor]));
  const before = of((line) => line.returned_minor);
  const after = of((line) => line.returned_minor + (now.get(line.position) ?? 0));
  return after.map((rate, at) => ({
    basis_points: rate.basis_points,
    net_minor: rate.net_minor - (before[at]?.net_minor ?? 0),
    tax_minor: rate.tax_minor - (before[at]?.tax_minor ?? 0),
  }));
}
