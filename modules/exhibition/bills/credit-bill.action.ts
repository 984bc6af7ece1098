import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { issueCreditNote, listDocuments, type Snapshot } from '../../../kernel/documents/index.ts';
import { inLanguage, t } from '../../../kernel/i18n/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import type { Payment } from '../../../kernel/payments/index.ts';
import { exhibitionRows } from '../exhibitions/exhibitions.query.ts';
import { BILL } from '../names.ts';
import { taxesMoved, taxesOfBill } from './bill-taxes.query.ts';
import type { LockedBill } from './lock-bill.ts';
import { lessNamed, lineOf, namedTaxes, partOfNamed, type ReturnedLines } from './paper.query.ts';
import { containedTax, lessTaxes, type Moved, type RateTax, taxesBetween } from './tax.rule.ts';

type Credited = { id: string; number: string; corrects: string };
type Bill = Pick<
  LockedBill,
  | 'id'
  | 'code'
  | 'customer_id'
  | 'exhibition_id'
  | 'amount_minor'
  | 'paid_minor'
  | 'refunded_minor'
  | 'taxes'
  | 'description'
  | 'created_at'
>;
type Line = Snapshot['lines'][number];

/**
 * Makes credit notes for a voided bill, one for each receipt or invoice that lists it, over what earlier notes left. The
 * caller's transaction voids the bill and has the lock of the customer's row, so that no other receipt is issued
 * meanwhile.
 */
export const creditVoided = (tx: Ctx, bill: Bill, reason: string): Promise<void> =>
  credit(tx, bill, { series: ['receipt', 'invoice'], what: bill.id, reason });

/**
 * Makes credit notes for the receipts of a bill's money that went back, or never came, or where it has none for its paid
 * invoice; they name the payment. `bill` is
 * as it stood before.
 */
export async function creditRefunded(
  tx: Ctx,
  bill: Bill,
  payment: Pick<Payment, 'reference'>,
  how: {
    amountMinor: number;
    change: { paid: number; refunded: number };
    reason: string;
    returned: ReturnedLines | undefined;
  },
): Promise<void> {
  const { amountMinor, change, reason, returned } = how;
  // Goods that went back leave an invoice that was paid without a receipt; money that never came is still owed on it.
  const receipts = (await documentsOf(tx, bill)).some(
    ({ series, snapshot }) => series === 'receipt' && snapshot.lines.some((line) => isOf(bill, line)),
  );
  const named = { reference: payment.reference, reason };
  await credit(tx, bill, {
    series: receipts || change.refunded === 0 ? ['receipt'] : ['invoice'],
    what: newId(),
    reason: t(inLanguage(tx, orgOf(tx).language), 'documents.exhibition.refund_of', named),
    amountMinor,
    lines: returned?.lines,
    moved: returned?.taxes ?? (await taxesMoved(tx, bill, change)),
  });
}

type How = {
  series: string[];
  what: string;
  reason: string;
  /** Default: all that earlier notes left. */
  amountMinor?: number;
  lines?: Line[] | undefined;
  moved?: Moved;
};

async function credit(tx: Ctx, bill: Bill, how: How): Promise<void> {
  const issued = await documentsOf(tx, bill);
  for (const corrects of issued) {
    if (!how.series.includes(corrects.series)) continue;
    const stated = corrects.snapshot.lines.filter((one) => isOf(bill, one));
    if (stated.length === 0) continue;
    const notes = issued.filter(({ snapshot }) => snapshot.corrects?.number === corrects.number);
    const before = sumOf(notes.flatMap(({ snapshot }) => snapshot.lines).filter((one) => isOf(bill, one)));
    const left = sumOf(stated) - before;
    const amountMinor = Math.min(how.amountMinor ?? left, left);
    if (amountMinor <= 0) continue;
    await issueCreditNote(tx, {
      corrects,
      what: how.what,
      lines: creditedLines(bill, stated, { amountMinor, before, lines: how.lines }),
      ...(await creditedTaxes(
        tx,
        bill,
        { stated: corrects.snapshot, notes },
        {
          moved: how.moved,
          movedMinor: how.amountMinor ?? bill.amount_minor,
          amountMinor,
          left,
        },
      )),
      reason: how.reason,
      prefix: prefixOf(corrects.number),
    });
  }
}

