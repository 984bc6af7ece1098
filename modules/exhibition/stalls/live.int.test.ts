import { expect, test } from 'vitest';
import { type Caller, eventually } from '../../../test/harness/index.ts';
import { stalls } from '../test/stalls.ts';

/** The changes that a person's open pages hear of. */
async function listen(app: Awaited<ReturnType<typeof stalls>>['app'], person: Caller) {
  const opened = await app.http.inject({ url: '/api/v1/events', headers: person.headers, payloadAsStream: true });
  expect(opened.statusCode).toBe(200);
  let heard = '';
  opened.stream().on('data', (chunk) => {
    heard += String(chunk);
  });
  return {
    heard: () => heard,
    hears: (id: string) => eventually(async () => heard.includes(id), id),
    close: () => opened.stream().destroy(),
  };
}

test('a stall’s seller hears of the stall’s bills and items at once, whoever changes them, and of no other stall’s', async () => {
  const { app, owner, exhibition, clay, wool, bowl, scarf, tea, seller, collect } = await stalls();
  const [mine, theirs] = [await seller(clay), await seller(wool)];
  const [a, b, house] = [await listen(app, mine), await listen(app, theirs), await listen(app, owner)];
  // At the cash desk, by the seller, and paid at the cash desk.
  const scarfs = await collect(scarf);
  const bowls = await collect(bowl);
  const own = (await mine.post('/exhibition/bills', { lines: [{ item_id: bowl.id }] })).body.data.bill;
  const houses = await collect(tea);
  for (const { id } of [bowls, own]) await a.hears(id);
  await b.hears(scarfs.id);
  for (const { id } of [scarfs, bowls, own, houses]) await house.hears(id);
  await owner.patch(`/exhibition/items/${bowl.id}`, { price: '120' });
  await a.hears(bowl.id);
  const changes = () => a.heard().split(bowls.id).length;
  const before = changes();
  await owner.post(`/exhibition/bills/${bowls.id}/payments`, { pay: [{ method: 'card' }] });
  await eventually(async () => changes() > before, 'the payment');
  await owner.patch(`/exhibition/stalls/${wool.id}`, { name: 'Wool & more' });
  await b.hears(wool.id);
  for (const id of [scarfs.id, houses.id, wool.id]) expect(a.heard()).not.toContain(id);
  for (const id of [bowls.id, own.id, houses.id, bowl.id]) expect(b.heard()).not.toContain(id);
  // They hear that something changed, and not what.
  expect(house.heard()).not.toMatch(/120|Wool & more/);
  expect(exhibition.id).toBeTruthy();
  for (const one of [a, b, house]) one.close();
});
