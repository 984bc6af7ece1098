import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { faultsIn } from '../../faults/check.ts';
import { hasFakeClock } from '../../faults/clock.ts';
import { type Ground, layGround } from '../../faults/ground.ts';
import { canMount, Site } from '../../faults/site.ts';
import { canSlow } from '../../faults/slow-disk.ts';
import { type Confirmed, type Heard, work } from '../../faults/work.ts';
import { seeded } from '../../fuzz/random.ts';
import { OWNER, send, signIn } from '../support/api.ts';
import { newFolder } from '../support/server.ts';

/**
 * What else goes wrong while people bill, sell, scan and buy: the database restarts, its disk is full or slow, a tenth
 * of the packets between it and the program is lost, the clock jumps an hour ahead and back. Nothing confirmed is lost,
 * nothing is done twice.
 * `npm run faults -- --modes=5` repeats each more often.
 */
const TIMES = Number(process.env.FAULTS_TIMES ?? 1);
const SEED = Number(process.env.FAULTS_SEED ?? 20_261_123);
/** Asked for by `npm run faults -- --modes`: then it may take minutes. */
const long = process.env.FAULTS_TIMES !== undefined;
/** Several times as long as a request waits for the disk before it is refused. */
const FULL_MS = long ? 8000 : 4000;
/** Of a worn memory card: each commit waits for one or two of them. */
const SLOW_WRITES = 40;
const here = process.platform === 'linux';
if (!canMount) console.warn('left out: a full disk, since only root can mount a small one');
if (!canSlow) console.warn('left out: a slow disk, which needs root, loop devices and the blkio control group');
if (!hasFakeClock) console.warn('left out: a clock that jumps (apt-get install libfaketime)');

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
  const further = async () => {
    const before = new Map([...round].map(([kind, { size }]) => [kind, size]));
    const behind = () =>
      [...round].filter(([kind, { size }]) => size <= (before.get(kind) ?? 0) + 2).map(([kind]) => kind);
    await expect.poll(() => (round.size > 0 ? behind() : ['all']), { interval: 20 }).toEqual([]);
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
    await further();
    site.network.loss = 0;
    console.log(`network: ${JSON.stringify(site.network.seen)}`);
    expect(site.network.seen.lost).toBeGreaterThan(10);
  }),
);

test.skipIf(!canMount)('the disk of the database is full', () =>
  under('disk', async () => {
    const free = site.fillDisk();
    await wait(FULL_MS);
    free();
  }),
);

test.skipIf(!canSlow)('the disk of the database is slow', () =>
  under('slow', async (further) => {
    const before = performance.now();
    const fast = site.slowDisk(SLOW_WRITES);
    for (let n = 0; n < 2; n++) await further();
    fast();
    console.log(`slow: ${SLOW_WRITES} writes a second, ${((performance.now() - before) / 1000).toFixed(1)} s`);
  }),
);

test.skipIf(!hasFakeClock)('the clock jumps an hour ahead, and an hour back', async () => {
  const call = await signIn(site.web);
  const reserve = (numbers: number[]) =>
    call<{ id: string }>('POST', `/raffle/raffles/${ground.raffle}/reserve`, {
      numbers,
      contact_name: `held ${numbers}`,
      confirm: true,
    });
  const pay = (id: string) =>
    send(site.web, 'POST', `/raffle/orders/${id}/confirm-payment`, {}, { cookie: ground.cookie });
  const clockOf = async () => {
    const { headers } = await send(site.web, 'GET', '/health/live');
    return Date.parse(headers.get('date') ?? '') - Date.now();
  };
  const jump = async (seconds: number) => {
    site.clock.set(seconds);
    const clockOfDatabase = async () => {
      const [row] = await site.node.query<{ ahead: number }>(
        `select (extract(epoch from clock_timestamp()) * 1000 - ${Date.now()})::float8 as ahead`,
      );
      return row?.ahead ?? 0;
    };
    // Each process looks at its clock's file now and then.
    for (const clock of [clockOf, clockOfDatabase])
      await expect.poll(async () => Math.abs((await clock()) - site.clock.ahead), { interval: 100 }).toBeLessThan(5000);
  };
  let round = 0;
  await under('clock', async (further) => {
    const first = 86_000 + 10 * ++round;
    const kept = await reserve([first]);
    const tokens = await tokensOf();
    await jump(3600);
    await further();
    // Half an hour is over: the number that was held goes to somebody else, or is still theirs, but never both.
    const taken = await pay(kept.id);
    expect([200, 409]).toContain(taken.status);
    // A phone's access lives for a quarter of an hour, and is made anew.
    expect((await listWith(tokens.access_token)).status).toBe(401);
    const ahead = await refreshed(tokens.refresh_token);
    const during = await reserve([first + 1]);
    await jump(0);
    await further();
    // What was made an hour ahead is as good as anything else.
    expect((await listWith(ahead.access_token)).status).toBe(200);
    expect((await listWith((await refreshed(ahead.refresh_token)).access_token)).status).toBe(200);
    expect((await pay(during.id)).status).toBe(200);
    await signIn(site.web);
  });
  // The audit's chain has what was written an hour ahead too.
  await expect
    .poll(async () => {
      const verify = site.command(['audit', 'verify']);
      await verify.exited;
      return verify.output();
    })
    .not.toMatch(/not sealed yet: [1-9]/);
  if (!long) return;
  // Schedules go on, though their last run lies an hour ahead.
  await expect
    .poll(
      () =>
        site.node.query(
          `select from pgboss.job where name = 'tasks.sweep' and created_on between now() - interval '30 seconds' and now()`,
        ),
      { interval: 1000 },
    )
    .not.toEqual([]);
});

type Tokens = { access_token: string; refresh_token: string };
const { email, password } = OWNER;
async function tokensOf(): Promise<Tokens> {
  const answer = await send(site.web, 'POST', '/auth/token', { email, password });
  return ((await answer.json()) as { data: Tokens }).data;
}
async function refreshed(refresh_token: string): Promise<Tokens> {
  const answer = await send(site.web, 'POST', '/auth/token/refresh', { refresh_token });
  return ((await answer.json()) as { data: Tokens }).data;
}
const listWith = (token: string) =>
  send(site.web, 'GET', '/raffle/orders?limit=1', undefined, { authorization: `Bearer ${token}` });
