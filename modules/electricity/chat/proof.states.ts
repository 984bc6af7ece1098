import { type Answered, attempt, type ChatInput, type FlowState } from '../../../kernel/conversations/index.ts';
import { inOrg } from '../../../kernel/ctx/index.ts';
import { type NewProof, paymentInstructions, proofIn, submitProof } from '../../../kernel/payment-proofs/index.ts';
import { findPayment } from '../../../kernel/payments/index.ts';
import { accountOfPerson } from '../../../kernel/portal/index.ts';
import { type Chat, command, type Doing, done, entry, menu, money, textOf } from './talking.ts';

/** Where to transfer the money; then the photo, the document or the number of the transfer. */
export const proof: FlowState<Doing> = {
  noReturn: true,
  takesNumbers: true,
  async ask(talk) {
    const payment = talk.data.payment ? await findPayment(talk.ctx, talk.data.payment) : null;
    return payment?.ok ? { text: await paymentInstructions(talk.ctx, payment.data) } : { to: 'buy', data: {} };
  },
  async answer(talk, input) {
    const { payment } = talk.data;
    const other = input.kind === 'text' ? command(talk, input.text) : null;
    if (other) return other;
    const sent = proofOf(talk, input);
    return payment && sent ? submit(talk, payment, sent) : null;
  },
  // A transfer may take a weekend.
  timeoutMinutes: 3 * 24 * 60,
};

/** A picture or document that nobody asked for: the receipt of the latest purchase, while that is not paid. */
export async function takeLooseProof(talk: Chat, input: ChatInput): Promise<Answered<Doing>> {
  const sent = input.kind === 'media' ? proofOf(talk, input) : null;
  const account = sent && (await accountOfPerson(talk.ctx, talk.conversation.personId));
  if (!account) return null;
  const latest = await talk.ctx.db
    .selectFrom('electricity_purchase')
    .select(['payment_id', 'state'])
    .where(inOrg(talk.ctx))
    .where('account_id', '=', account.id)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return latest?.state === 'open' || latest?.state === 'ended' ? submit(talk, latest.payment_id, sent) : null;
}

function proofOf({ message, conversation }: Chat, input: ChatInput): NewProof | null {
  const from = { eventId: message?.eventId ?? null, conversationId: conversation.id };
  if (input.kind === 'media' && input.file && input.media !== 'other')
    return { ...from, fileId: input.file.id, caption: input.caption };
  const typed = input.kind === 'text' ? proofIn(input.text) : null;
  if (!typed || input.kind !== 'text') return null;
  return { ...from, transactionReference: typed.reference, ...(typed.message && { caption: input.text.trim() }) };
}

async function submit(talk: Chat, paymentId: string, sent: NewProof): Promise<Answered<Doing>> {
  const { ctx, t } = talk;
  const submitted = await attempt(ctx, () => submitProof(ctx, paymentId, sent));
  // Of a purchase that is paid, or was given back, nothing more can be sent.
  if (!submitted.ok && submitted.code.startsWith('payments.already_'))
    return done(textOf(talk, submitted), [entry(talk, 'balance'), menu(talk)]);
  if (!submitted.ok) return submitted;
  const { amountMinor, currency } = submitted.data;
  return done(t('proof.thanks', { amount: money(ctx, amountMinor, currency) }), [entry(talk, 'history'), menu(talk)]);
}
