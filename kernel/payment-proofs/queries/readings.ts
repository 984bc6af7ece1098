import { type Ctx, inOrg } from '../../ctx/index.ts';
import { formatAmount } from '../../lib/money.ts';
import type { ReadingView } from '../contract.ts';
import type { Receipt } from '../domain/read-receipt.ts';

/** The columns of payment_proof_reading (as d) that make a Receipt. */
export const READING_COLUMNS = [
  'd.amount_minor',
  'd.paid_on',
  'd.paid_time',
  'd.payer',
  'd.reference',
  'd.numbers',
] as const;

type Row = {
  amount_minor: number | null;
  paid_on: string | null;
  paid_time: string | null;
  payer: string | null;
  reference: string | null;
  numbers: string[];
};

export function receiptOf(row: Row): Receipt {
  return {
    amountMinor: row.amount_minor,
    day: row.paid_on,
    time: row.paid_time,
    payer: row.payer,
    reference: row.reference,
    numbers: row.numbers,
  };
}

/** The readings of some proofs, by proof. */
export async function receiptsOf(ctx: Ctx, proofIds: string[]): Promise<Map<string, Receipt>> {
  if (proofIds.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom('payment_proof_reading as d')
    .select(['d.proof_id', ...READING_COLUMNS])
    .where(inOrg(ctx, 'd'))
    .where('d.proof_id', 'in', proofIds)
    .execute();
  return new Map(rows.map((row) => [row.proof_id, receiptOf(row)]));
}

/** The part of a reading that the desk shows beside the expected values. */
export function asReading(row: Row & { legible: boolean }, expected: { currency: string }): ReadingView {
  return {
    legible: row.legible,
    amount: row.amount_minor === null ? null : formatAmount(row.amount_minor, expected.currency),
    amount_minor: row.amount_minor,
    paid_on: row.paid_on,
    paid_time: row.paid_time,
    payer: row.payer,
    reference: row.reference,
  };
}
