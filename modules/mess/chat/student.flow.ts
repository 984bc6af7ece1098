import { type Choice, defineFlow, GO } from '../../../kernel/conversations/index.ts';
import { staffOf } from '../../../kernel/staff/index.ts';
import { STUDENT_FLOW } from '../names.ts';
import type { StudentState } from '../students/student-states.rule.ts';
import { back_ok, cut, cut_ok, cuts, until } from './cut.states.ts';
import { history, owe, rebates } from './money.states.ts';
import { pay, proof, takeLooseReceipt } from './pay.states.ts';
import { claim, lang, name, phone, review, roll, room } from './register.states.ts';
import { qr, status } from './status.states.ts';
import { type Chat, type Doing, entry, meOf } from './student-talk.ts';

/** What the menu offers in each state of a registration. */
const MENU: Record<StudentState, string[]> = {
  pending: ['status'],
  approved: ['qr', 'cut', 'cuts', 'pay', 'status', 'owe', 'history'],
  denied: ['register', 'status'],
  suspended: ['status', 'owe', 'history'],
  left: ['register', 'status', 'owe', 'history'],
};

/**
 * The students' chat flow: registering, the code, cuts, payments and status. The `*.states.ts` files of the features
 * hold its states.
 */
export const studentFlow = defineFlow<Doing>({
  name: STUDENT_FLOW,
  texts: 'chat.mess.student',
  initial: () => ({}),
  entries: [
    { id: 'register', to: 'lang' },
    { id: 'qr', to: 'qr' },
    { id: 'cut', to: 'cut' },
    { id: 'cuts', to: 'cuts' },
    { id: 'pay', to: 'pay' },
    { id: 'status', to: 'status' },
    { id: 'owe', to: 'owe' },
    { id: 'rebates', to: 'rebates' },
    { id: 'history', to: 'history' },
  ],
  states: {
    lang,
    name,
    roll,
    claim,
    room,
    phone,
    review,
    qr,
    cut,
    until,
    cut_ok,
    cuts,
    back_ok,
    pay,
    proof,
    status,
    owe,
    rebates,
    history,
  },
  menu: waysIn,
  start: async (_, payload) => (payload === 'mess' ? { to: 'lang' } : null),
  unasked: takeLooseReceipt,
});

async function waysIn(talk: Chat): Promise<Choice[]> {
  const me = await meOf(talk);
  // Members of staff have their own menu. They can still register as a student by typing the word.
  if (!me) return (await staffOf(talk.ctx, talk.conversation.id)) ? [] : [entry(talk, 'register')];
  const services: Choice[] = [
    { id: GO.language, label: talk.t('menu.language') },
    { id: GO.help, label: talk.t('menu.help') },
  ];
  return [...MENU[me.state].map((id) => entry(talk, id)), ...services];
}
