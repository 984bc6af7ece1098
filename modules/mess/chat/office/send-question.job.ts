import { Type } from 'typebox';
import { defineJob } from '../../../../kernel/jobs/index.ts';
import { sendQuestion } from './send-question.ts';

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
