import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { type Caller, newOrganization, type TestApp, useTestApp } from './harness/index.ts';

const rows = [...readFileSync('docs/guides/older-addresses.md', 'utf8').matchAll(/^\| `GET (\S+)` \| (.*) \|$/gm)].map(
  ([, asked, by]) => [asked as string, (by as string).replaceAll('`', '')] as const,
);

let app: TestApp;
let owner: Caller;
beforeAll(async () => {
  app = await useTestApp();
  owner = await (await newOrganization(app)).as('owner');
  const input = { ticket_price: '10.00', last_number: 9 };
  await owner.post('/raffle/raffles', { ...input, title: 'Bikes' });
});

test('the table of older addresses has lines', () => expect(rows.length).toBeGreaterThan(15));

test.each(rows)('%s answers as %s', async (asked, by) => {
  const get = (url: string) => app.http.inject({ url, headers: owner.headers });
  const reply = await get(asked);
  if (by === 'the console') {
    expect([reply.statusCode, reply.headers.location]).toEqual([308, '/console/']);
    return;
  }
  const now = await get(by);
  expect([reply.statusCode, reply.json()]).toEqual([200, now.json()]);
  expect(now.statusCode).toBe(200);
});

test('a word that no route knows stays refused', async () => {
  for (const query of ['status=SOLD', 'is_active=Perhaps', 'colour=RED'])
    expect((await app.http.inject({ url: `/api/orders?${query}`, headers: owner.headers })).statusCode, query).toBe(
      400,
    );
  // The newer address takes its own words only.
  expect((await owner.get('/raffle/orders?status=PENDING_PAYMENT')).status).toBe(400);
});
