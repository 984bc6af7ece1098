import {
  type Asked,
  type ChatContent,
  findConversation,
  sendToConversation,
} from '../../../../kernel/channels/index.ts';
import type { Ctx } from '../../../../kernel/ctx/index.ts';
import { transaction } from '../../../../kernel/db/index.ts';
import { t } from '../../../../kernel/i18n/index.ts';
import { ok, type Result } from '../../../../kernel/lib/result.ts';
import { PAYMENT } from '../../../../kernel/payments/index.ts';
import { staffChats } from '../../../../kernel/staff/index.ts';
import { CLAIM, STUDENT } from '../../names.ts';
import { hasChat } from '../../students/audience.query.ts';
import { getStudent } from '../../students/students.query.ts';
import { claimButtons, proofButtons, registrationButtons } from './buttons.ts';
import { proofPrompt, waitingProof } from './proof-prompt.ts';
import { registrationText } from './registration-text.ts';

/** `id`: of the student, or of the payment. `conversation`: of the person who claims to be the student. */
export type Question = { about: 'registration' | 'proof' | 'claim'; id: string; conversation?: string };

/**
 * Sends a pending decision, with its buttons, to all office members who work from a chat; to nobody if it was decided
 * meanwhile. One transaction sends all messages, so that a retry sends either all again or none.
 */
export async function sendQuestion(ctx: Ctx, asking: Question): Promise<Result<{ notified: number }>> {
  const chats = await staffChats(ctx, asking.about === 'proof' ? 'payments.verify' : 'mess.student.decide');
  if (chats.length === 0) return ok({ notified: 0 });
  return transaction(ctx, async (tx) => {
    const words = await wordsFor(tx, asking);
    if (!words) return ok({ notified: 0 });
    for (const { conversationId, language } of chats)
      await sendToConversation(tx, conversationId, {
        ...(await words({ ...tx, locale: language })),
        asks: askedIn(asking),
        about: 'mess.office',
      });
    return ok({ notified: chats.length });
  });
}

/** What is decided by the buttons of a question. */
function askedIn({ about, id, conversation }: Question): Asked {
  if (about === 'proof') return { type: PAYMENT, id };
  return about === 'claim' && conversation ? { type: CLAIM, id: conversation } : { type: STUDENT, id };
}

type Words = (ctx: Ctx) => Promise<ChatContent>;

async function wordsFor(ctx: Ctx, { about, id, conversation }: Question): Promise<Words | null> {
  if (about === 'proof') {
    const waiting = await waitingProof(ctx, id);
    if (!waiting) return null;
    return async (ctx) => {
      const { image, ...content } = proofPrompt(ctx, waiting);
      return { ...content, ...(image && { image: { fileId: image } }), choices: proofButtons(ctx, id) };
    };
  }
  const student = await getStudent(ctx, id);
  if (!student.ok) return null;
  if (about === 'registration') {
    if (student.data.state !== 'pending') return null;
    return async (ctx) => ({
      text: registrationText(ctx, 'new', student.data),
      choices: registrationButtons(ctx, id),
    });
  }
  const chat = conversation ? await findConversation(ctx, conversation) : undefined;
  if (!chat) return null;
  const taken = await hasChat(ctx, student.data.person_id);
  return async (ctx) => ({
    text: [
      t(ctx, 'chat.mess.office.claim.new', {
        who: chat.display_name ?? chat.address,
        channel: t(ctx, `console.inbox.channel.${chat.channel}`),
        name: student.data.name,
        roll: student.data.roll_number,
        room: student.data.room ?? '–',
      }),
      ...(taken ? [t(ctx, 'chat.mess.office.claim.taken')] : []),
    ].join('\n'),
    choices: claimButtons(ctx, { student: id, conversation: chat.id }),
  });
}
