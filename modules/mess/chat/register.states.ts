import { attempt, type FlowState, languageName } from '../../../kernel/conversations/index.ts';
import { orgOf } from '../../../kernel/ctx/index.ts';
import { texts } from '../../../kernel/i18n/index.ts';
import { readPhone } from '../../../kernel/lib/contact.ts';
import { refuse } from '../../../kernel/lib/result.ts';
import { getPerson } from '../../../kernel/people/index.ts';
import { registerStudent } from '../students/register-student.action.ts';
import { readRollNumber } from '../students/roll-number.rule.ts';
import { getStudent } from '../students/students.query.ts';
import { askOffice } from './office/send-question.job.ts';
import { type Chat, type Doing, entry, meOf, nextOf } from './student-talk.ts';
import { done, menuButton, textOf, typed } from './talking.ts';

/**
 * Joining: language → name → roll number → room → phone → summary. One tap keeps an answer that is known from before.
 */
export const lang: FlowState<Doing> = {
  async ask(talk) {
    const me = await meOf(talk);
    if (me && !me.allowed.includes('reapply')) {
      return done(talk.t(`status.${me.state}`, { reason: me.denial_reason ?? '' }), nextOf(talk, me));
    }
    // The mess has no texts in the languages that are for customers only.
    const choices = texts().staffLanguages.map((code) => ({ id: code, label: languageName(code) }));
    return { text: talk.t('lang.ask', { organization: orgOf(talk.ctx).name }), choices };
  },
  answer: (_, input) => (input.kind === 'choice' ? { to: 'name', data: {}, language: input.id } : null),
};

const KEEP = 'keep';
const SKIP = 'skip';

export const name: FlowState<Doing> = {
  async ask(talk) {
    const known = await nameOf(talk);
    return { text: talk.t('name.ask'), choices: known ? [{ id: KEEP, label: known }] : [] };
  },
  async answer(talk, input) {
    const text = input.kind === 'choice' ? await nameOf(talk) : input.kind === 'text' ? input.text.trim() : '';
    if (!/\p{L}/u.test(text) || text.length > 255) return null;
    return { to: 'roll', data: { ...talk.data, name: text } };
  },
};

/** The name of an earlier registration, otherwise the channel's. */
async function nameOf(talk: Chat): Promise<string> {
  return (await meOf(talk))?.name ?? talk.conversation.displayName ?? '';
}

export const roll: FlowState<Doing> = {
  takesNumbers: true,
  async ask(talk) {
    const me = await meOf(talk);
    return { text: talk.t('roll.ask'), choices: me ? [{ id: KEEP, label: me.roll_number }] : [] };
  },
  async answer(talk, input) {
    const me = await meOf(talk);
    const text = input.kind === 'choice' ? (me?.roll_number ?? '') : input.kind === 'text' ? input.text : null;
    if (text === null) return null;
    const number = readRollNumber(text);
    if (!number) return refuse('mess.student.roll_malformed');
    const holder = await getStudent(talk.ctx, number);
    if (holder.ok && holder.data.id !== me?.id) return { to: 'claim', data: { ...talk.data, claimed: holder.data.id } };
    return { to: 'room', data: { ...talk.data, roll: number } };
  },
};

/**
 * The number belongs to a student already, such as an imported one: the office decides whether it is the same person.
 */
export const claim: FlowState<Doing> = {
  choices: ['office', 'other'],
  async ask({ t, ctx, data }) {
    const holder = await getStudent(ctx, data.claimed ?? '');
    return holder.ok ? { text: t('claim.ask', { roll: holder.data.roll_number }) } : { to: 'roll' };
  },
  async answer(talk, input) {
    if (input.kind !== 'choice') return null;
    if (input.id === 'other' || !talk.data.claimed) return { to: 'roll' };
    const { conversation, data } = talk;
    await askOffice(talk.ctx, { about: 'claim', id: data.claimed as string, conversation: conversation.id });
    return done(talk.t('claim.asked'), [menuButton(talk)]);
  },
};

export const room: FlowState<Doing> = {
  takesNumbers: true,
  async ask(talk) {
    const known = (await meOf(talk))?.room;
    const choices = [...(known ? [{ id: KEEP, label: known }] : []), { id: SKIP, label: talk.t('skip') }];
    return { text: talk.t('room.ask'), choices };
  },
  async answer(talk, input) {
    const meant = input.kind === 'choice' ? input.id : typed(talk, input, [SKIP]);
    if (meant === SKIP) return { to: 'phone', data: { ...talk.data, room: null } };
    const text = meant === KEEP ? (await meOf(talk))?.room : input.kind === 'text' ? input.text.trim() : '';
    return text && text.length <= 60 ? { to: 'phone', data: { ...talk.data, room: text } } : null;
  },
};

export const phone: FlowState<Doing> = {
  takesNumbers: true,
  async ask(talk) {
    const known = await phoneOf(talk);
    const choices = [...(known ? [{ id: KEEP, label: known }] : []), { id: SKIP, label: talk.t('skip') }];
    return { text: talk.t('phone.ask'), choices };
  },
  async answer(talk, input) {
    const meant = input.kind === 'choice' ? input.id : typed(talk, input, [SKIP]);
    if (meant === SKIP) return { to: 'review', data: { ...talk.data, phone: null } };
    const text = meant === KEEP ? await phoneOf(talk) : input.kind === 'text' ? input.text : null;
    if (!text) return null;
    const read = readPhone(text, orgOf(talk.ctx).country);
    return read.ok ? { to: 'review', data: { ...talk.data, phone: read.data } } : read;
  },
};

/** The phone that the channel reported, or that they gave before. */
async function phoneOf({ ctx, conversation }: Chat): Promise<string | null> {
  const person = await getPerson(ctx, conversation.personId);
  return person.ok ? person.data.phone : null;
}

export const review: FlowState<Doing> = {
  choices: ['yes', 'change'],
  ask({ data, t }) {
    if (!data.name || !data.roll) return { to: 'name', data: {} };
    const { name, roll, room, phone } = data;
    return { text: t('review.ask', { name, roll, room: room ?? '–', phone: phone ?? '–' }) };
  },
  async answer(talk, input) {
    if (input.kind !== 'choice') return null;
    const { ctx, conversation, data, t } = talk;
    if (input.id === 'change') return { to: 'name', data: {} };
    const registered = await attempt(ctx, () =>
      registerStudent(ctx, {
        person_id: conversation.personId,
        name: data.name ?? '',
        roll_number: data.roll ?? '',
        room: data.room ?? null,
        language: conversation.language,
        // Skipping the phone now doesn't delete the person's stored number.
        ...(data.phone && { phone: data.phone }),
      }),
    );
    if (!registered.ok) {
      const [field] = Object.keys(registered.fields ?? {});
      if (field === 'roll_number') return { to: 'roll', send: [{ text: textOf(talk, registered) }] };
      return registered;
    }
    await askOffice(ctx, { about: 'registration', id: registered.data.id });
    return done(t('review.done', { name: registered.data.name }), [entry(talk, 'status'), menuButton(talk)]);
  },
};
