import { beforeEach, expect, test } from 'vitest';
import { drainJobs } from '../../../kernel/jobs/index.ts';
import { formOf } from '../../../test/harness/form.ts';
import { type Operator, operator } from '../test/factories.ts';

let fleet: Operator;
beforeEach(async () => {
  fleet = await operator();
  const beans = { code: 'beans', name: 'Beans', unit: 'g', cost: '14.50', specification: 'Arabica' };
  expect((await fleet.admin.post('/coffee/materials', beans)).status).toBe(201);
});

const check = async (csv: string) => {
  const form = await formOf({}, { name: 'materials.csv', bytes: csv });
  return (await fleet.admin.post('/imports/coffee.materials', form.body, form.headers)).body.data;
};
const run = async (csv: string, options = {}) => {
  const report = await check(csv);
  expect((await fleet.admin.post(`/imports/${report.id}/run`, { duplicates: 'update', ...options })).status).toBe(202);
  await drainJobs(fleet.app.boot, fleet.app.boot.services.jobs);
  return (await fleet.admin.get(`/imports/${report.id}`)).body.data;
};
const materials = async () =>
  (await fleet.admin.get('/coffee/materials')).body.data.map(
    ({ code, name, unit, cost, specification }: Record<string, string>) => [code, name, unit, cost, specification],
  );

test('a column that the file lacks changes nothing, and an empty cell neither', async () => {
  expect(await run('Code,Name,Unit\nbeans,House blend,g\n')).toMatchObject({ updated: 1, refused: 0 });
  expect(await materials()).toEqual([['beans', 'House blend', 'g', '14.50', 'Arabica']]);
  await run('Code,Name,Unit,Cost,Specification\nbeans,House blend,g,,\n');
  expect(await materials()).toEqual([['beans', 'House blend', 'g', '14.50', 'Arabica']]);
  await run('Code,Name,Unit,Cost\nbeans,House blend,g,0\n');
  expect(await materials()).toEqual([['beans', 'House blend', 'g', '0.00', 'Arabica']]);
});

test('a new material without a cost has none yet', async () => {
  await run('Code,Name,Unit\nmilk,Milk powder,g\n');
  expect(await materials()).toContainEqual(['milk', 'Milk powder', 'g', '0.00', '']);
});

test('another unit of a known material is refused with its own one, in the dry run and in the run', async () => {
  const report = await check('Code,Name,Unit,Cost\nbeans,Beans,piece,3\nsyrup,Syrup,ml,4\nsyrup,Syrup,g,5\n');
  expect(report).toMatchObject({ total: 3, good: 2, bad: 1 });
  expect(report.faults).toMatchObject([{ row: 2, column: 'unit', code: 'coffee.material.unit_fixed' }]);
  expect(report.faults[0].message).toContain('counted in g');
  const done = await run('Code,Name,Unit,Cost\nbeans,Beans,piece,3\nsyrup,Syrup,ml,4\nsyrup,Syrup,g,5\n', {
    skip_bad: true,
  });
  // The last row differs from one of the same file.
  expect(done).toMatchObject({ written: 1, updated: 0, refused: 2 });
  expect(await materials()).toEqual([
    ['syrup', 'Syrup', 'ml', '4.00', ''],
    ['beans', 'Beans', 'g', '14.50', 'Arabica'],
  ]);
});
