import type { Result } from '../lib/result.ts';
import { inThread } from '../lib/thread.ts';
import type { Input, Reading } from './file/read-statement.ts';

/**
 * `readStatement` in a thread of its own, so that other requests don't wait. 20,000 lines take two seconds on a slow
 * machine, a file of 5 MB some 200 MB of memory. Refusals: those of readStatement, `statements.busy`,
 * `statements.too_hard`.
 */
export const readInThread = inThread<Input, Result<Reading>>(new URL('./read.worker.ts', import.meta.url), {
  waiting: 8,
  seconds: 30,
  megabytes: 600,
  refusals: { busy: 'statements.busy', tooHard: 'statements.too_hard' },
});
