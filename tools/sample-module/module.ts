import { defineModule } from '../../kernel/module/index.ts';
import { errors, permissions } from './names.ts';
import { closeNoteJob } from './notes/close-note.job.ts';
import { leavingNotes } from './notes/notes.flow.ts';
import { noteRoutes } from './notes/notes.routes.ts';
import { seed } from './seed.ts';

/** The manifest of sample: everything that it registers, and nothing else. */
export const sample = defineModule({
  name: 'sample',
  features: ['notes', 'console'],
  permissions,
  errors,
  topics: { 'sample.note': 'sample.read' },
  jobs: [closeNoteJob],
  flows: [leavingNotes],
  routes: noteRoutes,
  seed,
});
