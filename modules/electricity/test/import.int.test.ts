import { beforeEach, expect, test } from 'vitest';
import { drainJobs } from '../../../kernel/jobs/index.ts';
import { formOf } from '../../../test/harness/form.ts';
import { checkDigit } from '../number.rule.ts';
import { claim, newMeter, newTariff, type Supplier, supplier } from './factories.ts';

let at: Supplier;
beforeEach(async () => {
  at = await supplier();
});

const number = (n: number) => {
  const digits = String(1_450_000_000 + n).padStart(10, '0');
  return digits + checkDigit(digits);
};
const check = async (name: string, csv: string) => {
  const form = await formOf({}, { name: 'list.csv', bytes: csv });
  return (await at.admin.post(`/imports/${name}`, form.body, form.headers)).body;
};
const run = async (id: string, options = {}) => {
  expect((await at.admin.post(`/imports/${id}/run`, options)).status).toBe(202);
  await drainJobs(at.app.boot, at.app.boot.services.jobs);
  return (await at.admin.get(`/imports/${id}`)).body.data;
};

test('meters come with their holders, balances and keypads, each with its ledger entry and audit', async () => {
  await newTariff(at.admin);
  const report = await check(
    'electricity.meters',
    [
      'Meter No,Customer,Customer Type,Address,Tariff,Balance (kWh),Keypad,Keypad key,SGC,TI,KRN',
      `${number(1)},Aline Uwase,household,Kimironko,Residential,12.5,,,,,`,
      `${number(2)},Aline  Uwase,,Kimironko 2,residential,-3,,,,,`,
      `${number(3)},Lycée de Kigali,School,Nyarugenge,non residential,"1,250.125",STS,,600727,7,1`,
      `${number(4)},,,Gasabo,residential,,OpenPAYGO,${'a1'.repeat(16)},,,`,
    ].join('\n'),
  );
  expect(report.data, JSON.stringify(report.data?.faults ?? report)).toMatchObject({
    total: 4,
    good: 4,
    bad: 0,
    unused: [],
  });
  expect(await at.db.selectFrom('electricity_meter').select('id').execute()).toEqual([]);
  expect(await run(report.data.id)).toMatchObject({ written: 4, refused: 0 });
  const meters = (await at.admin.get('/electricity/meters?limit=10')).body.data as {
    number: string;
    customer: { id: string } | null;
  }[];
  const of = (n: number) => meters.find((meter) => meter.number === number(n));
  expect(of(1)).toMatchObject({
    balance_wh: 12_500,
    place: 'Kimironko',
    customer: { name: 'Aline Uwase' },
    keypad: null,
  });
  expect(of(2)).toMatchObject({ balance_wh: -3000, customer: { id: of(1)?.customer?.id } });
  expect(of(3)).toMatchObject({ balance_wh: 1_250_125, tariff_class: 'non_residential', keypad: 'sts' });
  expect(of(4)).toMatchObject({ balance_wh: 0, customer: null, keypad: 'openpaygo' });
  const entries = await at.db.selectFrom('electricity_entry').select(['kind', 'wh', 'reason']).orderBy('wh').execute();
  expect(entries).toMatchObject([
    { kind: 'adjustment', wh: -3000, reason: 'Opening balance of the import' },
    { wh: 12_500 },
    { wh: 1_250_125 },
  ]);
  const given = await at.owner.get(`/audit-entries?filter=${JSON.stringify({ action: 'electricity.meter.given' })}`);
  expect(given.body.data).toHaveLength(3);
  expect((await at.admin.get('/ledger/verification')).body.data.ok).toBe(true);
  // The holder takes over as at the desk, and what an earlier list said is not written over.
  const again = await check('electricity.meters', `Meter No,Class\n${number(1)},residential\n`);
  expect(again.data.faults).toMatchObject([{ row: 2, column: 'number', code: 'electricity.meter.number_taken' }]);
});

test('each fault stands at its cell; without a tariff nothing is read', async () => {
  const none = await check('electricity.meters', `Meter No\n${number(1)}\n`);
  expect(none.error.code).toBe('electricity.import.no_tariff');
  await newTariff(at.admin);
  const rows = [
    `${number(1)},castle,residential,,,`,
    `${number(2)},,palace,,,`,
    `${number(3)},,residential,many,,`,
    `${number(4)},,residential,,braille,`,
    `${number(5)},,residential,,openpaygo,`,
    `12345678901,,residential,,,`,
    `${number(6)},,residential,1,,`,
    `${number(6)},,residential,1,,`,
  ];
  const report = await check(
    'electricity.meters',
    ['Meter No,Kind of holder,Class,kWh,Keypad,Keypad key', ...rows].join('\n'),
  );
  expect(report.data).toMatchObject({ total: 8, good: 1 });
  expect(report.data.faults.map((one: { column: string; code: string }) => `${one.column} ${one.code}`)).toEqual([
    'holder_kind electricity.import.kind_unknown',
    'tariff_class electricity.import.class_unknown',
    'balance_kwh electricity.import.units_malformed',
    'keypad electricity.import.keypad_unknown',
    'keypad_key electricity.import.keypad_key',
    'number electricity.meter.number_wrong',
    'number imports.twice_in_file',
  ]);
});

test('customers: of the same name and kind a person decides, everything else is added', async () => {
  await newTariff(at.admin);
  await claim(at.ops, await at.join(), await newMeter(at.ops), { name: 'Uwase' });
  const csv = 'Name,Type\nUwase,household\nUwase,school\nMugabo,\nmugabo,home\n';
  const report = await check('electricity.customers', csv);
  expect(report.data).toMatchObject({ total: 4, good: 4, duplicates: 2 });
  expect(await run(report.data.id, { duplicates: 'skip' })).toMatchObject({ written: 2 });
  const names = (await at.admin.get('/electricity/customers')).body.data.map(
    ({ name, kind }: { name: string; kind: string }) => `${name} ${kind}`,
  );
  expect(names.toSorted()).toEqual(['Mugabo household', 'Uwase household', 'Uwase institution']);
});

test('a holder whose name stands in two columns is one name; a father’s is not theirs', async () => {
  await newTariff(at.admin);
  const father = await check(
    'electricity.meters',
    `Meter no,Father first name,Father last name\n${number(1)},Old,Man\n`,
  );
  expect(father.data.unused).toMatchObject([{ title: 'Father first name' }, { title: 'Father last name' }]);
  const owner = await check(
    'electricity.meters',
    `Meter no,Owner first name,Owner last name,Tariff\n${number(1)},Aline,Uwase,residential\n`,
  );
  await run(owner.data.id);
  const [meter] = (await at.admin.get('/electricity/meters')).body.data;
  expect(meter.customer).toMatchObject({ name: 'Aline Uwase' });
});
