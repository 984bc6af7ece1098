import { Type } from 'typebox';
import { defineJob } from '../../jobs/index.ts';
import { removeChoices } from '../remove-choices.ts';

export const withdrawChoicesJob = defineJob({
  name: 'channels.withdraw-choices',
  schema: Type.Object({ message: Type.String({ format: 'uuid' }) }),
  run: (ctx, { message }) => removeChoices(ctx, message),
});
