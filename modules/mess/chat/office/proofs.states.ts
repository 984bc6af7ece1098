import { type Answered, attempt, type FlowState } from '../../../../kernel/conversations/index.ts';
import { isUuid } from '../../../../kernel/lib/ids.ts';
import type { Refusal } from '../../../../kernel/lib/result.ts';
import { listQueue } from '../../../../kernel/payment-proofs/index.ts';
import {
  DENIAL_REASONS,
  denyPayment,
  findPayment,
  type Payment,
  verifyPayment,
} from '../../../../kernel/payments/index.ts';
import { CYCLE_PAYMENT } from '../../names.ts';
import { giveGrace } from '../../payments/pay-cycle.action.ts';
import { dayText, done, menuButton, money, textOf, typed } from '../talking.ts';
import { proofButtons } from './buttons.ts';
import { type Desk, entry, onwards, staffFor, type Working } from './office-talk.ts';
import { proofPrompt, waitingProof, warningsOf } from './proof-prompt.ts';

/** How many of the queue are listed; the evidence desk has all of it. */
const LISTED = 60;

/** Proofs that wait, the longest waiting first. */
export const proofs: FlowState<Working> = {
  async ask(talk) {
    const staff = await staffFor(talk, 'payments.verify');
    if (!staff.ok) return staff;
    const { ctx, t } = talk;
    const queue = await listQueue(staff.data, { filter: { subject_type: CYCLE_PAYMENT }, limit: LISTED });
    if (!queue.ok) return queue;
    if (queue.data.length === 0) return done(t('proofs.none'), [entry(talk, 'office'), menuButton(talk)]);
    const choices = queue.data.map(({ id, payer_name, amount_minor, currency, description, signals }) => ({
      id,
      label: `${signals.length > 0 ? '⚠ ' : ''}${payer_name}, ${money(ctx, amount_minor, currency)}`,
      description,
    }));
    return { text: t('proofs.ask', { count: queue.data.length }), choices };
  },
  answer: (_, input) => (input.kind === 'choice' ? { to: 'proof', data: { payment: input.id } } : null),
};

/** One proof with its picture, the warnings, and the buttons that decide. */
export const proof: FlowState<Working> = {
  async ask(talk) {
    const staff = await staffFor(talk, 'payments.verify');
    if (!staff.ok) return staff;
    const { ctx, data } = talk;
    const waiting = data.payment ? await waitingProof(ctx, data.payment) : null;
    if (!waiting) return { to: 'proofs', data: {} };
    return { ...proofPrompt(ctx, waiting), choices: [...proofButtons(ctx, waiting.id), ...onwards(talk, 'proofs')] };
  },
  answer: () => null,
};

/** "Verify", pressed below any message with a proof. With a warning it asks for confirmation. */
export async function verify(talk: Desk, id: string | undefined): Promise<Answered<Working>> {
  const payment = await ofMess(talk, id);
  if (!payment) return null;
  const staff = await staffFor(talk, 'payments.verify');
  if (!staff.ok) return staff;
  const waiting = await waitingProof(talk.ctx, payment.id);
  if (waiting && waiting.signals.length > 0) return { to: 'sure', data: { payment: payment.id } };
  return confirm(talk, payment.id);
}

export const sure: FlowState<Working> = {
  async ask({ ctx, data, t }) {
    const waiting = data.payment ? await waitingProof(ctx, data.payment) : null;
    if (!waiting) return { to: 'proofs', data: {} };
    const choices = [
      { id: `yes.${waiting.id}`, label: t('sure.yes') },
      { id: 'no', label: t('sure.no') },
    ];
    return { text: [...warningsOf(ctx, waiting), t('sure.ask', { title: waiting.subject.title })].join('\n'), choices };
  },
  async answer(talk, input) {
    const { payment } = talk.data;
    const meant = input.kind === 'choice' ? input.id : typed(talk, input, ['yes', 'no']);
    if (!payment || meant === null) return null;
    if (meant === 'no') return { to: 'proof', data: { payment } };
    if (meant !== 'yes' && meant !== `yes.${payment}`) return null;
    const confirmed = await confirm(talk, payment);
    return confirmed && 'stay' in confirmed ? { end: true, send: confirmed.send } : confirmed;
  },
};

