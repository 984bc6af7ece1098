import { beforeEach, expect, test } from 'vitest';
import { drainJobs } from '../../../kernel/jobs/index.ts';
import { formOf } from '../../../test/harness/form.ts';
import { newMachine, newMerchant, type Operator, operator } from './factories.ts';

let fleet: Operator;
beforeEach(async () => {
  fleet = await operator();
  for (const code of ['beans', 'milk'])
    expect((await fleet.admin.post('/coffee/materials', { code, name: code, unit: 'g' })).status).toBe(201);
});

const check = async (...rows: string[]) => {
  const head = 'Serial No,Name,Model,Merchant,Site,Lat,Lng,Address,Tags,Bin,Material,Capacity,Threshold';
  const form = await formOf({}, { name: 'machines.csv', bytes: [head, ...rows].join('\n') });
  return (await fleet.admin.post('/imports/coffee.machines', form.body, form.headers)).body.data;
};
const run = async (id: string, options = {}) => {
  expect((await fleet.admin.post(`/imports/${id}/run`, options)).status).toBe(202);
  await drainJobs(fleet.app.boot, fleet.app.boot.services.jobs);
  return (await fleet.admin.get(`/imports/${id}`)).body.data;
};
const binsOf = async (serial: string) => (await fleet.admin.get(`/coffee/machines/${serial}/bins`)).body.data;

test('machines come with their locations and bins, a row for each bin', async () => {
  const report = await check(
    'CF-1,Lobby,Aroma,Kiosks & Co,City hospital,11.25,75.78,2nd floor,"hospital, new",1,beans,1000,200',
    'CF-1,,,,,,,,,2,MILK,800 g,',
    'CF-2,,Aroma,kiosks & co,city hospital,,,,,,,,',
    'CF-3,,,,,,,,,1,,500,100',
  );
  expect(report, JSON.stringify(report?.faults)).toMatchObject({ total: 4, good: 4, bad: 0, unused: [] });
  expect(await fleet.db.selectFrom('coffee_machine').select('id').execute()).toEqual([]);
  expect(await run(report.id)).toMatchObject({ written: 4, refused: 0 });
  const machine = (await fleet.admin.get('/coffee/machines/CF-1')).body.data;
  expect(machine).toMatchObject({
    name: 'Lobby',
    merchant: { id: fleet.merchant.id },
    location: { name: 'City hospital', latitude: 11.25, longitude: 75.78 },
    address: '2nd floor',
    tags: ['hospital', 'new'],
    presence: 'waiting',
  });
  expect(await binsOf('CF-1')).toMatchObject([
    { position: 1, material: { code: 'beans' }, capacity: 1000, threshold: 200 },
    { position: 2, material: { code: 'milk' }, capacity: 800, threshold: 0 },
  ]);
  expect((await fleet.admin.get('/coffee/machines/CF-2')).body.data.location.id).toBe(machine.location.id);
  expect(await binsOf('CF-3')).toMatchObject([{ position: 1, material: null }]);
  // More bins for one that is there; what it has stays.
  const more = await check('cf-1,,,,,,,,,3,beans,100,', 'cf-1,,,,,,,,,1,milk,100,', 'CF-2,Other,,,,,,,,,,,');
  expect(more.faults).toMatchObject([
    { row: 3, column: 'bin', code: 'coffee.bin.twice' },
    { row: 4, column: 'serial', code: 'coffee.machine.serial_taken' },
  ]);
  expect(await run(more.id, { skip_bad: true })).toMatchObject({ written: 1 });
  expect((await binsOf('CF-1')).map(({ position }: { position: number }) => position)).toEqual([1, 2, 3]);
});

test('each fault stands at its cell', async () => {
  await newMerchant(fleet.admin, 'Second');
  const there = await newMachine(fleet);
  const report = await check(
    'C 1,,,Second,,,,,,,,,',
    'C-2,,,Third,,,,,,,,,',
    'C-3,,,,,,,,,,,,',
    'C-4,,,Second,Site,95,10,,,,,,',
    'C-5,,,Second,Site,10,,,,,,,',
    'C-6,,,Second,,10,10,,,,,,',
    'C-7,,,Second,,,,,a b!,,,,',
    'C-8,,,Second,,,,,,x,beans,1,',
    'C-9,,,Second,,,,,,1,beans,much,',
    'C-10,,,Second,,,,,,1,beans,10,20',
    'C-11,,,Second,,,,,,1,tea,10,2',
    `${there.serial},,,,,,,,,,,,`,
    'C-12,,,Second,,,,,,1,beans,10,2',
    'c-12,,,,,,,,,2,milk,10,2',
    'c-12,,,Second,,,,,,1,milk,10,2',
  );
  expect(report).toMatchObject({ total: 15, good: 2 });
  expect(report.faults.map((one: { column: string; code: string }) => `${one.column} ${one.code}`)).toEqual([
    'serial coffee.import.serial_malformed',
    'merchant coffee.machine.merchant_unknown',
    'merchant coffee.machine.merchant_unknown',
    'latitude coffee.import.degrees',
    'longitude coffee.location.half_coordinates',
    'location coffee.import.location_missing',
    'tags coffee.import.tags_malformed',
    'bin coffee.import.bin_malformed',
    'capacity coffee.import.quantity_malformed',
    'threshold coffee.bin.threshold_above',
    'material coffee.material.not_found',
    'serial coffee.machine.serial_taken',
    'bin imports.twice_in_file',
  ]);
});
