import { expect, test } from 'vitest';
import { newMachine, newMerchant, operator } from './factories.ts';

const bin = (position: number, capacity: number, threshold: number) => ({
  position,
  material: null,
  capacity,
  threshold,
});

test('the bins of all machines are listed, the emptiest first, page by page', async () => {
  const fleet = await operator();
  const { admin } = fleet;
  const other = await newMerchant(admin, 'Stations');
  const [one, two] = [await newMachine(fleet), await newMachine(fleet, { merchant_id: other.id, name: 'Platform' })];
  const put = (id: string, bins: object[]) =>
    fleet.app.http.inject({
      method: 'PUT',
      url: `/api/v1/coffee/machines/${id}/bins`,
      headers: admin.headers,
      payload: { bins },
    });
  await put(one.id, [bin(1, 1000, 300), bin(2, 50, 5), bin(3, 10, 1)]);
  await put(two.id, [bin(1, 400, 100), bin(2, 900, 100)]);
  const report = (machine: typeof one, levels: [number, number][]) =>
    machine.post(`/devices/${machine.id}/status`, { bins: levels.map(([position, level]) => ({ position, level })) });
  await report(one, [
    [1, 999],
    [2, 5],
  ]);
  await report(two, [
    [1, 100],
    [2, 180],
  ]);
  const shown = (rows: { machine: { id: string }; position: number; percent: number | null; low: boolean }[]) =>
    rows.map(({ machine, position, percent, low }) => [machine.id === one.id ? 1 : 2, position, percent, low]);
  const all = [
    [1, 2, 10, true],
    [2, 2, 20, false],
    [2, 1, 25, true],
    [1, 1, 99.9, false],
    [1, 3, null, false],
  ];
  const found: unknown[] = [];
  for (let after = ''; ; ) {
    const { body } = await admin.get(`/coffee/bins?limit=2${after && `&after=${after}`}`);
    found.push(...shown(body.data));
    if (!body.page.next) break;
    after = body.page.next;
  }
  expect(found).toEqual(all);
  const list = async (query: string) => shown((await admin.get(`/coffee/bins?${query}`)).body.data);
  expect(await list('filter={"state":"low"}')).toEqual([all[0], all[2]]);
  expect(await list('filter={"state":"enough"}&search=platf')).toEqual([all[1]]);
  expect(await list(`filter={"merchant_id":"${other.id}"}`)).toEqual([all[1], all[2]]);
  const viewer = await fleet.organization.as('viewer');
  await admin.patch(`/members/${viewer.userId}`, { limit: { kind: 'coffee.merchant', id: other.id } });
  expect(shown((await viewer.get('/coffee/bins')).body.data)).toEqual([all[1], all[2]]);
  await admin.patch(`/coffee/machines/${one.id}`, { state: 'retired' });
  expect(await list('')).toEqual([all[1], all[2]]);
});
