import { audit } from '../../audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { confirmSeen } from '../../payment-proofs/index.ts';
import { lockPayment, type PaymentRow } from '../../payments/index.ts';
import { publish } from '../../realtime/index.ts';
import type { StatementLine } from '../contract.ts';
import { viewLine } from '../queries/statements.ts';
import { isMatched, type Line, lockLines, proposeAnew } from './settle-lines.action.ts';

type Input = { line_ids: string[]; payment_ids: string[]; note?: string };

/**
 * Matches a line with several payments that one transfer paid, or several lines with the payment that they paid
 * together, and confirms these payments, all in one transaction. The amounts have to agree to the last minor unit.
 * Where a second person has to approve, the first approval is recorded and what it is about stays open.
 *
 * Refusals: `statements.one_of_both`, `statements.line_not_found`, `statements.line_decided`,
 * `statements.payment_matched`, `statements.sum_differs`, those of verifyPayment.
 */
export async function matchSeveral(ctx: Ctx, input: Input): Promise<Result<StatementLine[]>> {
  const lineIds = [...new Set(input.line_ids)].sort();
  const paymentIds = [...new Set(input.payment_ids)].sort();
  const note = input.note?.trim() || null;
  if (lineIds.length !== 1 && paymentIds.length !== 1) return refuse('statements.one_of_both');
  const done = await transaction<{ currency: string }>(ctx, async (tx) => {
    const payments: PaymentRow[] = [];
    // In the order of their ids: two people with the same payments don't wait for each other.
    for (const id of paymentIds) {
      const locked = await lockPayment(tx, id);
      if (!locked.ok) return locked;
      if (await isMatched(tx, id)) return refuse('statements.payment_matched');
      payments.push(locked.data);
    }
    const lines = await lockLines(tx, lineIds);
    if (!lines.ok) return lines;
    const [first, ...others] = lines.data as [Line, ...Line[]];
    const [payment, ...more] = payments as [PaymentRow, ...PaymentRow[]];
    if ([...others, ...payments].some(({ currency }) => currency !== first.currency))
      return refuse('statements.sum_differs');
    const matched =
      more.length > 0 ? await split(tx, first, payments, note) : await together(tx, lines.data, payment, note);
    if (!matched.ok) return matched;
    for (const id of new Set(lines.data.map((line) => line.statement_id))) publish(tx, 'statement', id);
    return ok({ currency: first.currency });
  });
  if (!done.ok) return done;
  await proposeAnew(ctx, done.data.currency);
  const views: StatementLine[] = [];
  for (const id of lineIds) {
    const view = await viewLine(ctx, id);
    if (!view.ok) return view;
    views.push(view.data);
  }
  return ok(views);
}

/** Payers leave out the cents of unique amounts: then all of them pay the price. */
const price = (row: PaymentRow) => (row.state === 'verified' ? row.amount_minor : row.base_minor);
const sumOf = (amounts: number[]) => amounts.reduce((sum, amount) => sum + amount, 0);

async function split(tx: Ctx, line: Line, payments: PaymentRow[], note: string | null): Promise<Result<null>> {
  const asked = payments.map((row) => row.amount_minor);
  const prices = payments.map(price);
  const amounts = [asked, prices].find((some) => sumOf(some) === line.left_minor);
  if (!amounts) return refuse('statements.sum_differs');
  const parts: { row: PaymentRow; amountMinor: number }[] = [];
  for (const [at, row] of payments.entries()) {
    const amountMinor = amounts[at] as number;
    const seen = { amountMinor, transactionReference: line.transaction_reference, note };
    const confirmed = await confirmSeen(tx, row, seen);
    if (!confirmed.ok) return confirmed;
    if (!confirmed.data.waits) parts.push({ row, amountMinor });
  }
  const [first] = parts;
  if (!first) return ok(null);
  const now = tx.clock.now();
  await tx.db
    .insertInto('statement_part')
    .values(
      parts.map(({ row, amountMinor }) => ({
        organization_id: orgOf(tx).id,
        line_id: line.id,
        payment_id: row.id,
        amount_minor: amountMinor,
        created_at: now,
      })),
    )
    .execute();
  // What waits for a second person keeps the line open for the rest.
  if (parts.length === payments.length) await settleLine(tx, line, first.row.id, note, false);
  for (const { row, amountMinor } of parts) await auditMatch(tx, row, [line], amountMinor, note);
  return ok(null);
}

async function together(tx: Ctx, lines: Line[], row: PaymentRow, note: string | null): Promise<Result<null>> {
  const amountMinor = sumOf(lines.map((line) => line.left_minor));
  if (amountMinor !== row.amount_minor && amountMinor !== price(row)) return refuse('statements.sum_differs');
  const transactionReference = lines.find((line) => line.transaction_reference)?.transaction_reference ?? null;
  const confirmed = await confirmSeen(tx, row, { amountMinor, transactionReference, note });
  if (!confirmed.ok) return confirmed;
  if (confirmed.data.waits) return ok(null);
  for (const [at, line] of lines.entries()) await settleLine(tx, line, row.id, note, at > 0);
  await auditMatch(tx, row, lines, amountMinor, note);
  return ok(null);
}

async function settleLine(tx: Ctx, line: Line, paymentId: string, note: string | null, further: boolean) {
  await tx.db
    .updateTable('statement_line')
    .set({
      state: 'matched',
      payment_id: paymentId,
      certainty: 'by_hand',
      because: null,
      further,
      decided_by_name: tx.actor.name,
      decided_at: tx.clock.now(),
      note,
    })
    .where(inOrg(tx))
    .where('id', '=', line.id)
    .execute();
}

async function auditMatch(tx: Ctx, row: PaymentRow, lines: Line[], amountMinor: number, note: string | null) {
  await audit(tx, 'statements.matched', {
    subject: { type: 'payment', id: row.id },
    after: {
      reference: row.reference,
      line: lines.map((line) => line.id).join(', '),
      amount_minor: amountMinor,
      currency: row.currency,
    },
    note,
  });
}
