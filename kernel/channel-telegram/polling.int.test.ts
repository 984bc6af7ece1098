/**
 * `counterfoil telegram --polling` as a separate process: stopped, killed and started again, it loses nothing and does
 * nothing twice.
 */
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { freePort, newFolder, run, type Server } from '../../test/e2e/support/server.ts';
import { type FakeTelegram, startFakeTelegram, TELEGRAM_TOKEN } from '../../test/fakes/telegram.ts';
import { cloneDatabase, eventually, newOrganization, openTestApp } from '../../test/harness/index.ts';

const PEOPLE = 120; // more than one batch, which is a hundred

let telegram: FakeTelegram;
let url: string;
let database: pg.Client;
let folder: { path: string; remove(): void };
const started: Server[] = [];

beforeAll(async () => {
  telegram = await startFakeTelegram();
  url = await cloneDatabase(inject('postgresUrl'));
  const app = await openTestApp({}, url);
  await newOrganization(app);
  await app.close();
  database = new pg.Client({ connectionString: url });
  await database.connect();
  folder = newFolder();
});
afterAll(async () => {
  for (const process of started) process.child.kill('SIGKILL');
  await database?.end();
  await telegram?.close();
  folder?.remove();
});

async function poll(): Promise<Server> {
  const process = run(['telegram', '--polling'], {
    DATABASE_URL: url,
    DATABASE_POOL: '8',
    DATA_DIR: folder.path,
    SECRET_KEY: 'a secret for tests only, long enough',
    PUBLIC_URL: `http://localhost:${await freePort()}`,
    TELEGRAM_BOT_TOKEN: TELEGRAM_TOKEN,
    TELEGRAM_API_ROOT: telegram.root,
    LOG_LEVEL: 'warn',
  });
  started.push(process);
  await process.printed(/the messages of one bot/);
  return process;
}

const count = async (condition: string): Promise<number> => {
  const { rows } = await database.query(`select count(*)::int as n from inbox_event where ${condition}`);
  return rows[0].n;
};

const asked = () => telegram.calls.filter(({ method }) => method === 'getUpdates').length;

it('stores updates before it confirms them, and answers everybody once', async () => {
  const people = Array.from({ length: PEOPLE }, (_, n) => telegram.person({ id: 6_100_000_000 + n }));
  for (const person of people) await person.writes('hello');
  // An old webhook is set, and Telegram refuses polling until it is deleted.
  telegram.setWebhook('https://fair.example/telegram/webhook', 'secret');

  // Telegram gets no confirmation, and repeats the first hundred.
  telegram.forgetful = true;
  const first = await poll();
  await eventually(async () => asked() > 3, 'it asks again');
  expect(telegram.webhookOf()).toBeNull();
  expect(await count('true')).toBe(100);
  expect(await first.stop()).toBe(0);
  telegram.forgetful = false;

  // The second process gets them once more, and is killed during the work.
  const before = asked();
  const second = await poll();
  await eventually(async () => asked() > before, 'it asks');
  second.child.kill('SIGKILL');
  await second.exited;

  const late = telegram.person({ id: 6_100_009_999 });
  await late.writes('while nobody asks');
  const third = await poll();
  await eventually(async () => (await count(`state = 'processed'`)) === PEOPLE + 1, 'all are processed');
  await telegram.arrived(late.id, 1, 30_000);
  expect(await third.stop()).toBe(0);

  expect(await count('true')).toBe(PEOPLE + 1);
  const { rows } = await database.query(`select count(*)::int as n from conversation_message where direction = 'in'`);
  expect(rows[0].n).toBe(PEOPLE + 1);
  // Each was answered with one message. Those that the killed process had claimed wait for five minutes, and nothing is
  // sent twice.
  const outbox = await database.query('select to_address, state from message');
  const stateOf = new Map(outbox.rows.map((row) => [row.to_address, row.state]));
  expect(outbox.rows).toHaveLength(PEOPLE + 1);
  for (const { id, received } of [...people, late]) {
    expect(received.length, String(id)).toBeLessThanOrEqual(1);
    if (stateOf.get(String(id)) === 'sent') expect(received.length, String(id)).toBe(1);
  }
  expect(third.output()).not.toMatch(/\n\s+at /);
});
