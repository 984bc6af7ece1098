import { Type } from 'typebox';
import { defineJob } from '../jobs/index.ts';
import { runImport } from './run-import.ts';

export const runImportJob = defineJob({
  name: 'imports.run',
  schema: Type.Object({ import: Type.String({ format: 'uuid' }) }),
  // An attempt that dies goes on where it stood, so a few tries are enough, and soon.
  retry: { limit: 5, delay: 2, maxDelay: 60 },
  timeoutSeconds: 4 * 3600,
  run: (ctx, data, progress) => runImport(ctx, data.import, progress),
});
