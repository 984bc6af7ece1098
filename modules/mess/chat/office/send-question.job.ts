import { Type } from 'typebox';
import type { Ctx } from '../../../../kernel/ctx/index.ts';
import { defineJob, enqueue } from '../../../../kernel/jobs/index.ts';
import { type Question, sendQuestion } from './send-question.ts';

const Id = Type.String({ format: 'uuid' });

/** Sends a registration, a proof or a claim to the chats of the office. */
export const sendQuestionJob = defineJob({
  name: 'mess.send-question',
  schema: Type.Object({
    about: Type.Enum(['registration', 'proof', 'claim']),
    id: Id,
    conversation: Type.Optional(Id),
  }),
  run: (ctx, asking) => sendQuestion(ctx, asking),
});

/**
 * Sends a question with its buttons to all office members who work from a chat, once the transaction of `tx` is done.
 */
export async function askOffice(tx: Ctx, asking: Question): Promise<void> {
  await enqueue(tx, sendQuestionJob, asking);
}
