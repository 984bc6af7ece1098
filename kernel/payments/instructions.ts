import type { Ctx } from '../ctx/index.ts';
import { formatMoney, formattingOf, t } from '../i18n/index.ts';
import { getSettings } from '../settings/index.ts';
import type { Payment } from './payment.ts';
import { paymentSettings } from './settings.ts';

/**
 * How to pay, in the words of the organization's setting, else in the house's own in the language of `ctx`. The setting may use
 * {{amount}}, {{reference}}, {{description}} and {{pay_to}}; anything else in braces stays as it is.
 */
export async function paymentInstructions(ctx: Ctx, payment: Payment): Promise<string> {
  const { instructions, pay_to } = await getSettings(ctx, paymentSettings);
  const values: Record<string, string> = {
    amount: formatMoney(payment.amountMinor, payment.currency, formattingOf(ctx)),
    reference: payment.reference,
    description: payment.description,
    pay_to: pay_to.trim(),
  };
  if (instructions.trim() !== '') {
    return instructions.trim().replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (braces, name: string) => values[name] ?? braces);
  }
  const lines = [
    t(ctx, pay_to.trim() ? 'chat.payments.instructions.to' : 'chat.payments.instructions.plain', values),
    t(ctx, 'chat.payments.instructions.reference', values),
    ...(payment.ownAmount ? [t(ctx, 'chat.payments.instructions.exact', values)] : []),
    t(ctx, 'chat.payments.instructions.proof', values),
  ];
  return lines.join('\n');
}
