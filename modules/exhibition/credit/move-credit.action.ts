import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import type { Payment } from '../../../kernel/payments/index.ts';
import { CREDIT } from '../names.ts';
import { creditRows, type Owner } from './credit.query.ts';
import { hashVoucher, newVoucherCode } from './voucher.query.ts';

/** Store credit, locked for the rest of the transaction. */
export type LockedCredit = { id: string; currency: string; balance_minor: number };

/**
 * Locks what somebody wants to pay from, so that of two cashiers the second sees what the first left.
 *
 * Refusals: `exhibition.credit.none`, `exhibition.credit.no_voucher`, `exhibition.credit.other_currency`.
 */
export async function lockCredit(tx: Ctx, owner: Owner, currency: string): Promise<Result<LockedCredit>> {
  const none = owner.voucher === undefined ? 'exhibition.credit.none' : 'exhibition.credit.no_voucher';
  if (owner.voucher === undefined && owner.customerId === null) return refuse('exhibition.credit.none');
  const credit = await creditRows(tx, owner).forNoKeyUpdate().executeTakeFirst();
  if (!credit) return refuse(none);
  if (credit.currency !== currency) return refuse('exhibition.credit.other_currency', { currency: credit.currency });
  return credit.balance_minor > 0 ? ok(credit) : refuse('exhibition.credit.none');
}

/** A new voucher without money, and its code, which is not kept. */
export async function newVoucher(tx: Ctx, currency: string): Promise<{ creditId: string; code: string }> {
  const code = newVoucherCode();
  const at = tx.clock.now();
  const creditId = newId(at.getTime());
  await tx.db
    .insertInto('exhibition_credit')
    .values({
      organization_id: orgOf(tx).id,
      id: creditId,
      currency,
      voucher_hash: hashVoucher(tx, code),
      created_at: at,
    })
    .execute();
  return { creditId, code };
}

/** A customer's store credit, made when something first comes to it. The caller has the lock of the customer's row. */
export async function customerCredit(tx: Ctx, customerId: string, currency: string): Promise<string> {
  const known = await creditRows(tx, { customerId }).executeTakeFirst();
  if (known) return known.id;
  const at = tx.clock.now();
  const id = newId(at.getTime());
  await tx.db
    .insertInto('exhibition_credit')
    .values({ organization_id: orgOf(tx).id, id, currency, customer_id: customerId, created_at: at })
    .execute();
  return id;
}

/** The store credit that a payment was paid from. */
export async function paidFrom(tx: Ctx, paymentId: string): Promise<string | null> {
  const movement = await tx.db
    .selectFrom('exhibition_credit_movement')
    .select('credit_id')
    .where(inOrg(tx))
    .where('payment_id', '=', paymentId)
    .where('amount_minor', '<', 0)
    .executeTakeFirst();
  return movement?.credit_id ?? null;
}

/** Money of a payment comes to store credit, or (below zero) pays from it, in the transaction that posts its entry. */
export async function moveCredit(
  tx: Ctx,
  creditId: string,
  amountMinor: number,
  payment: Pick<Payment, 'id' | 'reference' | 'currency'>,
): Promise<void> {
  const at = tx.clock.now();
  await Promise.all([
    tx.db
      .updateTable('exhibition_credit')
      .set((credit) => ({ balance_minor: credit('balance_minor', '+', amountMinor) }))
      .where(inOrg(tx))
      .where('id', '=', creditId)
      .execute(),
    tx.db
      .insertInto('exhibition_credit_movement')
      .values({
        organization_id: orgOf(tx).id,
        id: newId(at.getTime()),
        credit_id: creditId,
        payment_id: payment.id,
        amount_minor: amountMinor,
        at,
      })
      .execute(),
    audit(tx, amountMinor > 0 ? 'exhibition.credit.added' : 'exhibition.credit.spent', {
      subject: { type: CREDIT, id: creditId },
      after: {
        amount: formatAmount(Math.abs(amountMinor), payment.currency),
        currency: payment.currency,
        payment: payment.reference,
      },
    }),
  ]);
}