async function confirm(talk: Desk, id: string): Promise<Answered<Working>> {
  const { ctx, t } = talk;
  const staff = await staffFor(talk, 'payments.verify');
  if (!staff.ok) return staff;
  const verified = await attempt(ctx, () => verifyPayment(staff.data, id));
  if (!verified.ok) return tooLate(talk, verified);
  const { state, payerName, amountMinor, currency } = verified.data;
  // Above the organization's limit one person's approval is not enough.
  const key = state === 'verified' ? 'verified' : 'verified_first';
  const text = t(key, { who: payerName, amount: money(ctx, amountMinor, currency) });
  return { stay: true, send: [{ text, choices: onwards(talk, 'proofs') }] };
}

/** Gives grace ("accepted, not yet seen on the statement"): the student eats for some days meanwhile. */
export async function grace(talk: Desk, id: string | undefined): Promise<Answered<Working>> {
  const payment = await ofMess(talk, id);
  if (!payment) return null;
  const staff = await staffFor(talk, 'mess.payment.write');
  if (!staff.ok) return staff;
  const given = await attempt(talk.ctx, () => giveGrace(staff.data, payment.subject.id));
  if (!given.ok) return tooLate(talk, given);
  const { student, grace_until } = given.data;
  const text = talk.t('graced', { name: student.name, day: grace_until ? dayText(talk.ctx, grace_until) : '' });
  return { stay: true, send: [{ text, choices: onwards(talk, 'proofs') }] };
}

/** "Deny": asks why. */
export async function refuseProof(talk: Desk, id: string | undefined): Promise<Answered<Working>> {
  const payment = await ofMess(talk, id);
  if (!payment) return null;
  const staff = await staffFor(talk, 'payments.verify');
  if (!staff.ok) return staff;
  if (payment.state === 'submitted') return { to: 'why_not', data: { payment: payment.id } };
  // Its refusal names who was first.
  const denied = await attempt(talk.ctx, () => denyPayment(staff.data, payment.id, { reason: 'unreadable' }));
  return denied.ok ? null : tooLate(talk, denied);
}

/** Takes the reason: one of the usual ones, which the student reads in their own language, or a typed one. */
export const why_not: FlowState<Working> = {
  takesNumbers: true,
  choices: DENIAL_REASONS,
  async ask({ ctx, data, t }) {
    const waiting = data.payment ? await waitingProof(ctx, data.payment) : null;
    return waiting ? { text: t('why_not.ask', { title: waiting.subject.title }) } : { to: 'proofs', data: {} };
  },
  async answer(talk, input) {
    const { ctx, data, t } = talk;
    const staff = await staffFor(talk, 'payments.verify');
    if (!staff.ok) return staff;
    const reason = input.kind === 'choice' ? input.id : input.kind === 'text' ? input.text.trim().slice(0, 500) : '';
    if (!reason || !data.payment) return null;
    const denied = await attempt(ctx, () => denyPayment(staff.data, data.payment as string, { reason }));
    if (!denied.ok) return tooLate(talk, denied);
    return done(t('refused', { who: denied.data.payerName }), onwards(talk, 'proofs'));
  },
};

async function ofMess({ ctx }: Desk, id: string | undefined): Promise<Payment | null> {
  const found = id && isUuid(id) ? await findPayment(ctx, id) : null;
  return found?.ok && found.data.subject.type === CYCLE_PAYMENT ? found.data : null;
}

/** The desk's refusals name who was first, so there is nothing more to ask. */
const tooLate = (talk: Desk, refusal: Refusal): Answered<Working> => ({
  stay: true,
  send: [{ text: textOf(talk, refusal), choices: onwards(talk, 'proofs') }],
});
