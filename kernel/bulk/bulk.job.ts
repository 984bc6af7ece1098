import { Type } from 'typebox';
import { defineJob } from '../jobs/index.ts';
import { runBulk } from './run-bulk.action.ts';

/** An action on all rows that a filter found; each row is a transaction of its own. */
export const bulkJob = defineJob({
  name: 'bulk.run',
  schema: Type.Object({
    task: Type.String(),
    list: Type.String(),
    action: Type.String(),
    ids: Type.Array(Type.String()),
    reason: Type.Optional(Type.String()),
  }),
  // 10,000 rows with a message each take some minutes.
  timeoutSeconds: 3600,
  run: (ctx, data, progress) => runBulk(ctx, data, progress),
});
