import { Type } from 'typebox';
import { defineJob } from '../jobs/index.ts';
import { timeOutConversation } from './time-out.ts';

export const timeOutJob = defineJob({
  name: 'conversations.time-out',
  schema: Type.Object({ conversation_id: Type.String() }),
  run: (ctx, { conversation_id }) => timeOutConversation(ctx, conversation_id),
});
