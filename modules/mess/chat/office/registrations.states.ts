import { type Answered, attempt, type FlowState } from '../../../../kernel/conversations/index.ts';
import { t as textIn } from '../../../../kernel/i18n/index.ts';
import { isUuid } from '../../../../kernel/lib/ids.ts';
import { type Refusal, refuse } from '../../../../kernel/lib/result.ts';
import { decideStudent } from '../../students/decide-student.action.ts';
import { linkChat, refuseClaim } from '../../students/link-chat.action.ts';
import { getStudent, listStudents } from '../../students/students.query.ts';
import { done, menuButton } from '../talking.ts';
import { claimIn, registrationButtons } from './buttons.ts';
import { type Desk, decidedText, entry, onwards, staffFor, type Working } from './office-talk.ts';
import { registrationText } from './registration-text.ts';

/** As many as a person reads in a chat; the console lists all of them. */
const LISTED = 60;

/** Lists the pending students. */
export const pending: FlowState<Working> = {
  async ask(talk) {
    const staff = await staffFor(talk, 'mess.student.decide');
    if (!staff.ok) return staff;
    const list = await listStudents(staff.data, { filter: { state: 'pending' }, limit: LISTED });
    if (!list.ok) return list;
    if (list.data.length === 0) return done(talk.t('pending.none'), [entry(talk, 'office'), menuButton(talk)]);
    const choices = list.data.reverse().map(({ id, name, roll_number }) => ({ id, label: `${roll_number} ${name}` }));
    return { text: talk.t('pending.ask', { count: list.data.length }), choices };
  },
  answer: (_, input) => (input.kind === 'choice' ? { to: 'student', data: { student: input.id } } : null),
};

/** One pending student, with the buttons that decide. */
export const student: FlowState<Working> = {
  async ask(talk) {
    const staff = await staffFor(talk, 'mess.student.decide');
    if (!staff.ok) return staff;
    const { data, ctx } = talk;
    const found = data.student ? await getStudent(ctx, data.student) : null;
    if (!found?.ok) return { to: 'pending', data: {} };
    if (found.data.state !== 'pending') return done(decidedText(talk, found.data), onwards(talk, 'pending'));
    const choices = [...registrationButtons(ctx, found.data.id), ...onwards(talk, 'pending')];
    return { text: registrationText(ctx, 'one', found.data), choices };
  },
  answer: () => null,
};

/** "Approve", pressed below any message with a registration. */
export async function approve(talk: Desk, id: string | undefined): Promise<Answered<Working>> {
  if (!id || !isUuid(id)) return null;
  const staff = await staffFor(talk, 'mess.student.decide');
  if (!staff.ok) return staff;
  const decided = await attempt(talk.ctx, () => decideStudent(staff.data, id, 'approve'));
  if (!decided.ok) return tooLate(talk, id, decided);
  const { name, roll_number: roll } = decided.data;
  return { stay: true, send: [{ text: talk.t('approved', { name, roll }), choices: onwards(talk, 'pending') }] };
}

/** "Deny": asks why, while it is still undecided. */
export async function deny(talk: Desk, id: string | undefined): Promise<Answered<Working>> {
  if (!id || !isUuid(id)) return null;
  const staff = await staffFor(talk, 'mess.student.decide');
  if (!staff.ok) return staff;
  const found = await getStudent(talk.ctx, id);
  if (!found.ok) return found;
  if (found.data.state !== 'pending') return tooLate(talk, id, refuse('mess.student.already_approved'));
  return { to: 'why', data: { student: id } };
}

const REASONS = ['not_listed', 'wrong_number', 'twice'] as const;

/** Takes the reason: one of the usual ones, in the student's own language, or a typed one. */
export const why: FlowState<Working> = {
  takesNumbers: true,
  choices: REASONS,
  async ask({ ctx, data, t }) {
    const found = await getStudent(ctx, data.student ?? '');
    if (!found.ok) return { to: 'pending', data: {} };
    return { text: t('why.ask', { name: found.data.name, roll: found.data.roll_number }) };
  },
  async answer(talk, input) {
    const { ctx, data, t } = talk;
    const staff = await staffFor(talk, 'mess.student.decide');
    if (!staff.ok) return staff;
    const found = await getStudent(ctx, data.student ?? '');
    if (!found.ok) return { to: 'pending', data: {} };
    const { id, name, roll_number: roll, language } = found.data;
    const reason =
      input.kind === 'choice'
        ? textIn(language, `chat.mess.office.why.reasons.${input.id}`)
        : input.kind === 'text'
          ? input.text.trim().slice(0, 500)
          : '';
    if (!reason) return null;
    const decided = await attempt(ctx, () => decideStudent(staff.data, id, 'deny', reason));
    if (!decided.ok) return tooLate(talk, id, decided);
    return done(t('denied', { name, roll, reason }), onwards(talk, 'pending'));
  },
};

/** The second member who presses reads who was first; other refusals stay as they are. */
async function tooLate(talk: Desk, id: string, refusal: Refusal): Promise<Answered<Working>> {
  const found = await getStudent(talk.ctx, id);
  if (!found.ok || found.data.state === 'pending') return refusal;
  return { stay: true, send: [{ text: decidedText(talk, found.data), choices: onwards(talk, 'pending') }] };
}

/** "It is them": links the chat to the student. */
export async function link(talk: Desk, argument: string | undefined): Promise<Answered<Working>> {
  const claim = claimIn(argument);
  if (!claim) return null;
  const staff = await staffFor(talk, 'mess.student.decide');
  if (!staff.ok) return staff;
  const linked = await attempt(talk.ctx, () => linkChat(staff.data, claim));
  if (!linked.ok) return linked;
  const { name, roll_number: roll } = linked.data;
  return { stay: true, send: [{ text: talk.t('claim.linked', { name, roll }), choices: [entry(talk, 'office')] }] };
}

/** "It isn't": the writer is notified, and nothing else changes. */
export async function nolink(talk: Desk, argument: string | undefined): Promise<Answered<Working>> {
  const claim = claimIn(argument);
  if (!claim) return null;
  const staff = await staffFor(talk, 'mess.student.decide');
  if (!staff.ok) return staff;
  const refused = await attempt(talk.ctx, () => refuseClaim(staff.data, claim));
  if (!refused.ok) return refused;
  return { stay: true, send: [{ text: talk.t('claim.refused'), choices: [entry(talk, 'office')] }] };
}
