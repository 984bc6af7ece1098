import { sendToConversation } from '../../../kernel/channels/index.ts';
import { entryId, GO } from '../../../kernel/conversations/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { formatMoney, formatNumber, inLanguage, localeIn, t } from '../../../kernel/i18n/index.ts';
import { literal } from '../../../kernel/lib/chat-markup.ts';
import { payLink } from '../../../kernel/payment-providers/index.ts';
import type { ChargeChange, Payment } from '../../../kernel/payments/index.ts';
import { FLOW } from '../names.ts';
import { receiptLink } from '../receipts/receipt.query.ts';
import { tokensOf } from '../tokens/tokens.query.ts';
import { chatOfPurchase } from './purchases.query.ts';

/** The units have come: an answer in the chat where they were bought, in the transaction that credits them. */
export async function notifyCredited(tx: Ctx, purchaseId: string, units: { wh: number; balanceWh: number }) {
  const chat = await chatOfPurchase(tx, purchaseId);
  if (!chat?.conversation_id || !chat.language) return;
  const { language } = chat;
  const kwh = (wh: number) =>
    formatNumber(wh / 1000, { locale: localeIn(language, orgOf(tx).country) }, { maximumFractionDigits: 1 });
  const credited = t(inLanguage(tx, language), 'chat.electricity.notice.credited', {
    kwh: kwh(units.wh),
    left: kwh(units.balanceWh),
    meter: literal(chat.name || chat.place || chat.number),
  });
  const tokens = (await tokensOf(tx, purchaseId)).flatMap(({ token }) =>
    token ? [t(inLanguage(tx, language), 'chat.electricity.token.type', { token })] : [],
  );
  const receipt = t(inLanguage(tx, language), 'chat.payments.receipt', { link: receiptLink(tx, purchaseId) });
  await sendToConversation(tx, chat.conversation_id, {
    text: [credited, ...tokens, receipt].join('\n'),
    choices: [
      { id: entryId(FLOW, 'balance'), label: t(language, 'chat.electricity.entries.balance.label') },
      { id: GO.menu, label: t(language, 'chat.button.menu') },
    ],
    about: 'electricity.purchase',
  });
}

/**
 * The phone refused, or nobody knows whether it paid: an answer in the chat where it was bought. Unknown is said as it
 * is, so that nobody pays twice.
 */
export async function notifyCharge(tx: Ctx, payment: Payment, charge: ChargeChange): Promise<void> {
  const chat = await chatOfPurchase(tx, payment.subject.id);
  if (!chat?.conversation_id || !chat.language) return;
  const { language } = chat;
  const amount = formatMoney(payment.amountMinor, payment.currency, { locale: localeIn(language, orgOf(tx).country) });
  const text =
    charge.state === 'unknown'
      ? t(inLanguage(tx, language), 'chat.electricity.notice.unknown', { amount })
      : t(inLanguage(tx, language), 'chat.electricity.notice.failed', {
          why: t(language, `pay.failed.${charge.reason ?? 'declined'}`),
          link: payLink(tx, payment.id),
        });
  await sendToConversation(tx, chat.conversation_id, {
    text,
    ...(charge.state === 'failed' && {
      choices: [{ id: entryId(FLOW, 'buy'), label: t(language, 'chat.electricity.entries.buy.label') }],
    }),
    about: 'electricity.purchase',
  });
}
