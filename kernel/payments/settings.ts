import { Type } from 'typebox';
import type { Ctx } from '../ctx/index.ts';
import { decimalsOf } from '../lib/money.ts';
import { defineSettings, getSettingsAt } from '../settings/index.ts';
import type { PaymentRow } from './payment.ts';

export const paymentSettings = defineSettings({
  module: 'payments',
  schema: Type.Object({
    pay_to: Type.String({ default: '', maxLength: 500 }),
    instructions: Type.String({ default: '', maxLength: 1500 }),
    unique_amounts: Type.Boolean({ default: false }),
    // 99: less than one whole unit of a currency with cents, so that nobody feels overcharged.
    unique_amount_span: Type.Integer({ default: 99, minimum: 1, maximum: 9999 }),
    second_approval_above: Type.Number({ default: 0, minimum: 0, maximum: 1_000_000_000 }),
  }),
  guarded: ['pay_to', 'instructions', 'second_approval_above'],
});

/**
 * Whether two different people must approve a payment: by the limit that held when it was opened, or by that of now.
 * So whoever raises the limit doesn't free what is open, and a lower one holds at once.
 */
export async function needsTwo(
  ctx: Ctx,
  { amount_minor, currency, created_at }: Pick<PaymentRow, 'amount_minor' | 'currency' | 'created_at'>,
): Promise<boolean> {
  const { is, was } = await getSettingsAt(ctx, paymentSettings, created_at);
  const unit = 10 ** decimalsOf(currency);
  const limits = [is, was].map(({ second_approval_above }) => second_approval_above).filter((limit) => limit > 0);
  return limits.some((limit) => amount_minor > Math.round(limit * unit));
}