const sumOf = (lines: Line[]): number => lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0);

/** The lines that are taken back: those that are named, all that were stated, or one over a part of their money. */
function creditedLines(
  bill: Bill,
  stated: Line[],
  { amountMinor, before, lines = [] }: { amountMinor: number; before: number; lines?: Line[] | undefined },
): Line[] {
  if (lines.length > 0 && sumOf(lines) === amountMinor) return lines;
  if (before === 0 && sumOf(stated) === amountMinor) return stated;
  const [first] = stated;
  const at = bill.created_at.toISOString();
  const description = stated.length === 1 && first ? first.description : lineOf(bill);
  return [{ description, amountMinor, at }];
}

type Corrected = { stated: Snapshot; notes: { snapshot: Snapshot }[] };

/**
 * What of it is tax, in the words of the document that is corrected. A document over all the money of the bill has the
 * taxes that left the bill with it; one over a part of it has its own, and its last note takes all that is left of them.
 */
async function creditedTaxes(
  tx: Ctx,
  bill: Bill,
  { stated: { tax, taxes, organization, lines }, notes }: Corrected,
  {
    amountMinor,
    left,
    moved,
    movedMinor,
  }: { amountMinor: number; left: number; moved: Moved | undefined; movedMinor: number },
): Promise<Pick<Snapshot, 'tax' | 'taxes'>> {
  if (tax) {
    return { tax: { ...tax, amountMinor: containedTax(amountMinor, Math.round(Number(tax.percent) * 100)) } };
  }
  if (!taxes) return {};
  const place = await exhibitionRows(tx).where('id', '=', bill.exhibition_id).executeTakeFirstOrThrow();
  const name = (parts: RateTax[]) => namedTaxes(tx, place, organization.lines, parts);
  const named = () => {
    if (moved && amountMinor === movedMinor && left === bill.paid_minor - bill.refunded_minor)
      return lessNamed(name(moved.before), name(moved.after));
    if (lines.every((line) => isOf(bill, line))) {
      const rest = notes.reduce((all, { snapshot }) => lessNamed(all, snapshot.taxes ?? []), taxes);
      return partOfNamed(rest, left, amountMinor);
    }
    const all = moved ? lessTaxes(moved.before, moved.after) : taxesOfBill({ ...bill, ...place });
    return name(taxesBetween(all, movedMinor, { from: 0, to: amountMinor }));
  };
  const credited = named();
  return credited.length > 0 ? { taxes: credited } : {};
}

/** A bill's own documents and its customer's, the oldest first. */
async function documentsOf(tx: Ctx, bill: Bill) {
  const subjects = [{ type: BILL, id: bill.id }];
  if (bill.customer_id !== null) subjects.push({ type: 'exhibition.customer', id: bill.customer_id });
  const listed = await Promise.all(subjects.map((subject) => listDocuments(tx, subject)));
  return listed.flatMap((documents) => documents.reverse());
}

/** The credit notes of a bill, the oldest first. */
export async function creditNotesOf(tx: Ctx, bill: Bill): Promise<Credited[]> {
  return (await documentsOf(tx, bill)).flatMap(({ id, number, snapshot: { corrects, lines } }) =>
    corrects && lines.some((line) => isOf(bill, line)) ? [{ id, number, corrects: corrects.number }] : [],
  );
}

/** Lines of documents from before bills had codes have its description and amount alone. */
function isOf(bill: Bill, line: Line): boolean {
  if (line.ref !== undefined) return line.ref === bill.code;
  if (line.at !== bill.created_at.toISOString()) return false;
  return line.description.startsWith(bill.code) || line.description === (bill.description || '—');
}

/** The exhibition's prefix; every document of its customers begins with it. */
function prefixOf(number: string): string {
  return number.slice(0, number.indexOf('-') + 1);
}
