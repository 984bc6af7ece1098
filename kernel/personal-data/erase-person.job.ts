import { Type } from 'typebox';
import { defineJob } from '../jobs/index.ts';
import { erasePerson } from './erase.ts';

/** Erases one person, as a member of the staff asked. A second run finds nothing left. */
export const erasePersonJob = defineJob({
  name: 'personal-data.erase',
  schema: Type.Object({ kind: Type.String(), id: Type.String() }),
  timeoutSeconds: 1800,
  run: (ctx, asked) => erasePerson(ctx, asked),
});
