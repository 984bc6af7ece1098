import type { Ctx } from '../../ctx/index.ts';
import { t } from '../../i18n/index.ts';
import { formatAmount } from '../../lib/money.ts';
import type { PaymentView } from '../contract.ts';
import { mayPayment, type PaymentAction } from '../domain/states.ts';
import { payableOf } from '../payables.ts';
import { type PaymentRow, toPayment } from '../payment.ts';

/** The permission that each action on a payment requires. */
const NEEDS: Partial<Record<PaymentAction, string>> = {
  submit: 'payments.verify',
  verify: 'payments.verify',
  deny: 'payments.verify',
  mark_paid: 'payments.verify',
  refund: 'payments.refund',
};

export type ListedRow = PaymentRow & { person_name: string | null };

/**
 * Rows as the API returns them, with the modules' titles of their subjects: one query per module, for any number of
 * rows.
 */
export async function asViews(ctx: Ctx, rows: ListedRow[]): Promise<PaymentView[]> {
  const ids = new Map<string, Set<string>>();
  for (const row of rows) ids.set(row.subject_type, (ids.get(row.subject_type) ?? new Set()).add(row.subject_id));
  const described = new Map(
    await Promise.all(
      [...ids].map(async ([type, of]) => {
        const payable = ctx.services.payables.get(type);
        return [type, payable ? await payable.describe(ctx, [...of]) : new Map()] as const;
      }),
    ),
  );
  return rows.map((row) => {
    const payment = toPayment(row);
    const { subject, baseMinor, amountMinor, currency, state, firstApproval } = payment;
    const payable = ctx.services.payables.get(subject.type);
    const known = described.get(subject.type)?.get(subject.id);
    const needsSecond = firstApproval !== null && state === 'submitted';
    return {
      id: payment.id,
      reference: payment.reference,
      subject: {
        ...subject,
        // The payments of a removed module stay.
        label: payable ? t(ctx, payable.label) : subject.type,
        title: known?.title ?? payment.description,
        url: known?.url ?? null,
      },
      person: payment.personId ? { id: payment.personId, name: row.person_name ?? '' } : null,
      payer_name: payment.payerName || (row.person_name ?? ''),
      description: payment.description,
      base: formatAmount(baseMinor, currency),
      base_minor: baseMinor,
      amount: formatAmount(amountMinor, currency),
      amount_minor: amountMinor,
      own_amount: payment.ownAmount,
      refunded: formatAmount(payment.refundedMinor, currency),
      refunded_minor: payment.refundedMinor,
      currency,
      method: payment.method,
      state,
      late: payment.late,
      owed: payment.owed,
      transaction_reference: payment.transactionReference,
      first_approval: firstApproval && {
        by_id: firstApproval.byId,
        by: firstApproval.byName,
        at: firstApproval.at.toISOString(),
      },
      needs_second: needsSecond,
      denial_reason: payment.denialReason,
      decided_by: payment.decidedByName,
      decided_at: iso(payment.decidedAt),
      expires_at: iso(payment.expiresAt),
      submitted_at: iso(payment.submittedAt),
      created_at: payment.createdAt.toISOString(),
      updated_at: payment.updatedAt.toISOString(),
      may: Object.entries(NEEDS).flatMap(([action, permission]) => {
        const possible = mayPayment(action as PaymentAction, state) && ctx.services.authenticator.can(ctx, permission);
        const again = needsSecond && firstApproval?.byId === ctx.actor.id;
        if (!possible || (again && (action === 'verify' || action === 'mark_paid'))) return [];
        const credits = action === 'refund' && !payment.owed && payableOf(ctx, payment.subject.type).storeCredit;
        return credits ? [action, 'refund_to_credit'] : [action];
      }),
    };
  });
}

const iso = (at: Date | null) => at?.toISOString() ?? null;
