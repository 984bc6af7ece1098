import { Type } from 'typebox';
import { defineJob } from '../../../kernel/jobs/index.ts';
import { endNote } from './end-note.action.ts';

/** A month after a note was left. What was done meanwhile is refused, which is as good as done here. */
export const closeNoteJob = defineJob({
  name: 'sample.close_note',
  schema: Type.Object({ id: Type.String({ format: 'uuid' }) }),
  async run(ctx, { id }) {
    await endNote(ctx, id, 'closed');
  },
});
