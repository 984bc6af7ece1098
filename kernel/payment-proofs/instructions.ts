import type { Ctx } from '../ctx/index.ts';
import { formatMoney, formattingOf, t } from '../i18n/index.ts';
import { payLink, providersFor } from '../payment-providers/index.ts';
import { mayPayment, type Payment, paymentSettings } from '../payments/index.ts';
import { getSettings, getSettingsAt } from '../settings/index.ts';

const ONLINE = 'chat.payments.instructions.online';

/** Whether the organization has said where payers transfer money to. */
export async function takesTransfers(ctx: Ctx, options?: { fresh: true }): Promise<boolean> {
  const { instructions, pay_to } = await getSettings(ctx, paymentSettings, options);
  return `${instructions}${pay_to}`.trim() !== '';
}

/** Whether somebody who owes this amount can pay it: by a transfer, or by a provider that is set up and takes it. */
export async function canBePaid(ctx: Ctx, owed: { amountMinor: number; currency: string }): Promise<boolean> {
  return (await takesTransfers(ctx, { fresh: true })) || (await providersFor(ctx, owed)).length > 0;
}

/**
 * How to pay, as it held when the payment was opened, in the organization's own text, else in the server's text in the language of `ctx`. The setting may use
 * {{amount}}, {{reference}}, {{description}}, {{pay_to}} and {{link}} (for paying online); other names in braces stay
 * unchanged.
 */
export async function paymentInstructions(ctx: Ctx, payment: Payment): Promise<string> {
  const { is, was } = await getSettingsAt(ctx, paymentSettings, payment.createdAt);
  // Where nothing was said when it was opened, what is said now.
  const { instructions, pay_to } = `${was.instructions}${was.pay_to}`.trim() ? was : is;
  const online = mayPayment('charge', payment.state) && (await providersFor(ctx, payment)).length > 0;
  const values: Record<string, string> = {
    link: online ? payLink(ctx, payment.id) : '',
    amount: formatMoney(payment.amountMinor, payment.currency, formattingOf(ctx)),
    reference: payment.reference,
    description: payment.description,
    pay_to: pay_to.trim(),
  };
  if (instructions.trim() !== '') {
    const own = instructions
      .trim()
      .replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (braces, name: string) => values[name] ?? braces);
    return online && !/\{\{\s*link\s*\}\}/.test(instructions) ? `${own}\n${t(ctx, ONLINE, values)}` : own;
  }
  const lines = [
    t(ctx, pay_to.trim() ? 'chat.payments.instructions.to' : 'chat.payments.instructions.plain', values),
    t(ctx, 'chat.payments.instructions.reference', values),
    ...(payment.ownAmount ? [t(ctx, 'chat.payments.instructions.exact', values)] : []),
    t(ctx, 'chat.payments.instructions.proof', values),
    ...(online ? [t(ctx, ONLINE, values)] : []),
  ];
  return lines.join('\n');
}
