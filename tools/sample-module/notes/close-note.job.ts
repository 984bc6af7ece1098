import { Type } from 'typebox';
import { defineJob } from '../../../kernel/jobs/index.ts';
import { endNote } from './end-note.action.ts';

/** Runs a month after a note was left. A refusal because the note has ended already is fine here. */
export const closeNoteJob = defineJob({
  name: 'sample.close-note',
  schema: Type.Object({ id: Type.String({ format: 'uuid' }) }),
  async run(ctx, { id }) {
    await endNote(ctx, id, 'closed');
  },
});
