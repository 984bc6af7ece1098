import type { Step, Talk } from '../../../kernel/conversations/index.ts';
import { STUDENT_FLOW } from '../names.ts';
import type { Student } from '../students/contract.ts';
import { studentOfPerson } from '../students/students.query.ts';
import type { Receipt } from './talking.ts';
import { done, entryOf, menuButton } from './talking.ts';

/** What the flow remembers between messages. */
export type Doing = {
  /** a registration so far */
  name?: string;
  roll?: string;
  room?: string | null;
  phone?: string | null;
  /** the student whose roll number the person claims, uuid */
  claimed?: string;
  /** a cut so far */
  from?: string;
  to?: string;
  /** uuid of the cut that is taken back */
  cut?: string;
  /** uuid of the cycle that is paid */
  cycle?: string;
  /** a receipt that came before the student said which cycle it is for */
  receipt?: Receipt;
};
export type Chat = Talk<Doing>;

export const entry = entryOf(STUDENT_FLOW);

/** The student whose chat this is, or null. */
export const meOf = ({ ctx, conversation }: Chat): Promise<Student | null> =>
  studentOfPerson(ctx, conversation.personId);

/** The student when they are approved, otherwise the step that explains their state. */
export async function approved(talk: Chat): Promise<{ me: Student } | { step: Step<Doing> }> {
  const me = await meOf(talk);
  if (me?.state === 'approved') return { me };
  const { t } = talk;
  if (!me) return { step: done(t('stranger'), [entry(talk, 'register'), menuButton(talk)]) };
  return { step: done(t(`status.${me.state}`, { reason: me.denial_reason ?? '' }), nextOf(talk, me)) };
}

/** What a person who isn't approved can do next. */
export const nextOf = (talk: Chat, me: Student) => [
  ...(me.allowed.includes('reapply') ? [entry(talk, 'register')] : []),
  menuButton(talk),
];
