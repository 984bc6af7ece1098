import { expect, test } from 'vitest';
import { visitor } from '../../../test/harness/people.ts';
import { desk, openRaffle, reserveNumbers } from '../test/factories.ts';
import { drawWinners, hashList } from './draw.rule.ts';

async function sold(numbers: number[][]) {
  const at = await desk();
  const raffle = await openRaffle(at.admin, { last_number: 100 });
  for (const some of numbers) {
    const order = await reserveNumbers(at.ops, raffle, some, { confirm: true });
    await at.ops.post(`/raffle/orders/${order.id}/confirm-payment`);
  }
  const freeze = (over: object = {}) =>
    at.admin.post(`/raffle/raffles/${raffle.id}/draws`, {
      winners: 1,
      seed_source: 'State lottery of 30 November',
      ...over,
    });
  return { ...at, raffle, freeze };
}

test('frozen, published, drawn: anyone can hash the list and compute the winner again', async () => {
  const { app, admin, ops, raffle, freeze, db } = await sold([[1, 2], [50], [99]]);
  const frozen = await freeze();
  expect(frozen.status).toBe(201);
  expect(frozen.body.data).toMatchObject({
    sequence: 1,
    state: 'frozen',
    entries: 4,
    seed: null,
    winners: null,
    computation: 1,
  });

  const anyone = visitor(app);
  const published = (await anyone.get(`/raffle/public/${raffle.code}/draw`)).body.data[0];
  expect(hashList(published.list_text)).toBe(published.list_hash);
  expect(published.list_text).toContain(`raffle ${raffle.code}\ndraw 1\nentries 4\n001 `);

  const drawn = await admin.post(`/raffle/draws/${frozen.body.data.id}/seed`, { seed: ' KR  123456 ' });
  expect(drawn.body.data).toMatchObject({ state: 'drawn', seed: 'KR 123456' });
  const [winner] = drawWinners(published.list_text, 'KR 123456', 1);
  expect(drawn.body.data.winners).toEqual([
    { number: Number(winner?.label), label: winner?.label, order_code: winner?.orderCode },
  ]);
  const seen = (await anyone.get(`/raffle/public/${raffle.code}/draw`)).body.data[0];
  expect(seen).toMatchObject({ state: 'drawn', seed: 'KR 123456', list_hash: published.list_hash });
  const [atDesk] = (await ops.get(`/raffle/raffles/${raffle.id}/draws`)).body.data;
  expect(atDesk.winning_orders[0]).toMatchObject({ order_code: winner?.orderCode, contact_name: 'Asha Verma' });
  const entries = await db
    .selectFrom('audit_entry')
    .select('action')
    .where('action', 'like', 'raffle.draw.%')
    .orderBy('id')
    .execute();
  expect(entries.map((e) => e.action)).toEqual(['raffle.draw.frozen', 'raffle.draw.drawn']);
  expect((await admin.post(`/raffle/draws/${frozen.body.data.id}/seed`, { seed: 'another' })).body.error.code).toBe(
    'raffle.draw.already_drawn',
  );
});

test('nothing is sold once the list is published, and nobody may change what was published', async () => {
  const { admin, ops, raffle, freeze, app } = await sold([[1]]);
  const late = await reserveNumbers(ops, raffle, [5], { confirm: true });
  const open = await freeze();
  expect([open.status, open.body.error.code]).toEqual([409, 'raffle.draw.orders_open']);
  const frozen = await freeze({ cancel_open: true });
  expect(frozen.body.data.entries).toBe(1);
  expect((await ops.get(`/raffle/orders/${late.id}`)).body.data.state).toBe('cancelled');

  expect((await ops.post(`/raffle/raffles/${raffle.id}/reserve`, { numbers: [7] })).body.error.code).toBe(
    'raffle.frozen',
  );
  expect((await admin.patch(`/raffle/raffles/${raffle.id}`, { active: true })).body.error.code).toBe('raffle.frozen');
  expect((await freeze()).body.error.code).toBe('raffle.draw.already_frozen');
  const system = app.boot.database.system;
  const row = system.updateTable('raffle_draw').where('raffle_id', '=', raffle.id);
  await expect(row.set({ list_text: 'another' }).execute()).rejects.toThrow(/never changed/);
  await expect(system.deleteFrom('raffle_draw').where('raffle_id', '=', raffle.id).execute()).rejects.toThrow(
    /never deleted/,
  );
});

test('money that comes for an expired order after the list is published is owed', async () => {
  const { app, ops, raffle, freeze } = await sold([[1]]);
  try {
    const late = await reserveNumbers(ops, raffle, [5], { confirm: true });
    app.clock.advance(31 * 60_000);
    expect((await freeze()).status).toBe(201);
    const paid = await ops.post(`/raffle/orders/${late.id}/confirm-payment`, { late: true });
    expect(paid.body.data).toMatchObject({ state: 'expired', payment: { owed: true } });
    const replaced = await ops.post(`/raffle/orders/${late.id}/replace-numbers`, { numbers: [6] });
    expect(replaced.body.error.code).toBe('raffle.frozen');
  } finally {
    app.clock.reset();
  }
});

test('drawn again: only with a reason, after winners, without those; the first draw stays to be seen', async () => {
  const { admin, freeze, raffle, ops } = await sold([[1], [2], [3]]);
  const first = (await freeze()).body.data;
  const again = (id: string, over: object = {}) =>
    admin.post(`/raffle/draws/${id}/redraw`, { reason: 'not claimed', winners: 1, seed_source: 'next week', ...over });
  expect((await again(first.id)).body.error.code).toBe('raffle.draw.not_drawn');
  const drawn = (await admin.post(`/raffle/draws/${first.id}/seed`, { seed: 'a' })).body.data;
  expect((await again(first.id, { reason: '  ' })).body.error.code).toBe('raffle.draw.text_blank');
  const second = await again(first.id);
  expect(second.body.data).toMatchObject({ sequence: 2, entries: 2, reason: 'not claimed', state: 'frozen' });
  const winner = (await admin.post(`/raffle/draws/${second.body.data.id}/seed`, { seed: 'b' })).body.data.winners[0];
  expect(winner.number).not.toBe(drawn.winners[0].number);
  const all = (await ops.get(`/raffle/raffles/${raffle.id}/draws`)).body.data;
  expect(all.map((d: { state: string }) => d.state)).toEqual(['replaced', 'drawn']);
});

test('nothing sold, more winners than numbers, a blank seed, somebody who may not', async () => {
  const empty = await sold([]);
  expect((await empty.freeze()).body.error.code).toBe('raffle.draw.nothing_sold');
  expect((await empty.ops.get(`/raffle/raffles/${empty.raffle.id}`)).body.data.frozen_at).toBeNull();
  const { freeze, ops, admin, raffle } = await sold([[1]]);
  expect((await freeze({ winners: 2 })).body.error.code).toBe('raffle.draw.too_many_winners');
  expect((await freeze({ seed_source: ' ' })).body.error.code).toBe('raffle.draw.text_blank');
  expect((await ops.post(`/raffle/raffles/${raffle.id}/draws`, { winners: 1, seed_source: 'x' })).status).toBe(403);
  const { id } = (await freeze()).body.data;
  expect((await admin.post(`/raffle/draws/${id}/seed`, { seed: '   ' })).body.error.code).toBe(
    'raffle.draw.seed_blank',
  );
});
