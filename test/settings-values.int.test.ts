/** Every value that a setting accepts, read by what reads it: all lists and pages without parameters, and all jobs. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fieldsOf, isSecret } from '../kernel/settings/define.ts';
import { stateOf } from '../kernel/settings/state.ts';
import { HOSTILE } from './fuzz/values.ts';
import { openTestApp, type TestApp } from './harness/index.ts';
import { type Populated, populate } from './harness/populated.ts';
import { runRecurring } from './harness/recurring.ts';

let app: TestApp;
let there: Populated;
beforeAll(async () => {
  app = await openTestApp({});
  there = await populate(app);
});
afterAll(() => app?.close());

/** Texts that patterns of times, addresses, hosts and ids let through. */
const TEXTS = [
  '0:00',
  '9:59',
  '24:00',
  '23:59',
  'a,b@c',
  'a@b',
  'http://[',
  'https://a b',
  'a:99999',
  '...',
  '-',
  'IST',
]
  .concat(['https://example.org', '0', '+254700000001', 'A-/9', 'x: 1.0', 'x'.repeat(20)])
  .concat(Object.values(HOSTILE).filter((value) => typeof value === 'string'));

/** Each reads every list and runs every job with other values. */
const ROUNDS = process.env.TEST_ALL === '1' ? 3 : 1;

type Schema = { type?: string; enum?: unknown[]; minimum?: number; maximum?: number; default?: unknown };
function candidates(schema: Schema): unknown[] {
  if (schema.enum) return schema.enum;
  if (schema.type === 'boolean') return [true, false];
  if (schema.type === 'string') return TEXTS;
  const { minimum = 0, maximum = 1e9 } = schema;
  return [minimum, maximum, Math.ceil((minimum + maximum) / 2), minimum - 1, maximum + 1];
}

test('no value that a setting accepts makes anything fail', async () => {
  const faults: string[] = [];
  const accepted = new Map<string, Map<string, unknown[]>>();
  const set = (module: string, values: object) => there.owner.patch(`/settings/${module}`, values);
  for (const definition of stateOf(app.boot.services).definitions.values()) {
    const fields = new Map<string, unknown[]>();
    for (const [field, schema] of fieldsOf(definition)) {
      if (isSecret(schema)) continue;
      const taken: unknown[] = [];
      for (const value of candidates(schema as Schema)) {
        const { status } = await set(definition.module, { [field]: value });
        if (status >= 500) faults.push(`${definition.module}.${field} ${JSON.stringify(value).slice(0, 60)}`);
        if (status === 200) taken.push(value);
      }
      await set(definition.module, { [field]: null });
      fields.set(field, taken);
    }
    accepted.set(definition.module, fields);
  }
  const read = [...accepted.values()].flatMap((fields) => [...fields.values()]).filter((taken) => taken.length > 0);
  expect(read.length).toBeGreaterThan(40);
  const routes = app.boot.manifests.flatMap((manifest) => manifest.routes ?? []);
  const lists = routes.filter(({ method, path }) => method === 'GET' && !/\{|events|stream/.test(path));
  expect(lists.length).toBeGreaterThan(40);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [module, fields] of accepted)
      for (const [field, taken] of fields)
        if (taken.length > 0) await set(module, { [field]: taken[(round * 7) % taken.length] });
    for (const { path } of lists) {
      const { status } = await there.owner.get(path);
      if (status >= 500) faults.push(`round ${round}: ${path}`);
    }
    faults.push(...(await runRecurring(app)));
  }
  expect(faults).toEqual([]);
}, 300_000);
