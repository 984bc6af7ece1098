import type { Ctx } from '../../../kernel/ctx/index.ts';
import { issueCreditNote, listDocuments, type Snapshot } from '../../../kernel/documents/index.ts';
import { CUSTOMER } from '../customers/register-customer.action.ts';
import type { BillRow } from '../present.ts';
import { containedTax } from './tax.rule.ts';

type Credited = { id: string; number: string; corrects: string };

/**
 * Makes credit notes for a voided bill, one for each receipt or invoice that lists it. The caller's transaction voids
 * the bill and has the lock of the customer's row, so that no other receipt is issued meanwhile.
 */
export async function creditVoided(tx: Ctx, bill: BillRow, reason: string): Promise<Credited[]> {
  if (bill.customer_id === null) return [];
  const issued = await listDocuments(tx, { type: CUSTOMER, id: bill.customer_id });
  const credited: Credited[] = [];
  for (const corrects of issued.reverse()) {
    if (corrects.series === 'credit_note') continue;
    const line = corrects.snapshot.lines.find((one) => isOf(bill, one));
    if (!line) continue;
    const { tax } = corrects.snapshot;
    const note = await issueCreditNote(tx, {
      corrects,
      what: bill.id,
      lines: [line],
      ...(tax && {
        tax: { ...tax, amountMinor: containedTax(line.amountMinor, Math.round(Number(tax.percent) * 100)) },
      }),
      reason,
      prefix: prefixOf(corrects.number),
    });
    credited.push({ id: note.id, number: note.number, corrects: corrects.number });
  }
  return credited;
}

/** Lines name their bill by its time and amount: a document has only what people see, and no ids. */
function isOf(bill: BillRow, line: Snapshot['lines'][number]): boolean {
  return (
    line.at === bill.created_at.toISOString() &&
    line.amountMinor === bill.amount_minor &&
    line.description === (bill.description || '—')
  );
}

/** The exhibition's prefix; every document of its customers begins with it. */
function prefixOf(number: string): string {
  return number.slice(0, number.indexOf('-') + 1);
}
