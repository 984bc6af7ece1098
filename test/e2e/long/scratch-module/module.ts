import { defineModule } from '../../kernel/module/index.ts';
import { coins } from './coins.provider.ts';
import { reportRoutes } from './machines/reports.routes.ts';
import { errors, permissions } from './names.ts';
import { closeNoteJob } from './notes/close-note.job.ts';
import { leavingNotes } from './notes/notes.flow.ts';
import { noteRoutes } from './notes/notes.routes.ts';
import { pages } from './pages.ts';
import { pigeon } from './pigeon.channel.ts';
import { seed } from './seed.ts';

/**
 * The generated module with everything that a module may declare: devices, a provider, a page, a channel, a table that
 * grows.
 */
export const laundry = defineModule({
  name: 'laundry',
  permissions: { ...permissions, 'laundry.report': null },
  errors,
  topics: { 'laundry.note': 'laundry.read' },
  deviceKinds: [{ kind: 'laundry.washer', permissions: ['laundry.report'], codeMinutes: 60 }],
  providers: [coins],
  chatAdapters: [pigeon],
  machineEvents: { 'laundry.report': { table: 'laundry_report', distinguishedBy: 'the row says which machine' } },
  retention: [{ table: 'laundry_report', by: 'partition', days: 400 }],
  jobs: [closeNoteJob],
  flows: [leavingNotes],
  pages,
  routes: [...noteRoutes, ...reportRoutes],
  seed,
});
