import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { post } from '../../../kernel/ledger/index.ts';
import { parseAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { CHARGES, INCOME } from '../names.ts';
import type { SettleInput, Settlement } from './contract.ts';
import { findSettlement } from './scans.query.ts';
import { SCAN } from './write-scan.action.ts';

/**
 * Closes a line of the settlement: waived, charged to the student (the ledger then holds it as owed), or counted as
 * served after all.
 */
export async function settleScan(ctx: Ctx, scanId: string, input: SettleInput): Promise<Result<Settlement>> {
  const { currency, id: organization_id } = orgOf(ctx);
  const amount = input.decision === 'charged' ? parseAmount(input.amount ?? '', currency, orgOf(ctx)) : null;
  if (amount && !amount.ok && amount.code === 'money.ambiguous')
    return refuse(amount.code, amount.detail, { amount: amount.code });
  if (amount && (!amount.ok || amount.data <= 0)) {
    return refuse('mess.scan.amount_malformed', undefined, { amount: 'mess.scan.amount_malformed' });
  }
  const charge = amount?.ok ? amount.data : null;
  return transaction(ctx, async (tx) => {
    const row = await tx.db
      .selectFrom('mess_scan')
      .select(['settle', 'decision', 'student_id', 'service_on', 'meal_id', 'at'])
      .where('organization_id', '=', organization_id)
      .where('id', '=', scanId)
      .forUpdate()
      .executeTakeFirst();
    if (!row?.settle || (charge !== null && !row.student_id)) return refuse('mess.scan.not_found');
    if (row.decision) return refuse('mess.scan.already_decided');
    if (input.decision === 'served') {
      const counted = await countServed(tx, scanId, row);
      if (!counted.ok) return counted;
    }
    const entry = charge === null ? null : await postCharge(tx, scanId, charge, currency);
    const note = input.note?.trim() || null;
    await Promise.all([
      tx.db
        .updateTable('mess_scan')
        .set({ decision: input.decision, charge_minor: charge, currency: charge === null ? null : currency })
        .set({ ledger_entry_id: entry, note, decided_at: tx.clock.now(), decided_by_name: tx.actor.name })
        .where('organization_id', '=', organization_id)
        .where('id', '=', scanId)
        .execute(),
      audit(tx, AUDIT[input.decision], {
        subject: { type: SCAN, id: scanId },
        after: { reason: row.settle, amount: input.decision === 'charged' ? (input.amount ?? null) : null },
        note,
      }),
    ]);
    const settled = await findSettlement(tx, scanId);
    return settled ? ok(settled) : refuse('mess.scan.not_found');
  });
}

const AUDIT = { waived: 'mess.scan.waived', charged: 'mess.scan.charged', served: 'mess.scan.counted' } as const;

type Scanned = { student_id: string | null; meal_id: string | null; service_on: string; at: Date };

/** Writes the service that the scan didn't write. The student gets no message, because the meal is long over. */
async function countServed(tx: Ctx, scanId: string, row: Scanned): Promise<Result<null>> {
  const { student_id, meal_id, service_on, at } = row;
  if (!student_id || !meal_id) return refuse('mess.scan.meal_unknown');
  const written = await tx.db
    .insertInto('mess_service')
    .values({ organization_id: orgOf(tx).id, student_id, service_on, meal_id, scan_id: scanId, at, notify: false })
    .onConflict((on) => on.doNothing())
    .returning('scan_id')
    .executeTakeFirst();
  return written ? ok(null) : refuse('mess.scan.already_served');
}

async function postCharge(tx: Ctx, scanId: string, amountMinor: number, currency: string): Promise<string> {
  const { id } = await post(tx, {
    kind: 'mess.scan.charged',
    memo: 'A meal served twice',
    subject: { type: SCAN, id: scanId },
    lines: [
      { account: CHARGES, amountMinor, currency },
      { account: INCOME, amountMinor: -amountMinor, currency },
    ],
  });
  return id;
}
