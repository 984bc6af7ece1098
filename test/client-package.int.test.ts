import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openExhibition, register } from '../modules/exhibition/test/factories.ts';
import { writeClient } from '../tools/client.ts';
import { type Caller, newOrganization, openTestApp, type TestApp } from './harness/index.ts';

// biome-ignore lint/suspicious/noExplicitAny: its types are looked at by the compiler below
type Any = any;

/** The package as npm would install it: packed, and unpacked from the tarball. */
let folder: string;
let installed: Any;
let app: TestApp;
let url: string;
let key: string;
let owner: Caller;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'counterfoil-client-'));
  writeClient(join(folder, 'built'));
  execFileSync('npm', ['pack', '--pack-destination', folder, '--silent'], { cwd: join(folder, 'built') });
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) as string;
  const home = join(folder, 'node_modules/counterfoil-client');
  mkdirSync(home, { recursive: true });
  execFileSync('tar', ['-xzf', join(folder, tarball), '-C', home, '--strip-components=1']);
  installed = await import(pathToFileURL(join(home, 'index.js')).href);
  app = await openTestApp({});
  await app.http.listen({ port: 0, host: '127.0.0.1' });
  url = `http://127.0.0.1:${(app.http.server.address() as AddressInfo).port}`;
  owner = await (await newOrganization(app)).as('owner');
  key = (await owner.post('/api-keys', { name: 'shop', role: 'admin' })).body.data.key;
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const client = (over: object = {}): Any => new installed.Counterfoil({ url, key, wait: async () => {}, ...over });

describe('counterfoil-client, from its tarball', () => {
  test('has a method for each operation, that takes and answers what the API does', async () => {
    const exhibition = await openExhibition(owner);
    const customer = await register(owner);
    const shop = client();
    const { bill } = await shop.addBill({ id: customer.code, body: { amount: '12.50', description: 'tea' } });
    expect(bill).toMatchObject({ amount: '12.50', exhibition_id: exhibition.id, state: 'open' });
    const voided = await shop.voidBill({ id: bill.id, body: { reason: 'a mistake' } });
    expect(voided.bill.state).toBe('void');
    const file: Response = await shop.downloadBillExportCsv();
    expect([file.headers.get('content-type'), (await file.text()).includes('tea')]).toEqual([
      expect.stringContaining('text/csv'),
      true,
    ]);
    const picture = new Blob(['name,phone\nBo,98765 43219\n'], { type: 'text/csv' });
    const checked = await shop
      .addImport({ id: 'exhibition.customers', body: { file: picture } })
      .catch((e: Error) => e);
    expect(checked.code ?? checked.total).toBeDefined();
  });

  test('goes through all pages of a list, and asks for the first one only once', async () => {
    const there = await (await newOrganization(app)).as('owner');
    const own = (await there.post('/api-keys', { name: 'k', role: 'admin' })).body.data.key;
    await openExhibition(there);
    for (let i = 0; i < 5; i++)
      await there.post('/exhibition/bills', { amount: `${i + 1}.00`, description: `bill ${i}` });
    let asked = 0;
    const counted = (...args: Parameters<typeof fetch>) => {
      asked++;
      return fetch(...args);
    };
    const counting = client({ key: own, fetch: counted });
    const seen: string[] = [];
    for await (const bill of counting.listBills({ limit: 2 })) seen.push(bill.description);
    expect([seen, asked]).toEqual([['bill 4', 'bill 3', 'bill 2', 'bill 1', 'bill 0'], 3]);
    const { data, next } = await counting.listBills({ filter: { standing: true }, limit: 1 });
    expect([data.length, typeof next]).toEqual([1, 'string']);
  });

  test('tries again with the same key when no answer came, so that it happens once', async () => {
    const customer = await register(owner, { email: 'bo@example.org', phone: '98765 43211' });
    let tries = 0;
    const keys = new Set<string>();
    const losing = async (to: URL, init: RequestInit) => {
      const answer = await fetch(to, init);
      keys.add(new Headers(init.headers).get('idempotency-key') ?? '');
      if (++tries < 3) throw new TypeError('the connection broke');
      return answer;
    };
    const { bill } = await client({ fetch: losing }).addBill({ id: customer.code, body: { amount: '3.00' } });
    const { data } = (await owner.get(`/exhibition/bills?filter[customer_id]=${customer.id}`)).body;
    expect([tries, keys.size, data.map(({ id }: { id: string }) => id)]).toEqual([3, 1, [bill.id]]);
    // What takes no key may have been done: the caller is told.
    tries = 0;
    await expect(client({ fetch: losing }).updateCustomer({ id: customer.id, body: { name: 'Bo' } })).rejects.toThrow(
      'broke',
    );
    expect(tries).toBe(1);
  });

  test('says refusals by their codes, with the fields at fault', async () => {
    const error = await client()
      .addBill({ id: 'NOBODY22', body: { amount: '3.00' } })
      .catch((e: Error) => e);
    expect(error).toBeInstanceOf(installed.CounterfoilError);
    expect([error.status, error.code, error.message]).toEqual([
      404,
      'exhibition.customer.not_found',
      expect.any(String),
    ]);
    const invalid = await client()
      .addWalkInBill({ body: { amount: 'much' } })
      .catch((e: Error) => e);
    expect([invalid.status, Object.keys(invalid.fields)]).toEqual([expect.any(Number), ['amount']]);
    const stranger = await client({ key: 'cf_nonsense' })
      .listBills()
      .catch((e: Error) => e);
    expect([stranger.status, stranger.code]).toEqual([401, 'auth.bad_api_key']);
  });

  test('compiles with named types, and refuses what the API would refuse', () => {
    const sample = `
import { type Bill, Counterfoil, type Customer, refused } from 'counterfoil-client';
const desk = new Counterfoil({ url: 'https://desk.example.org', key: 'cf_x' });
export async function work(): Promise<Bill[]> {
  const { bill } = await desk.addBill({ id: 'K3M7QX2A', body: { amount: '12.50' } });
  const due: number = bill.due_minor;
  const open: Bill[] = [];
  for await (const each of desk.listBills({ filter: { state: 'open' }, limit: due })) open.push(each);
  const page = await desk.listCustomers({ search: 'asha' });
  const names: string[] = page.data.map((one: Customer) => one.name);
  try {
    await desk.voidBill({ id: bill.id, body: { reason: names.join() } });
  } catch (error) {
    if (refused(error, 'voidBill') && error.code === 'exhibition.bill.already_void') return open;
    // @ts-expect-error no such code
    if (refused(error, 'voidBill') && error.code === 'mess.student.not_found') throw error;
  }
  // @ts-expect-error no such state
  await desk.listBills({ filter: { state: 'sold' } });
  // @ts-expect-error the reason is missing
  await desk.voidBill({ id: bill.id, body: {} });
  // @ts-expect-error no such field
  return bill.colour;
}
`;
    writeFileSync(join(folder, 'sample.ts'), sample);
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    const options = [
      '--noEmit',
      '--strict',
      '--exactOptionalPropertyTypes',
      '--target',
      'es2024',
      '--module',
      'nodenext',
    ];
    const compiler = join(process.cwd(), 'node_modules/typescript-7/bin/tsc');
    let said = '';
    try {
      execFileSync(process.execPath, [compiler, ...options, 'sample.ts'], { cwd: folder, encoding: 'utf8' });
    } catch (error) {
      said = String((error as { stdout: string }).stdout);
    }
    expect(said).toBe('');
  });
});
