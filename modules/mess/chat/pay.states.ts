import { type Answered, attempt, type ChatInput, type FlowState } from '../../../kernel/conversations/index.ts';
import { claimsPaid, paymentInstructions, proofIn } from '../../../kernel/payment-proofs/index.ts';
import { findPayment } from '../../../kernel/payments/index.ts';
import { openCyclePayment } from '../payments/open-cycle-payment.action.ts';
import { sendProof } from '../payments/pay-cycle.action.ts';
import { askOffice } from './office/send-question.job.ts';
import { partsOf, unpaid } from './owed-in-chat.ts';
import { approved, type Chat, type Doing, entry, meOf } from './student-talk.ts';
import { done, menuButton, money, receiptOf, textOf } from './talking.ts';

/** Asks for the cycle; skipped when there is only one. */
export const pay: FlowState<Doing> = {
  async ask(talk) {
    const who = await approved(talk);
    if ('step' in who) return who.step;
    const { ctx, data, t } = talk;
    const owed = await unpaid(talk, who.me.id);
    const [only] = owed;
    if (!only) return done(t('pay.none'), [entry(talk, 'owe'), menuButton(talk)]);
    if (owed.length === 1 && !data.receipt) return { to: 'proof', data: { cycle: only.cycle.id } };
    return {
      text: t(data.receipt ? 'pay.which_receipt' : 'pay.ask'),
      choices: owed.map(({ cycle, due_minor, currency }) => ({
        id: cycle.id,
        label: `${cycle.name}: ${money(ctx, due_minor, currency)}`,
      })),
    };
  },
  async answer(talk, input) {
    const receipt = receiptOf(talk, input);
    if (receipt) return { to: 'pay', data: { receipt } };
    if (input.kind !== 'choice') return null;
    const { receipt: before } = talk.data;
    return before ? submit(talk, input.id, before) : { to: 'proof', data: { cycle: input.id } };
  },
};

/** Shows how to pay, and then takes the photo, the document or the number of the transfer. */
export const proof: FlowState<Doing> = {
  noReturn: true,
  takesNumbers: true,
  async ask(talk) {
    const who = await approved(talk);
    if ('step' in who) return who.step;
    const { ctx, data, t } = talk;
    // A second request answers the same payment: it is opened once.
    const opened = await attempt(ctx, () => openCyclePayment(ctx, who.me.id, data.cycle));
    if (!opened.ok) return done(textOf(talk, opened), [menuButton(talk)]);
    const { cycle, state, payment } = opened.data;
    if (state === 'verified' || !payment) return done(t('proof.paid', { cycle: cycle.name }), [menuButton(talk)]);
    const found = await findPayment(ctx, payment.id);
    if (!found.ok) return found;
    const lines = [
      t(state === 'uploaded' ? 'proof.again' : 'proof.title', { cycle: cycle.name }),
      partsOf(talk, opened.data),
      await paymentInstructions(ctx, found.data),
    ];
    return { text: lines.filter((line) => line !== null).join('\n'), choices: [menuButton(talk)] };
  },
  async answer(talk, input) {
    const { cycle } = talk.data;
    if (!cycle) return { to: 'pay', data: {} };
    if (input.kind === 'text') {
      const proof = proofIn(input.text);
      if (!proof) return claimsPaid(input.text) ? { stay: true, send: [{ text: talk.t('proof.send') }] } : null;
      return submit(talk, cycle, {
        ...(proof.reference !== null && { transactionReference: proof.reference }),
        ...(proof.message && { caption: input.text.trim() }),
      });
    }
    const receipt = receiptOf(talk, input);
    return receipt ? submit(talk, cycle, receipt) : null;
  },
  timeoutMinutes: 3 * 24 * 60,
};

/** Takes a receipt that nobody asked for: for the only cycle it can be for, otherwise it asks which. */
export async function takeLooseReceipt(talk: Chat, input: ChatInput): Promise<Answered<Doing>> {
  const receipt = receiptOf(talk, input);
  const me = receipt && (await meOf(talk));
  if (!receipt || me?.state !== 'approved') return null;
  const owed = await unpaid(talk, me.id);
  const [only] = owed;
  if (!only) return null;
  return owed.length > 1 ? { to: 'pay', data: { receipt } } : submit(talk, only.cycle.id, receipt);
}

type Sent = { fileId?: string; caption?: string; transactionReference?: string; eventId?: string | null };

async function submit(talk: Chat, cycleId: string, sent: Sent): Promise<Answered<Doing>> {
  const { ctx, t, conversation, message } = talk;
  const me = await meOf(talk);
  if (!me) return { to: 'pay', data: {} };
  const eventId = sent.eventId ?? message?.eventId ?? null;
  const given = await attempt(ctx, () =>
    sendProof(ctx, me.id, { ...sent, eventId, conversationId: conversation.id }, cycleId),
  );
  if (!given.ok) {
    const over = given.code === 'mess.payment.nothing_owed';
    return over ? done(textOf(talk, given), [menuButton(talk)]) : given;
  }
  const { payment, cycle } = given.data;
  if (payment) await askOffice(ctx, { about: 'proof', id: payment.id });
  return done(t('proof.thanks', { cycle: cycle.name }), [entry(talk, 'status'), menuButton(talk)]);
}
