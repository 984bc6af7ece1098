import { sendToPerson } from '../channels/index.ts';
import type { Ctx } from '../ctx/index.ts';
import { formatMoney, inLanguage, localeIn, t } from '../i18n/index.ts';
import { literalValues } from '../lib/chat-markup.ts';
import { defineMessage, mailBody, sendMessage } from '../messages/index.ts';
import { getPerson } from '../people/index.ts';
import { isDenialReason } from './domain/denial-reasons.ts';
import { receiptOf } from './payables.ts';
import type { Payment } from './payment.ts';

export type Notice = 'verified' | 'owed' | 'denied' | 'refunded' | 'surplus' | 'differs';

/**
 * Notifies the payer about their payment: in the chat where they wrote last, else by e-mail, else not at all (they are
 * at the desk). Part of the transaction, so a message is sent exactly when the change is stored.
 */
export async function notifyPayer(tx: Ctx, payment: Payment, notice: Notice): Promise<void> {
  if (!payment.personId) return;
  const sent = await sendToPerson(tx, payment.personId, (language) => ({
    text: textOf(tx, language, payment, notice, literalValues),
  }));
  if (sent.ok) return;
  const person = await getPerson(tx, payment.personId);
  if (!person.ok || !person.data.email) return;
  await sendMessage(tx, {
    to: person.data.email,
    template: paymentNotice,
    params: { text: textOf(tx, person.data.language, payment, notice), reference: payment.reference },
    language: person.data.language,
    subject: { type: 'payment', id: payment.id },
  });
}

type Values = Record<'amount' | 'reference' | 'description' | 'reason', string>;

function textOf(
  ctx: Ctx,
  language: string,
  payment: Payment,
  notice: Notice,
  asValues: (values: Values) => Values = (values) => values,
): string {
  const locale = localeIn(language, ctx.organization?.country);
  const values = {
    amount: formatMoney(payment.amountMinor, payment.currency, { locale }),
    reference: payment.reference,
    description: payment.description,
    reason: denialText(ctx, language, payment.denialReason ?? ''),
  };
  const text = t(inLanguage(ctx, language), `chat.payments.${notice}`, asValues(values));
  const receipt = notice === 'verified' ? receiptOf(ctx, payment) : null;
  return receipt ? `${text}\n${t(inLanguage(ctx, language), 'chat.payments.receipt', { link: receipt })}` : text;
}

/** The text of a denial reason: in the payer's language for a common reason, else as staff typed it. */
export function denialText(ctx: Ctx, language: string, reason: string): string {
  return isDenialReason(reason) ? t(inLanguage(ctx, language), `chat.payments.reasons.${reason}`) : reason;
}

export const paymentNotice = defineMessage<{ text: string; reference: string }>({
  name: 'payments.notice',
  render(ctx, { text, reference }) {
    const subject = t(ctx, 'messages.payments.notice.subject', { reference });
    return {
      subject,
      ...mailBody(ctx, [
        { kind: 'heading', text: subject },
        { kind: 'text', text },
      ]),
    };
  },
});
