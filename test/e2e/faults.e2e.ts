import { afterAll, beforeAll, expect, test } from 'vitest';
import { faultsIn } from '../faults/check.ts';
import { type Ground, layGround, Machines, TARGETS, type Target } from '../faults/ground.ts';
import { type Confirmed, work } from '../faults/work.ts';
import { seeded } from '../fuzz/random.ts';
import { dataFolder } from './support/data-folder.ts';

/**
 * Web, worker and database are killed at moments that chance chooses, while people bill, sell, scan and buy, and
 * machines sell and obey. Nothing that was confirmed is lost, nothing is done twice, and ledger and audit chain hold.
 * `npm run faults` kills 200 times.
 */
const KILLS = Number(process.env.FAULTS_KILLS ?? 8);
const SEED = Number(process.env.FAULTS_SEED ?? 20_261_123);
/** Killing needs Linux's list of processes. */
const here = process.platform === 'linux';

const folder = dataFolder();
let machines: Machines;
let ground: Ground;
beforeAll(async () => {
  if (!here) return;
  machines = await Machines.start(folder.path);
  ground = await layGround(machines);
});
afterAll(async () => {
  await machines?.stop();
  folder.remove();
});

test.skipIf(!here)(
  `nothing is lost or done twice when processes are killed ${KILLS} times`,
  async () => {
    const stop = new AbortController();
    const confirmed: Confirmed = new Map();
    await Promise.all([
      work(machines, ground, confirmed, stop.signal),
      killInTheMiddle(confirmed).finally(() => stop.abort()),
    ]);
    const done = [...confirmed].map(([kind, { size }]) => `${size} ${kind}s`).join(', ');
    console.log(
      `faults: FAULTS_SEED=${SEED}, killed ${JSON.stringify(killed)}, confirmed ${done}; ` +
        `the worker was started again ${machines.supervised} times`,
    );
    expect(await faultsIn(machines, confirmed)).toEqual([]);
  },
  3_600_000,
);

const killed = Object.fromEntries(TARGETS.map((target) => [target, 0])) as Record<Target, number>;

/** Kills when of each kind some is confirmed since the last time, and some is under way. */
async function killInTheMiddle(confirmed: Confirmed): Promise<void> {
  const random = seeded(SEED);
  const counts = () => [...confirmed.values()].map(({ size }) => size);
  for (let n = 0; n < KILLS; n++) {
    const before = counts();
    const further = 1 + random.below(4);
    const goesOn = () => counts().every((count, i) => count >= (before[i] ?? 0) + further);
    await expect.poll(goesOn, { interval: 5 }).toBe(true);
    // Each at least once, however few.
    const target = TARGETS[n] ?? random.pick(TARGETS);
    await machines.kill(target);
    killed[target] += 1;
    expect(machines.ended()).toEqual([]);
  }
}
