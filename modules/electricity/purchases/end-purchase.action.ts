import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { isUnderWay } from '../../../kernel/payment-providers/index.ts';
import { closePayment, type Payment } from '../../../kernel/payments/index.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { lockBalance } from '../meters/lock-balance.query.ts';
import { PURCHASE } from '../names.ts';
import { electricitySettings } from '../settings.ts';

/**
 * Ends the open purchases of a locked meter for which no money is on its way: nobody sent a proof, and no provider was
 * asked that may still say yes. `before`: only those whose time ran out by then.
 */
export async function endUnpaid(tx: Ctx, { meterId, why, before }: { meterId: string; why: string; before?: Date }) {
  let query = tx.db
    .selectFrom('electricity_purchase')
    .select(['id', 'code', 'payment_id'])
    .where(inOrg(tx))
    .where('meter_id', '=', meterId)
    .where('state', '=', 'open');
  if (before) query = query.where('expires_at', '<=', before);
  for (const { id, code, payment_id } of await query.execute()) {
    if (await isUnderWay(tx, payment_id)) {
      if (before) await lookLater(tx, id);
      continue;
    }
    const closed = await closePayment(tx, payment_id, why);
    // Paid at this very moment: the purchase stays, and is credited as soon as this transaction is over.
    if (!closed.ok) continue;
    await tx.db
      .updateTable('electricity_purchase')
      .set({ state: 'ended', expires_at: null, updated_at: tx.clock.now() })
      .where(inOrg(tx))
      .where('id', '=', id)
      .execute();
    await audit(tx, 'electricity.purchase.ended', {
      subject: { type: PURCHASE, id },
      before: { state: 'open' },
      after: { state: 'ended', code },
      note: why,
    });
  }
}

/** Somebody is paying: the sweep looks again in ten minutes. */
async function lookLater(tx: Ctx, id: string): Promise<void> {
  const now = tx.clock.now();
  await tx.db
    .updateTable('electricity_purchase')
    .set({ expires_at: new Date(now.getTime() + 600_000), updated_at: now })
    .where(inOrg(tx))
    .where('id', '=', id)
    .execute();
}

/** The same for one meter whose purchase is due, in its own transaction: the step of the sweep. */
export async function endDue(ctx: Ctx, meterId: string): Promise<Result<null>> {
  return transaction(ctx, async (tx) => {
    const balance = await lockBalance(tx, meterId);
    if (balance.ok) await endUnpaid(tx, { meterId, why: 'expired', before: tx.clock.now() });
    return ok(null);
  });
}

/** A proof waits for staff: the purchase has no time limit until they decide; a denied one has its minutes again. */
export async function keepOpen(tx: Ctx, payment: Payment, waits: boolean): Promise<void> {
  const { purchase_minutes } = await getSettings(tx, electricitySettings);
  const now = tx.clock.now();
  await tx.db
    .updateTable('electricity_purchase')
    .set({ expires_at: waits ? null : new Date(now.getTime() + purchase_minutes * 60_000), updated_at: now })
    .where(inOrg(tx))
    .where('id', '=', payment.subject.id)
    .where('state', '=', 'open')
    .execute();
}
