import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { newOrganization, openTestApp, type TestApp, useTestApp } from '../../../test/harness/index.ts';
import { networkPrinter } from '../../../test/harness/printer.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp({ PRINTER_NETWORK: '127.0.0.0/8, 192.168.7.0/24' });
});
afterAll(() => app.close());
const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

const slip = (text = 'two bowls') => Buffer.from(`\u001b@${text}`);
const body = (printer: string, bytes: Buffer = slip()) => ({ printer, data: bytes.toString('base64') });

async function place(kind: Parameters<typeof networkPrinter>[0] = 'prints') {
  const printer = await networkPrinter(kind);
  opened.push(printer);
  const organization = await newOrganization(app);
  const [owner, ops] = [await organization.as('owner'), await organization.as('ops')];
  const set = (network: string | null, by = owner) => by.patch('/settings/printers', { network });
  const print = (data: object, by = ops) => by.post('/documents/printers/print', data);
  expect((await set(`Counter ${printer.host}`)).status).toBe(200);
  return { printer, organization, owner, ops, set, print };
}

test('a slip goes to the printer as the desk encoded it, and nothing of what the printer says comes back', async () => {
  const { printer, ops, print, owner } = await place();
  const address = `${printer.host}:9100`;
  expect((await ops.get('/documents/printers')).body.data).toEqual({
    on: true,
    printers: [{ name: 'Counter', address }],
  });
  const all = Buffer.concat([slip(), Buffer.from(Array.from({ length: 4096 }, (_, i) => i % 256))]);
  const sent = await print(body('counter', all));
  expect(sent.status, JSON.stringify(sent.body)).toBe(200);
  expect(sent.body).toEqual({ ok: true, data: { finished: true } });
  expect(printer.papers).toEqual([all]);
  const [entry] = (await owner.get('/audit-entries?filter={"action":"settings.changed"}')).body.data;
  expect(entry).toMatchObject({ after: { network: `Counter ${printer.host}` } });
});

test('several at once are printed one after the other, whole', async () => {
  const { printer, print } = await place();
  const slips = Array.from({ length: 5 }, (_, i) => slip(`slip ${i}`));
  const sent = await Promise.all(slips.map((one) => print(body('Counter', one))));
  expect(sent.map(({ status }) => status)).toEqual(slips.map(() => 200));
  expect(printer.papers.map(String).sort()).toEqual(slips.map(String));
});

test('a printer that is off is named, and so is one that takes the slip and says nothing', async () => {
  const { printer, print } = await place('silent');
  const silent = await print(body('Counter'));
  expect(silent.body).toEqual({ ok: true, data: { finished: false } });
  await printer.close();
  opened.splice(0);
  const off = await print(body('Counter'));
  expect(off.status).toBe(409);
  expect(off.body.error).toMatchObject({ code: 'documents.printer_no_answer' });
  expect(off.body.error.message).toContain(`The printer at ${printer.host} does not answer`);
});

test('more than a few that wait for a hanging printer are refused at once', async () => {
  const { print } = await place('silent');
  const first = Array.from({ length: 5 }, () => print(body('Counter')));
  const last = Array.from({ length: 3 }, () => print(body('Counter')));
  const busy = await Promise.all(last);
  expect(busy.map(({ body: { error } }) => error?.code)).toEqual(last.map(() => 'documents.printer_busy'));
  expect((await Promise.all(first)).map(({ status }) => status)).toEqual(first.map(() => 200));
});

test('only what an owner set up, only slips, only staff of the desk, and only so large', async () => {
  const { printer, organization, owner, print } = await place();
  const admin = await organization.as('admin');
  expect((await admin.patch('/settings/printers', { network: `Other ${printer.host}` })).status).toBe(403);
  expect((await print(body('Counter'), await organization.as('viewer'))).status).toBe(403);
  for (const name of ['Kitchen', printer.host, `${printer.host}:9100`])
    expect((await print(body(name))).body.error.code).toBe('documents.printer_not_found');
  const stranger = await (await newOrganization(app)).as('owner');
  expect((await print(body('Counter'), stranger)).body.error.code).toBe('documents.printer_not_found');
  expect((await stranger.get('/documents/printers')).body.data.printers).toEqual([]);
  expect((await print(body('Counter', Buffer.from('GET / HTTP/1.1\r\n\r\n')))).body.error.code).toBe(
    'documents.not_a_slip',
  );
  expect((await print(body('Counter', Buffer.concat([slip(), Buffer.alloc(256 * 1024)])))).status).toBe(400);
  expect((await print({ printer: 'Counter', data: '{"a":1}' })).status).toBe(400);
  expect(printer.papers).toEqual([]);
  expect((await print(body('Counter'), owner)).status).toBe(200);
});

test.each([
  ['Counter 8.8.8.8', 'not in the network of printers'],
  ['Counter 192.168.8.1', 'not in the network of printers'],
  ['Counter 169.254.169.254', 'not in the network of printers'],
  ['Counter [::ffff:8.8.8.8]', 'its name, then its address'],
  ['Counter printer.example', 'its name, then its address'],
  ['Counter 127.0.0.1:22', '9100 to 9109'],
  ['Counter 127.0.0.1\nCounter 127.0.0.2', 'the same name'],
])('%j is refused with its reason, and nothing changes', async (network, reason) => {
  const { set, ops, printer } = await place();
  const refused = await set(network);
  expect(refused.status).toBe(422);
  expect(refused.body.error.fields.network).toContain(reason);
  expect((await ops.get('/documents/printers')).body.data.printers).toEqual([
    { name: 'Counter', address: `${printer.host}:9100` },
  ]);
});

test('without a network of printers nothing can be set up or printed, and it says what to set', async () => {
  const plain = await useTestApp();
  const organization = await newOrganization(plain);
  const owner = await organization.as('owner');
  expect((await owner.get('/documents/printers')).body.data).toEqual({ on: false, printers: [] });
  const refused = await owner.patch('/settings/printers', { network: 'Counter 192.168.1.50' });
  expect(refused.body.error.fields.network).toContain('PRINTER_NETWORK=192.168.1.0/24');
  const print = await owner.post('/documents/printers/print', body('Counter'));
  expect(print.body.error).toMatchObject({ code: 'documents.printers_off' });
});
