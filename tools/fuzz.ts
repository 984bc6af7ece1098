import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * Runs the whole fuzz over the API and the walk over every route, role and foreign organization: `npm run fuzz`. Each
 * run has a new seed; `npm run fuzz -- --seed=<seed>` repeats a run, `--requests=<n>` makes it longer.
 */
const root = join(import.meta.dirname, '..');
const { values } = parseArgs({ options: { seed: { type: 'string' }, requests: { type: 'string', default: '12000' } } });
const seed = values.seed ?? String(Math.floor(Math.random() * 2 ** 31));
console.log(`seed ${seed}: npm run fuzz -- --seed=${seed} --requests=${values.requests}`);
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', 'test/fuzz.int.test.ts', 'kernel/auth/test/foreign.int.test.ts'],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, FUZZ_REQUESTS: values.requests, FUZZ_SEED: seed, FUZZ_WHOLE: '1' },
  },
);
process.exitCode = status ?? 1;
