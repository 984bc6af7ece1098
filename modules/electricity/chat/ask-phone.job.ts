import { Type } from 'typebox';
import { sendToConversation } from '../../../kernel/channels/index.ts';
import { orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { inLanguage, t } from '../../../kernel/i18n/index.ts';
import { defineJob } from '../../../kernel/jobs/index.ts';
import { ok } from '../../../kernel/lib/result.ts';
import { latestCharge, payLink, startCharge } from '../../../kernel/payment-providers/index.ts';
import { chatOfPurchase } from '../purchases/purchases.query.ts';

/**
 * Asks a phone for the money of a purchase that was made in a chat, after the chat's transaction. It runs once: a second
 * run finds the charge of the first, whatever became of it, and the payments package asks on for that one.
 */
export const askPhoneJob = defineJob({
  name: 'electricity.ask-phone',
  schema: Type.Object({
    purchaseId: Type.String({ format: 'uuid' }),
    provider: Type.String({ maxLength: 40 }),
    payer: Type.String({ maxLength: 40 }),
  }),
  async run(ctx, { purchaseId, provider, payer }) {
    const chat = await chatOfPurchase(ctx, purchaseId);
    if (!chat || (await latestCharge(ctx, chat.payment_id))) return;
    const started = await startCharge(ctx, chat.payment_id, { provider, payer });
    if (!chat.conversation_id) return;
    const language = chat.language ?? orgOf(ctx).language;
    const text = (key: string, link: string) =>
      t(inLanguage(ctx, language), `chat.electricity.confirm.${key}`, { link });
    const answer = started.ok
      ? // With play money the phone is a page.
        started.data.link && text('play_phone', started.data.link)
      : `${t(language, `errors.${started.code}`, started.detail)}\n${text('by_link', payLink(ctx, chat.payment_id))}`;
    if (!answer) return;
    const content = { text: answer, about: 'electricity.purchase' };
    const id = chat.conversation_id;
    await transaction(ctx, async (tx) => ok(await sendToConversation(tx, id, content)));
  },
});
