import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * Kills the primary of two servers under load, promotes the standby, and proves that nothing confirmed was lost or done
 * twice; prints how long nothing could be written. `npm run failover -- --times=<n>`.
 */
const root = join(import.meta.dirname, '..');
const { values } = parseArgs({ options: { times: { type: 'string', default: '10' } } });
const { status } = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--config=vitest.e2e.config.ts',
    'test/e2e/long/failover.e2e.ts',
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, FAILOVER_TIMES: values.times } },
);
process.exitCode = status ?? 1;
