import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../kernel/embedded-postgres/index.ts';
import { startFakeSmtp } from '../fakes/smtp.ts';
import { type Caller, cookieOf, found, OWNER, openExhibition, send, signIn } from './support/api.ts';
import { dataFolder } from './support/data-folder.ts';
import { freePort, run, type Server } from './support/server.ts';

/** Two web processes and two workers on one database: what is done once with one of each is done once with two. */
const CUSTOMERS = 60;

const folder = dataFolder();
let postgres: EmbeddedPostgres;
let smtp: Awaited<ReturnType<typeof startFakeSmtp>>;
const webs: Server[] = [];
let workers: Server[] = [];
let calls: Caller[];
beforeAll(async () => {
  smtp = await startFakeSmtp();
  const dataDir = folder.path;
  postgres = await startEmbeddedPostgres({ dataDir });
  const start = async (role: 'web' | 'worker') => {
    const PORT = String(await freePort());
    return run(['start', `--role=${role}`], {
      DATABASE_URL: postgres.connectionString,
      DATA_DIR: dataDir,
      PORT,
      PUBLIC_URL: `http://localhost:${PORT}`,
      EMAIL_HOST: smtp.host,
      EMAIL_PORT: String(smtp.port),
      EMAIL_USE_TLS: 'false',
      LOG_LEVEL: 'info',
    });
  };
  const one = await start('web');
  webs.push(one);
  await one.printed(/Counterfoil is open at/);
  const call = await found(one);
  const two = await start('web');
  webs.push(two);
  await two.printed(/Counterfoil is open at/);
  workers = [await start('worker'), await start('worker')];
  await Promise.all(workers.map((worker) => worker.printed(/worker started/)));
  calls = [call, await signIn(two)];
});
afterAll(async () => {
  await Promise.all([...webs, ...workers].map((one) => one.stop()));
  await postgres?.stop();
  await smtp?.stop();
  folder.remove();
});

test('each mail leaves once', async () => {
  const [call] = calls as [Caller];
  const { id } = await openExhibition(call);
  await Promise.all(
    Array.from({ length: CUSTOMERS }, (_, n) =>
      (calls[n % 2] as Caller)('POST', '/exhibition/customers', {
        name: `Customer ${n}`,
        email: `customer-${n}@fair.example`,
        phone: `+9198450${String(10_000 + n)}`,
        exhibition_id: id,
      }),
    ),
  );
  const sent = () =>
    query(`select count(*)::int as n from message where state = 'sent' and to_address like 'customer-%'`);
  await expect.poll(sent, { interval: 200 }).toEqual([{ n: CUSTOMERS }]);
  const to = smtp.mails.flatMap(({ envelope }) => envelope.to).filter((address) => address.includes('customer-'));
  expect(to).toHaveLength(CUSTOMERS);
  expect(new Set(to).size).toBe(CUSTOMERS);
});

test('a change reaches the pages of both processes, each once', async () => {
  const [one, two] = webs as [Server, Server];
  const [call] = calls as [Caller];
  const streams = await Promise.all([listen(one), listen(two)]);
  const customer = await call<{ code: string }[]>('GET', '/exhibition/customers?limit=1');
  const bill = await call<{ bill?: { id: string }; id?: string }>(
    'POST',
    `/exhibition/customers/${customer[0]?.code}/bills`,
    { amount: '10.00' },
  );
  const id = bill.bill?.id ?? bill.id;
  for (const stream of streams) {
    await expect.poll(() => stream.text().split(`"${id}"`).length - 1, { interval: 50 }).toBe(1);
    stream.close();
  }
});

test('failures to sign in are counted together', async () => {
  const statuses: number[] = [];
  for (let n = 0; n < 40 && !statuses.includes(429); n++) {
    const answer = await send(webs[n % 2] as Server, 'POST', '/auth/sign-in', {
      email: OWNER.email,
      password: 'wrong',
    });
    statuses.push(answer.status);
  }
  expect(statuses.at(-1)).toBe(429);
  const other = await send(webs[statuses.length % 2] as Server, 'POST', '/auth/sign-in', {
    email: OWNER.email,
    password: 'wrong',
  });
  expect(other.status).toBe(429);
});

test('a schedule runs once, though two workers keep it', async () => {
  // Both look at it when they start and each half minute, so the first run is of the minute in which they started.
  const runs = () =>
    query<{ minute: string; n: number }>(
      `select singleton_key, singleton_on::text as minute, count(*)::int as n from pgboss.job
       where name = '__pgboss__send-it' group by 1, 2`,
    );
  await expect.poll(async () => (await runs()).length, { interval: 200 }).toBeGreaterThan(5);
  expect((await runs()).filter(({ n }) => n !== 1)).toEqual([]);
  // Each minute's job was made once of it.
  const made = () =>
    query<{ name: string; n: number; minutes: number }>(
      `select j.name, count(*)::int as n, (select count(distinct s.singleton_on)::int from pgboss.job s
         where s.name = '__pgboss__send-it' and s.data ->> 'name' = j.name and s.state = 'completed') as minutes
       from pgboss.job j where j.name in ('tasks.sweep', 'payments.poll-due') group by 1`,
    );
  await expect.poll(async () => (await made()).length, { interval: 200 }).toBe(2);
  for (const { name, n, minutes } of await made()) expect(n, name).toBeLessThanOrEqual(minutes);
});

async function listen(web: Server): Promise<{ text(): string; close(): void }> {
  const aborted = new AbortController();
  const answer = await fetch(`${web.url}/api/v1/events`, {
    headers: { cookie: await cookieOf(web) },
    signal: aborted.signal,
  });
  let text = '';
  void (async () => {
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>)
      text += new TextDecoder().decode(chunk);
  })().catch(() => {});
  return { text: () => text, close: () => aborted.abort() };
}

async function query<Row = Record<string, unknown>>(text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: postgres.connectionString });
  await client.connect();
  try {
    return (await client.query(text)).rows as Row[];
  } finally {
    await client.end();
  }
}
