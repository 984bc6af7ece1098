import { sql } from 'kysely';
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
 * Locks what somebody wants to pay from, all of it in one order, so that two cashiers with the same vouchers take turns and
 * never wait for each other; the second sees what the first left. `owners` has null where nothing is paid from credit.
 *
 * Refusals: `exhibition.credit.none`, `no_voucher`, `other_currency`, `twice`.
 */
export async function lockCredits(
  tx: Ctx,
  owners: readonly (Owner | null)[],
  currency: string,
): Promise<Result<(LockedCredit | null)[]>> {
  const wanted = owners.map((owner) => owner && { ...owner, hash: owner.voucher && hashVoucher(tx, owner.voucher) });
  const hashes = wanted.flatMap((owner) => owner?.hash ?? []);
  const customers = wanted.flatMap((owner) => (owner?.voucher === undefined ? (owner?.customerId ?? []) : []));
  const rows =
    hashes.length + customers.length === 0
      ? []
      : await tx.db
          .selectFrom('exhibition_credit')
          .select(['id', 'currency', 'customer_id', 'voucher_hash', 'balance_minor'])
          .where(inOrg(tx))
          .where((eb) =>
            eb.or([
              eb('voucher_hash', '=', eb.fn.any(eb.val(hashes))),
              eb('customer_id', '=', eb.fn.any(sql<string[]>`${customers}::uuid[]`)),
            ]),
          )
          .orderBy('id')
          .forNoKeyUpdate()
          .execute();
  const locked: (LockedCredit | null)[] = [];
  for (const owner of wanted) {
    const of = (row: (typeof rows)[number]) =>
      owner?.voucher === undefined ? row.customer_id === owner?.customerId : row.voucher_hash === owner.hash;
    const credit = owner && rows.find(of);
    if (owner && !credit) return refuse(`exhibition.credit.${owner.voucher === undefined ? 'none' : 'no_voucher'}`);
    if (credit && credit.currency !== currency)
      return refuse('exhibition.credit.other_currency', { currency: credit.currency });
    if (credit && credit.balance_minor <= 0) return refuse('exhibition.credit.none');
    if (credit && locked.some((other) => other?.id === credit.id)) return refuse('exhibition.credit.twice');
    locked.push(credit ?? null);
  }
  return ok(locked);
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
