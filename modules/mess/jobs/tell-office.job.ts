import { Type } from 'typebox';
import { defineJob } from '../../../kernel/jobs/index.ts';
import { tellOffice } from '../office/tell-office.ts';

const Id = Type.String({ format: 'uuid' });

/** A registration, a proof or a claim comes to the chats of the office. */
export const tellOfficeJob = defineJob({
  name: 'mess.tell-office',
  schema: Type.Object({
    about: Type.Enum(['registration', 'proof', 'claim']),
    id: Id,
    conversation: Type.Optional(Id),
  }),
  run: (ctx, asking) => tellOffice(ctx, asking),
});
