import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { newMachine, newMeter, type Supplier, supplier } from './factories.ts';

let desk: Supplier;
beforeAll(async () => {
  desk = await supplier();
});
const moment = Date.now();
const minutesAgo = (minutes: number) => new Date(moment - Number(minutes) * 60_000).toISOString();

async function sent(payload: string) {
  const meter = await newMeter(desk.ops);
  const machine = await newMachine(desk, meter);
  const answer = await desk.app.http.inject({
    method: 'POST',
    url: `/api/v1/meters/${meter.number}/readings`,
    headers: { ...machine.headers, 'content-type': 'application/json' },
    payload,
  });
  const rows = await desk.db
    .selectFrom('electricity_reading')
    .select(['register_wh', 'state'])
    .where('meter_id', '=', meter.id)
    .orderBy('taken_at')
    .execute();
  return { status: answer.statusCode, data: answer.json().data, rows };
}

type Case = { why: string; readings: object[]; counted: number };
const cases: Case[] = JSON.parse(readFileSync('test/cases/devices/D02-one-bad-reading.json', 'utf8')).items;

test.each(cases)('$why: the other readings count, and the bad one is named', async ({ readings, counted }) => {
  const text = JSON.stringify({ readings }).replaceAll(/\{\{ISO-(\d+)\}\}/g, (_, minutes) => minutesAgo(minutes));
  const { status, data, rows } = await sent(text);
  expect(status).toBe(200);
  expect(rows).toHaveLength(counted);
  expect(data.results).toHaveLength(readings.length);
  const refused = data.results.filter(({ state }: { state: string }) => state === 'refused');
  expect(refused.map(({ code }: { code: string }) => code)).toEqual(
    Array(readings.length - counted).fill('electricity.reading.unreadable'),
  );
});

test('what is not quite JSON, without a zone, or no reading at all harms no other reading', async () => {
  const good = (minutes: number, wh: number) => `{"taken_at":"${minutesAgo(minutes)}","register_wh":${wh}}`;
  const bad = [
    `{"taken_at":"${minutesAgo(50)}","register_wh":nan}`,
    '{"taken_at":"2026-11-25 08:00:00","register_wh":1050}',
    '"reading"',
    '{"register_wh":1060}',
    '{"taken_at":"</script>\\u0000","register_wh":1}',
  ];
  const { status, data, rows } = await sent(`{"readings":[${[good(60, 1000), ...bad, good(40, 1100)].join()},]}\0`);
  expect(status).toBe(200);
  expect(rows.map(({ register_wh }) => register_wh)).toEqual([1000, 1100]);
  expect(data.results.map(({ taken_at, state }: { taken_at: string; state: string }) => [taken_at, state])).toEqual([
    [minutesAgo(60), 'counted'],
    [minutesAgo(40), 'counted'],
    [minutesAgo(50), 'refused'],
    ['2026-11-25 08:00:00', 'refused'],
    ['', 'refused'],
    ['', 'refused'],
    ['</script>', 'refused'],
  ]);
});

test.each(['{"readings":', '[]', '{"readings":[]}', '{"readings":"none"}'])('%s is refused', async (payload) => {
  expect((await sent(payload)).status).toBe(400);
});
