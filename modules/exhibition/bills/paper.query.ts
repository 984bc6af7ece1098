import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import type { Snapshot } from '../../../kernel/documents/index.ts';
import { formatMoney, localeIn, t } from '../../../kernel/i18n/index.ts';
import { percent } from '../exhibitions/exhibitions.query.ts';
import { gstOf, type NamedTax, stateOfSeller } from '../gst.rule.ts';
import type { BillLineRow } from './bill-lines.query.ts';
import { formatQuantity, grossOf } from './lines.rule.ts';
import { divided, type Moved, type RateTax } from './tax.rule.ts';

type Line = Snapshot['lines'][number];
/**
 * What a refund for returned lines tells its bill: what the credit note states, the taxes in the bill's money, and the
 * store credit that it goes to, if it does.
 */
export type ReturnedLines = { lines: Line[]; taxes: Moved; creditId: string | null };
export type PaperBill = {
  code: string;
  description: string;
  created_at: Date;
  amount_minor: number;
  rounding_minor: number;
  currency: string;
};

export const localeOf = (tx: Ctx) => localeIn(orgOf(tx).language, orgOf(tx).country);

/** How a document's line names a bill: a document has only what people see, and no ids. */
export const lineOf = ({ code, description }: Pick<PaperBill, 'code' | 'description'>): string =>
  `${code} ${description}`.trim();

/** What a document says of so much of a bill's money: its lines, if that is all of them, else one line for the bill. */
export function paperLines(tx: Ctx, bill: PaperBill, lines: BillLineRow[], amountMinor: number): Line[] {
  const at = bill.created_at.toISOString();
  const left = leftOf(lines);
  const rounding = roundingOn(bill, left, amountMinor);
  if (rounding === null) {
    const whole = amountMinor === bill.amount_minor;
    return [{ description: whole ? lineOf(bill) : partOf(tx, bill), amountMinor, at }];
  }
  const named = left.map((line) => paperLine(bill, line));
  if (rounding === 0) return named;
  const description = t(orgOf(tx).language, 'documents.rounding');
  return [...named, { description, amountMinor: rounding, at, ref: bill.code, rounding: true }];
}

/** What so much money of a bill is beside what is left of its lines; null: the lines do not make it. */
function roundingOn(bill: PaperBill, left: Some[], amountMinor: number): number | null {
  const rest = left.reduce((all, line) => all - line.amountMinor, amountMinor);
  return left.length > 0 && Math.abs(rest) <= Math.abs(bill.rounding_minor) ? rest : null;
}

type Some = { row: BillLineRow; quantityMilli: number; amountMinor: number };

/** What is left of lines of which some came back. */
const leftOf = (lines: BillLineRow[]): Some[] =>
  lines
    .map((row) => ({
      row,
      quantityMilli: row.quantity_milli - row.returned_milli,
      amountMinor: row.amount_minor - row.returned_minor,
    }))
    .filter(({ quantityMilli }) => quantityMilli > 0);

/** So much of a line, as a document says it. */
export function paperLine(bill: PaperBill, { row, quantityMilli, amountMinor }: Some): Line {
  const gross = grossOf({ unitPriceMinor: row.unit_price_minor, quantityMilli, taxBasisPoints: null });
  const discountMinor = gross - amountMinor;
  return {
    description: row.name || '—',
    amountMinor,
    at: bill.created_at.toISOString(),
    ref: bill.code,
    quantity: formatQuantity(quantityMilli) + (row.unit === 'kg' ? ' kg' : ''),
    unitPriceMinor: row.unit_price_minor,
    ...(discountMinor !== 0 && { discountMinor }),
    ...(row.hsn !== null && { hsn: row.hsn }),
  };
}

/** A line of less than the bill says so. */
function partOf(tx: Ctx, bill: PaperBill): string {
  const amount = formatMoney(bill.amount_minor, bill.currency, { locale: localeOf(tx) });
  return `${lineOf(bill)} ${t(orgOf(tx).language, 'documents.exhibition.part_of', { amount })}`;
}

export type TaxPlace = { tax_label: string | null; supply_state: string | null; currency: string };

/** Where a sale is taxed by India's law: the states of the seller and of the supply; null: elsewhere, or no GSTIN. */
export function gstPlace(tx: Ctx, { supply_state, currency }: TaxPlace, seller: string[]) {
  if (orgOf(tx).country !== 'IN' || currency !== 'INR') return null;
  const state = stateOfSeller(seller.join('\n'));
  return state === null ? null : { seller: state, supply: supply_state ?? state };
}

/** Taxes as a document names them; `seller` is what it says of the seller. */
export function namedTaxes(tx: Ctx, place: TaxPlace, seller: string[], taxes: RateTax[]): NamedTax[] {
  const gst = gstPlace(tx, place, seller);
  const label = place.tax_label ?? t(orgOf(tx).language, 'documents.exhibition.tax');
  return taxes
    .filter(({ basis_points, tax_minor }) => basis_points > 0 && tax_minor !== 0)
    .flatMap((tax) =>
      gst
        ? gstOf(tax, gst)
        : [{ label, percent: percent(tax.basis_points), netMinor: tax.net_minor, amountMinor: tax.tax_minor }],
    );
}

/** Named taxes less others; those of which nothing is left are left out. */
export function lessNamed(all: readonly NamedTax[], off: readonly NamedTax[]): NamedTax[] {
  const left = new Map(all.map((tax) => [`${tax.label} ${tax.percent}`, tax]));
  for (const { label, percent: rate, netMinor, amountMinor } of off) {
    const before = left.get(`${label} ${rate}`) ?? { netMinor: 0, amountMinor: 0 };
    left.set(`${label} ${rate}`, {
      label,
      percent: rate,
      netMinor: before.netMinor - netMinor,
      amountMinor: before.amountMinor - amountMinor,
    });
  }
  return [...left.values()].filter(({ amountMinor }) => amountMinor !== 0);
}

/** What of named taxes is in a part of their money. */
export function partOfNamed(taxes: readonly NamedTax[], totalMinor: number, partMinor: number): NamedTax[] {
  const part = (minor: number) =>
    Math.sign(minor) * divided(BigInt(Math.abs(minor)) * BigInt(partMinor), BigInt(totalMinor));
  return taxes
    .map((tax) => ({ ...tax, netMinor: part(tax.netMinor), amountMinor: part(tax.amountMinor) }))
    .filter(({ amountMinor }) => amountMinor !== 0);
}
