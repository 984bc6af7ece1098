import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PostgresNode } from '../../faults/node.ts';
import { type Caller, cookieOf, found, openExhibition } from '../support/api.ts';
import { programFolder } from '../support/data-folder.ts';
import { newFolder, type Server, start } from '../support/server.ts';

/**
 * Lists come from a real streaming replica, and none is behind a write that was confirmed before it: with the replica
 * keeping up, held back by `recovery_min_apply_delay`, killed, and back again.
 */
const here = process.platform === 'linux';

const folder = newFolder();
let primary: PostgresNode;
let standby: PostgresNode;
let web: Server;
let call: Caller;
let exhibition: string;
beforeAll(async () => {
  if (!here) return;
  primary = await PostgresNode.create(join(folder.path, 'one'));
  standby = await primary.standby(join(folder.path, 'two'));
  const DATA_DIR = programFolder(join(folder.path, 'program'));
  web = await start({
    DATA_DIR,
    DATABASE_URL: primary.url(),
    // User and password are those of the primary's connections.
    DATABASE_READ_URL: `postgres://127.0.0.1:${standby.port}/counterfoil`,
    RATE_LIMIT_PER_MINUTE: '100000',
  });
  call = await found(web);
  exhibition = (await openExhibition(call)).id;
});
afterAll(async () => {
  await web?.stop();
  await standby?.stop();
  await primary?.stop();
  folder.remove();
});

test.skipIf(!here)('lists come from the replica, and each has the write before it', async () => {
  await expect.poll(() => readsOf(() => names('nobody'))).toBe('replica');
  const before = await reads();
  for (let n = 0; n < 60; n++) await addAndFind(`Early ${n}`);
  const after = await reads();
  // A list that asks at once may be too early for the replica, and waits or reads the primary; most are not.
  expect(after.replica - before.replica).toBeGreaterThan(30);
});

test.skipIf(!here)('many people write and list at once, and each finds what is theirs', async () => {
  await Promise.all(
    Array.from({ length: 12 }, async (_, person) => {
      for (let n = 0; n < 15; n++) await addAndFind(`Crowd p${person}n${n}`);
    }),
  );
});

test.skipIf(!here)('an export is read from the replica', async () => {
  const cookie = await cookieOf(web);
  let file = '';
  await expect
    .poll(() =>
      readsOf(async () => {
        const answer = await fetch(`${web.url}/api/v1/exhibition/customers/export.csv`, { headers: { cookie } });
        file = await answer.text();
      }),
    )
    .toBe('replica');
  expect(file).toContain('Early 59');
});

test.skipIf(!here)('a replica that is held back for a second does not answer for what it cannot know yet', async () => {
  await standby.stop();
  await standby.start({ ...primary.followed(), recovery_min_apply_delay: '1s' });
  expect(await readsOf(() => addAndFind('While held back'))).toBe('primary');
  // When nobody writes for a while it has caught up, and is read again.
  await expect.poll(() => readsOf(() => names('While held back')), { interval: 170 }).toBe('replica');
  expect(await names('While held back')).toEqual(['While held back']);
});

test.skipIf(!here)('when the replica is gone the primary is read, and when it is back the replica again', async () => {
  await standby.kill();
  for (let n = 0; n < 20; n++) await addAndFind(`Alone ${n}`);
  await standby.start(primary.followed());
  await expect.poll(() => readsOf(() => names('Alone 19')), { interval: 500 }).toBe('replica');
});

test.skipIf(!here)('a replica that was promoted by mistake is not read', async () => {
  await standby.promote();
  expect(await readsOf(() => addAndFind('After the promotion'))).toBe('primary');
});

let people = 0;
async function addAndFind(name: string): Promise<void> {
  await call('POST', '/exhibition/customers', {
    name,
    email: `${name.replaceAll(' ', '.')}@fair.example`,
    phone: `+9198${String(10_000_000 + ++people)}`,
    exhibition_id: exhibition,
  });
  expect(await names(name)).toEqual([name]);
}

async function names(search: string): Promise<string[]> {
  const found = await call<{ name: string }[]>(
    'GET',
    `/exhibition/customers?search=${encodeURIComponent(search)}&limit=5`,
  );
  return found.map(({ name }) => name).filter((name) => name === search);
}

async function reads(): Promise<{ replica: number; primary: number }> {
  const text = await (await fetch(`${web.url}/metrics`)).text();
  const count = (server: string) =>
    Number(new RegExp(`^counterfoil_database_reads_total{server="${server}"} (\\d+)`, 'm').exec(text)?.[1]);
  return { replica: count('replica'), primary: count('primary') };
}

/** Which server was read by this. */
async function readsOf(doing: () => Promise<unknown>): Promise<'replica' | 'primary' | 'both' | 'none'> {
  const before = await reads();
  await doing();
  const after = await reads();
  const [replica, primary] = [after.replica > before.replica, after.primary > before.primary];
  return replica && primary ? 'both' : replica ? 'replica' : primary ? 'primary' : 'none';
}
