import { Type } from 'typebox';
import { defineJob } from '../jobs/index.ts';
import { runImport } from './run-import.ts';

export const runImportJob = defineJob({
  name: 'imports.run',
  schema: Type.Object({ import: Type.String({ format: 'uuid' }) }),
  // A new attempt continues where the last one stopped, so a few attempts are enough, soon after each other.
  retry: { limit: 5, firstSeconds: 2, longestSeconds: 60 },
  timeoutSeconds: 4 * 3600,
  run: (ctx, data, progress) => runImport(ctx, data.import, progress),
});
