import type { FlowState } from '../../../../kernel/conversations/index.ts';
import { refuse } from '../../../../kernel/lib/result.ts';
import { announce as announceToEverybody, MAX_TEXT_LENGTH } from '../../announcements/announce.action.ts';
import { everybody } from '../../students/audience.query.ts';
import { done, menuButton, typed } from '../talking.ts';
import { entry, staffFor, type Working } from './office-talk.ts';

/** Asks for the announcement's text. */
export const announce: FlowState<Working> = {
  takesNumbers: true,
  async ask(talk) {
    const staff = await staffFor(talk, 'mess.manage');
    if (!staff.ok) return staff;
    return { text: talk.t('announce.ask') };
  },
  answer(_, input) {
    if (input.kind !== 'text') return null;
    if (input.text.trim().length > MAX_TEXT_LENGTH)
      return refuse('mess.announcement.too_long', { limit: MAX_TEXT_LENGTH });
    return { to: 'send', data: { text: input.text.trim() } };
  },
};

/** Shows the announcement as students will read it, and how many will get it. */
export const send: FlowState<Working> = {
  choices: ['yes', 'no'],
  async ask(talk) {
    const staff = await staffFor(talk, 'mess.manage');
    if (!staff.ok) return staff;
    const { data, t } = talk;
    if (!data.text) return { to: 'announce' };
    const count = (await everybody(staff.data)).length;
    if (count === 0) return done(t('send.nobody'), [entry(talk, 'office'), menuButton(talk)]);
    return { text: t('send.ask', { text: data.text, count }) };
  },
  async answer(talk, input) {
    const meant = input.kind === 'choice' ? input.id : typed(talk, input, ['yes', 'no']);
    if (meant === 'no') return { to: 'announce', data: {} };
    if (meant !== 'yes' || !talk.data.text) return null;
    const staff = await staffFor(talk, 'mess.manage');
    if (!staff.ok) return staff;
    const notified = await announceToEverybody(staff.data, talk.data.text);
    if (!notified.ok) return notified;
    return done(talk.t('send.done', { count: notified.data.notified }), [entry(talk, 'office'), menuButton(talk)]);
  },
};
