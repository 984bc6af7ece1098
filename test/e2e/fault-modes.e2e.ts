import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { faultsIn } from '../faults/check.ts';
import { type Ground, layGround } from '../faults/ground.ts';
import { canMount, Site } from '../faults/site.ts';
import { type Confirmed, type Heard, work } from '../faults/work.ts';
import { seeded } from '../fuzz/random.ts';
import { newFolder } from './support/server.ts';

/**
 * What else goes wrong while people bill, sell, scan and buy: the database restarts, its disk is full, a tenth of the
 * packets between it and the program is lost. Nothing confirmed is lost, nothing is done twice.
 * `npm run faults -- --modes=5` repeats each more often.
 */
const TIMES = Number(process.env.FAULTS_TIMES ?? 1);
const SEED = Number(process.env.FAULTS_SEED ?? 20_261_123);
const here = process.platform === 'linux';
if (!canMount) console.warn('left out: a full disk, since only root can mount a small one');

const folder = newFolder();
let site: Site;
let ground: Ground;
beforeAll(async () => {
  if (!here) return;
  site = await Site.start(folder.path, seeded(SEED));
  ground = await layGround(site);
});
afterAll(async () => {
  await site?.stop();
  folder.remove();
});

const confirmed: Confirmed = new Map();

/** Works while `harm` happens so many times, then until all is answered; prints what was heard. */
async function under(name: string, harm: (further: () => Promise<void>) => Promise<void>): Promise<void> {
  const heard: Record<Heard, number> = { confirmed: 0, refused: 0, unanswered: 0 };
  const stop = new AbortController();
  const round: Confirmed = new Map();
  const counts = () => [...round.values()].map(({ size }) => size);
  const further = async () => {
    const before = counts();
    await expect
      .poll(() => counts().length > 0 && counts().every((n, i) => n > (before[i] ?? 0) + 2), { interval: 20 })
      .toBe(true);
  };
  const harmed = async () => {
    for (let n = 0; n < TIMES; n++) {
      await further();
      await harm(further);
    }
    await further();
  };
  await Promise.all([
    work(site, ground, round, stop.signal, (what) => heard[what]++, name),
    harmed().finally(() => stop.abort()),
  ]);
  for (const [kind, done] of round) confirmed.set(kind, new Map([...(confirmed.get(kind) ?? []), ...done]));
  console.log(`faults: ${name}, ${TIMES} times: ${JSON.stringify(heard)}`);
  expect(site.ended()).toEqual([]);
  expect(await faultsIn(site, confirmed)).toEqual([]);
}

test.skipIf(!here)('the database restarts', () =>
  under('restart', async () => {
    await site.node.stop();
    await wait(1000);
    await site.node.start();
  }),
);

test.skipIf(!here)('the network loses a tenth', () =>
  under('network', async (further) => {
    site.network.loss = 0.1;
    for (let n = 0; n < 3; n++) await further();
    site.network.loss = 0;
    console.log(`network: ${JSON.stringify(site.network.seen)}`);
    expect(site.network.seen.lost).toBeGreaterThan(10);
  }),
);

test.skipIf(!canMount)('the disk of the database is full', () =>
  under('disk', async () => {
    const free = site.fillDisk();
    await wait(8000);
    free();
  }),
);
