import { type Ctx, orgOf } from '../../ctx/index.ts';
import { t } from '../../i18n/index.ts';
import type { Result } from '../../lib/result.ts';
import type { Payment, PaymentRow } from '../payment.ts';
import { SURPLUS } from '../surplus.ts';
import { openPayment } from './open-payment.action.ts';

export type Surplus = { amountMinor: number; currency: string };

/** Opens a separate payment for the surplus of a payment: money that came for it and must be given back. */
export function openSurplus(tx: Ctx, of: PaymentRow, { amountMinor, currency }: Surplus): Promise<Result<Payment>> {
  const { id, reference, description, person_id, payer_name } = of;
  const words = t(orgOf(tx).language, 'console.payments.surplus.description', { reference, description });
  return openPayment(tx, {
    subject: { type: SURPLUS, id },
    personId: person_id,
    payerName: payer_name,
    amountMinor,
    exact: true,
    currency,
    description: words.slice(0, 500),
  });
}
