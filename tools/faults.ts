import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * Kills web, worker and database at moments that chance chooses while people bill, sell, scan and buy, and proves that
 * nothing confirmed was lost or done twice: `npm run faults`, some ten minutes. Each run has a new seed; `npm run faults
 * -- --seed=<seed> --kills=<n>` chooses the order of what is killed, and how often. `--modes=<n>` kills nothing: so many
 * times each, the database restarts, its disk is full, the network loses a tenth.
 */
const root = join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: { seed: { type: 'string' }, kills: { type: 'string', default: '200' }, modes: { type: 'string' } },
});
const seed = values.seed ?? String(Math.floor(Math.random() * 2 ** 31));
const what = values.modes ? `--modes=${values.modes}` : `--kills=${values.kills}`;
console.log(`seed ${seed}: npm run faults -- --seed=${seed} ${what}`);
const { status } = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--config=vitest.e2e.config.ts',
    `test/e2e/${values.modes ? 'long/fault-modes' : 'faults'}.e2e.ts`,
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, FAULTS_KILLS: values.kills, FAULTS_TIMES: values.modes, FAULTS_SEED: seed },
  },
);
process.exitCode = status ?? 1;
