import { sendToPerson } from '../channels/index.ts';
import type { Ctx } from '../ctx/index.ts';
import { formatMoney, localeIn, t } from '../i18n/index.ts';
import { literalValues } from '../lib/chat-markup.ts';
import { defineMessage, mailBody, sendMessage } from '../messages/index.ts';
import { getPerson } from '../people/index.ts';
import { isDenialReason } from './domain/denial-reasons.ts';
import type { Payment } from './payment.ts';

export type News = 'verified' | 'owed' | 'denied' | 'refunded' | 'surplus' | 'differs';

/**
 * Tells the person what became of their payment: in the chat where they wrote last, else by e-mail, else not at all
 * (somebody at the desk stands before them). Part of the transaction, so it is said exactly when it is so.
 */
export async function tellPerson(tx: Ctx, payment: Payment, news: News): Promise<void> {
  if (!payment.personId) return;
  const said = await sendToPerson(tx, payment.personId, (language) => ({
    text: textOf(tx, language, payment, news, literalValues),
  }));
  if (said.ok) return;
  const person = await getPerson(tx, payment.personId);
  if (!person.ok || !person.data.email) return;
  await sendMessage(tx, {
    to: person.data.email,
    template: paymentNews,
    params: { text: textOf(tx, person.data.language, payment, news), reference: payment.reference },
    language: person.data.language,
    subject: { type: 'payment', id: payment.id },
  });
}

type Values = Record<'amount' | 'reference' | 'description' | 'reason', string>;

function textOf(
  ctx: Ctx,
  language: string,
  payment: Payment,
  news: News,
  asValues: (values: Values) => Values = (values) => values,
): string {
  const locale = localeIn(language, ctx.organization?.country);
  const values = {
    amount: formatMoney(payment.amountMinor, payment.currency, { locale }),
    reference: payment.reference,
    description: payment.description,
    reason: denialText(language, payment.denialReason ?? ''),
  };
  return t(language, `chat.payments.${news}`, asValues(values));
}

/** A reason to deny as a person reads it: in their language when it is one of ours, else as somebody typed it. */
export function denialText(language: string, reason: string): string {
  return isDenialReason(reason) ? t(language, `chat.payments.reasons.${reason}`) : reason;
}

export const paymentNews = defineMessage<{ text: string; reference: string }>({
  name: 'payments.news',
  render(ctx, { text, reference }) {
    const subject = t(ctx, 'messages.payments.news.subject', { reference });
    return {
      subject,
      ...mailBody(ctx, [
        { kind: 'heading', text: subject },
        { kind: 'text', text },
      ]),
    };
  },
});
