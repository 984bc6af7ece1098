import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { divided, lessTaxes, type RateTax, taxesBetween, taxesOf } from './tax.rule.ts';

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
  return moneyOfReturned(bill, withBack(lines, back)) - moneyOfReturned(bill, lines);
}

/** All the money that went back with lines so far. */
function moneyOfReturned(bill: { amount_minor: number }, lines: readonly SoldLine[]): number {
  const sold = lines.reduce((sum, line) => sum + line.amount_minor, 0);
  const returned = lines.reduce((sum, line) => sum + line.returned_minor, 0);
  return sold === 0 ? 0 : divided(BigInt(bill.amount_minor) * BigInt(returned), BigInt(sold));
}

/** The lines as they are after some came back. */
export function withBack<L extends SoldLine>(lines: readonly L[], back: readonly Back<SoldLine>[]): L[] {
  const now = new Map(back.map(({ line, amountMinor }) => [line.position, amountMinor]));
  return lines.map((line) => ({ ...line, returned_minor: line.returned_minor + (now.get(line.position) ?? 0) }));
}

/**
 * What of the money that is in a bill is tax, by rate; `charged` is what the whole bill has. Lines that came back took
 * their own taxes with them, other refunds their share of what was left of it. Whatever moves money states the difference
 * of this before and after, so that payments, refunds, returns and a void add up, in any order.
 */
export function taxesIn(
  bill: { amount_minor: number; paid_minor: number; refunded_minor: number },
  charged: readonly RateTax[],
  lines: readonly SoldLine[],
): RateTax[] {
  const { amount_minor, paid_minor, refunded_minor } = bill;
  const returned = taxesOf(
    lines.map(({ returned_minor, tax_basis_points }) => ({
      amountMinor: returned_minor,
      basisPoints: tax_basis_points,
    })),
  );
  const withLines = moneyOfReturned(bill, lines);
  const stayed = amount_minor - withLines;
  const left = taxesBetween(lessTaxes(charged, returned), stayed, { from: refunded_minor - withLines, to: stayed });
  return taxesBetween(left, amount_minor - refunded_minor, { from: 0, to: paid_minor - refunded_minor });
}
