import { afterEach, expect, test } from 'vitest';
import { texts } from '../kernel/i18n/index.ts';
import { packages } from '../kernel/packages.ts';
import { newMachine, operator, order } from '../modules/coffee/test/factories.ts';
import { newMeter, newTariff, supplier } from '../modules/electricity/test/factories.ts';
import { asha, openExhibition, register } from '../modules/exhibition/test/factories.ts';
import { type Hostel as AtDoor, addScanner, LUNCH, pupil, scan, scannerAt } from '../modules/mess/test/door.ts';
import { hostel, newCycle, setMeals } from '../modules/mess/test/factories.ts';
import { desk, openRaffle, PAY_TO, reserveNumbers } from '../modules/raffle/test/factories.ts';
import { modules } from '../server/modules.ts';
import { startFakeSmtp } from './fakes/smtp.ts';
import { type Caller, newOrganization, openTestApp, useTestApp } from './harness/index.ts';
import { readPdf } from './harness/pdf.ts';

/** The Start page: each tick comes from the real fact, made through the interface that people use. */

type Step = { id: string; to: string; done: boolean; say: string; trouble: boolean; values: Record<string, unknown> };
const view = async (caller: Caller) => {
  const { status, body } = await caller.get('/start');
  expect(status).toBe(200);
  return body.data as { dismissed: boolean; done: number; total: number; steps: Step[] };
};
const stepOf = async (caller: Caller, id: string) => {
  const found = (await view(caller)).steps.find((step) => step.id === id);
  if (!found) throw new Error(`no step ${id}`);
  return found;
};
/** Which steps of a module are done, in their order. */
const ticks = async (caller: Caller, module: string) =>
  (await view(caller)).steps.filter(({ id }) => id.startsWith(`${module}.`)).map(({ done }) => (done ? 'x' : '.'));

afterEach(async () => (await useTestApp()).clock.reset());

test('a fair: the exhibition, then the first sale; a voided bill is none', async () => {
  const organization = await newOrganization(await useTestApp(), { modules: ['exhibition'] });
  const [admin, ops] = [await organization.as('admin'), await organization.as('ops')];
  expect((await view(admin)).steps[0]).toMatchObject({ id: 'exhibition.exhibition', say: 'todo', done: false });
  expect(await ticks(admin, 'exhibition')).toEqual(['.', '.', '.']);
  const { id } = await openExhibition(admin);
  expect(await ticks(admin, 'exhibition')).toEqual(['x', '.', '.']);
  const item = await admin.post('/exhibition/items', { exhibition_id: id, name: 'Clay bowl', price: '75' });
  expect(item.status).toBe(201);
  expect(await ticks(admin, 'exhibition')).toEqual(['x', 'x', '.']);
  const customer = await register(ops, { ...asha, exhibition_id: id });
  const bill = await ops.post(`/exhibition/customers/${customer.id}/bills`, { amount: '250' });
  expect(bill.status).toBe(201);
  expect(await ticks(admin, 'exhibition')).toEqual(['x', 'x', 'x']);
  expect((await admin.post(`/exhibition/bills/${bill.body.data.bill.id}/void`, { reason: 'a try' })).status).toBe(200);
  expect(await ticks(admin, 'exhibition')).toEqual(['x', 'x', '.']);
});

test('a mess: meals, cycle, students, a payment, a phone at the door, and whoever is served first', async () => {
  const app = await useTestApp();
  app.clock.set(LUNCH);
  const at = (await hostel({ modules: ['mess'] })) as unknown as AtDoor;
  expect(await ticks(at.admin, 'mess')).toEqual(['.', '.', '.', '.', '.', '.']);
  await setMeals(at.admin);
  expect(await ticks(at.admin, 'mess')).toEqual(['x', '.', '.', '.', '.', '.']);
  await newCycle(at.admin);
  expect(await ticks(at.admin, 'mess')).toEqual(['x', 'x', '.', '.', '.', '.']);
  const student = await pupil(at, { pay: false });
  expect(await ticks(at.admin, 'mess')).toEqual(['x', 'x', 'x', '.', '.', '.']);
  expect((await at.admin.post(`/mess/students/${student.id}/cash`, {})).status).toBeLessThan(300);
  expect(await ticks(at.admin, 'mess')).toEqual(['x', 'x', 'x', 'x', '.', '.']);
  await addScanner(at);
  expect(await ticks(at.admin, 'mess'), 'no phone has taken the code').toEqual(['x', 'x', 'x', 'x', '.', '.']);
  const gate = await scannerAt(at);
  expect(await ticks(at.admin, 'mess')).toEqual(['x', 'x', 'x', 'x', 'x', '.']);
  expect(await scan(gate, student.qr)).toMatchObject({ allowed: true });
  expect(await ticks(at.admin, 'mess')).toEqual(['x', 'x', 'x', 'x', 'x', 'x']);
});

test('a raffle: where people pay, the raffle, a number, and its money', async () => {
  const { admin, ops, organization } = await desk();
  expect(await ticks(admin, 'raffle')).toEqual(['.', '.', '.', '.']);
  expect((await (await organization.as('owner')).patch('/settings/payments', { pay_to: PAY_TO })).status).toBe(200);
  expect(await ticks(admin, 'raffle')).toEqual(['x', '.', '.', '.']);
  const raffle = await openRaffle(admin, { active: false });
  const waits = { done: false, say: 'not_on_sale', to: `/raffle/raffles/${raffle.id}` };
  expect(await stepOf(admin, 'raffle.raffle'), 'nobody can buy yet').toMatchObject(waits);
  expect((await admin.post(`/raffle/raffles/${raffle.id}/activate`, { active: true })).status).toBe(200);
  expect(await ticks(admin, 'raffle')).toEqual(['x', 'x', '.', '.']);
  const { id } = await reserveNumbers(ops, raffle, [7], { confirm: true });
  expect(await ticks(admin, 'raffle')).toEqual(['x', 'x', 'x', '.']);
  expect((await ops.post(`/raffle/orders/${id}/confirm-payment`)).status).toBe(200);
  expect(await ticks(admin, 'raffle')).toEqual(['x', 'x', 'x', 'x']);
});

test('electricity: tariff, online payments, meters, and the first purchase', async () => {
  const app = await openTestApp({ PAYMENT_SANDBOX: 'true' });
  try {
    const { admin, ops, owner } = await supplier(app, { modules: ['electricity'] });
    expect(await ticks(admin, 'electricity')).toEqual(['.', '.', '.', '.']);
    await newTariff(admin);
    expect(await ticks(admin, 'electricity')).toEqual(['x', '.', '.', '.']);
    const sandbox = { say: 'sandbox', to: '/office/settings/sandbox' };
    expect(await stepOf(admin, 'electricity.provider')).toMatchObject(sandbox);
    expect((await owner.patch('/settings/sandbox', { enabled: true })).status).toBe(200);
    expect(await ticks(admin, 'electricity')).toEqual(['x', 'x', '.', '.']);
    const meter = await newMeter(ops);
    expect(await ticks(admin, 'electricity')).toEqual(['x', 'x', 'x', '.']);
    const bought = await ops.post(`/electricity/meters/${meter.id}/purchases`, { amount: '2000', cash: true });
    expect(bought.body).toMatchObject({ ok: true });
    expect(await ticks(admin, 'electricity')).toEqual(['x', 'x', 'x', 'x']);
  } finally {
    await app.close();
  }
});

test('coffee: a merchant, a machine, and what it sells first', async () => {
  const empty = await newOrganization(await useTestApp(), { modules: ['coffee'] });
  expect(await ticks(await empty.as('admin'), 'coffee')).toEqual(['.', '.', '.']);
  const at = await operator();
  expect(await ticks(at.admin, 'coffee')).toEqual(['x', '.', '.']);
  const machine = await newMachine(at);
  expect(await ticks(at.admin, 'coffee')).toEqual(['x', 'x', '.']);
  await machine.post(`/devices/${machine.id}/orders/create`, order('1'));
  expect(await ticks(at.admin, 'coffee')).toEqual(['x', 'x', 'x']);
});

test('address and tax number stand on what is issued from then on', async () => {
  const organization = await newOrganization(await useTestApp(), { modules: ['exhibition'], name: 'Handloom Fair' });
  const [admin, ops] = [await organization.as('admin'), await organization.as('ops')];
  expect(await stepOf(admin, 'documents.issuer')).toMatchObject({ done: false, say: 'todo' });
  const tooLong = { address: Array.from({ length: 12 }, (_, i) => `line ${i}`).join('\n') };
  expect((await admin.patch('/settings/documents', tooLong)).body.error.code).toBe('settings.invalid');
  expect((await admin.patch('/settings/documents', { tax_number: 'GSTIN 06ABCDE1234F1Z5' })).status).toBe(200);
  expect(await stepOf(admin, 'documents.issuer')).toMatchObject({ done: false, say: 'no_address' });
  const kept = await admin.patch('/settings/documents', { address: '12 Mill Road\nFaridabad 121001' });
  expect(kept.status).toBe(200);
  expect(await stepOf(admin, 'documents.issuer')).toMatchObject({ done: true, say: 'no_logo' });
  const { id } = await openExhibition(admin);
  const customer = await register(ops, { ...asha, exhibition_id: id });
  await ops.post(`/exhibition/customers/${customer.id}/bills`, { amount: '250' });
  const issued = await ops.post(`/exhibition/customers/${customer.id}/invoices`);
  expect(issued.body).toMatchObject({ ok: true });
  const row = await organization.ctx.db.selectFrom('document').selectAll().executeTakeFirstOrThrow();
  const lines = (row.snapshot as { organization: { name: string; lines: string[] } }).organization;
  expect(lines).toMatchObject({ name: 'Handloom Fair' });
  expect(lines.lines.slice(-3)).toEqual(['12 Mill Road', 'Faridabad 121001', 'GSTIN 06ABCDE1234F1Z5']);
  const pdf = await admin.get(`/documents/${row.id}/pdf`);
  const { text } = await readPdf(pdf.raw);
  for (const line of lines.lines) expect(text).toContain(line);
});

test('an address that only this computer can open is said, and mail that waits; both tick by what is there', async () => {
  const app = await useTestApp();
  const organization = await newOrganization(app, { modules: ['exhibition'] });
  const admin = await organization.as('admin');
  expect(await stepOf(admin, 'start.reach')).toMatchObject({
    done: false,
    trouble: true,
    // A machine in a network proposes its address there.
    values: expect.objectContaining({ url: 'http://localhost:3000' }),
  });
  // By this the console marks every link and QR code that goes out (kernel/ui/OnlyHere.tsx).
  expect((await admin.get('/session')).body.data.public_url).toBe('http://localhost:3000');
  expect(await stepOf(admin, 'messages.mail')).toMatchObject({ done: false, say: 'todo', trouble: false });
  const { id } = await openExhibition(admin);
  await register(admin, { ...asha, exhibition_id: id });
  expect(await stepOf(admin, 'messages.mail')).toMatchObject({
    say: 'waiting',
    trouble: true,
    values: { count: 1 },
  });
  const smtp = await startFakeSmtp({ auth: { user: 'desk', pass: 'right' } });
  const open = await openTestApp({
    PUBLIC_URL: 'https://fair.example',
    EMAIL_HOST: smtp.host,
    EMAIL_PORT: String(smtp.port),
    EMAIL_USE_TLS: 'false',
    EMAIL_HOST_USER: 'desk',
    EMAIL_HOST_PASSWORD: 'right',
    DEFAULT_FROM_EMAIL: 'desk@fair.example',
  });
  try {
    const there = await newOrganization(open, { modules: ['exhibition'] });
    const owner = await there.as('owner');
    expect(await stepOf(owner, 'start.reach')).toMatchObject({ done: true, say: 'done', trouble: false });
    expect(await stepOf(owner, 'messages.mail')).toMatchObject({ done: false, say: 'untested' });
    expect((await owner.post('/messages/test-mail')).body.data.state).toBe('sent');
    expect(await stepOf(owner, 'messages.mail')).toMatchObject({ done: true });
    // The operator's own: backups are made only with a passphrase, and others have no such step.
    expect(await stepOf(owner, 'backup.backup')).toMatchObject({ done: false, say: 'todo' });
    const guest = await (await newOrganization(open)).as('owner');
    expect((await view(guest)).steps.map((step) => step.id)).not.toContain('backup.backup');
  } finally {
    await open.close();
    await smtp.stop();
  }
});

test('people: an invitation is said, a second member ticks', async () => {
  const organization = await newOrganization(await useTestApp());
  const owner = await organization.as('owner');
  expect(await stepOf(owner, 'tenancy.people')).toMatchObject({ done: false, say: 'todo' });
  expect((await owner.post('/invitations', { email: 'ravi@fair.example', role: 'ops' })).status).toBe(201);
  expect(await stepOf(owner, 'tenancy.people')).toMatchObject({ done: false, say: 'invited' });
  await organization.as('ops');
  expect(await stepOf(owner, 'tenancy.people')).toMatchObject({ done: true });
});

test('shows the steps of what the organization runs, to those who can do them, until it is put away', async () => {
  const organization = await newOrganization(await useTestApp(), { modules: ['raffle'] });
  const [owner, admin, ops] = [
    await organization.as('owner'),
    await organization.as('admin'),
    await organization.as('ops'),
  ];
  expect((await ops.get('/start')).status).toBe(403);
  const seen = await view(admin);
  expect(seen.steps.map(({ id }) => id)).toEqual([
    ...['pay_to', 'raffle', 'order', 'paid'].map((name) => `raffle.${name}`),
    'messages.mail',
    'documents.issuer',
    'tenancy.people',
    'start.reach',
  ]);
  expect([seen.done, seen.total, seen.dismissed]).toEqual([1, 8, false]);
  expect((await ops.patch('/settings/start', { dismissed: true })).status).toBe(403);
  expect((await admin.patch('/settings/start', { dismissed: true })).status).toBe(200);
  expect((await view(owner)).dismissed).toBe(true);
  const { db } = organization.ctx;
  const entry = await db
    .selectFrom('audit_entry')
    .selectAll()
    .where('action', '=', 'settings.changed')
    .where('subject_id', '=', 'start')
    .executeTakeFirstOrThrow();
  expect(entry).toMatchObject({ after: { dismissed: true } });
});

test('each step has its texts in every language of staff', () => {
  const { resources, staffLanguages } = texts();
  const steps = [...packages, ...modules].flatMap(({ startSteps = [] }) => startSteps);
  expect(steps.length).toBeGreaterThan(15);
  const read = (language: string, id: string) =>
    id.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], resources[language]);
  const missing = staffLanguages.flatMap((language) =>
    steps.flatMap(({ id }) =>
      ['title', 'button', 'done', 'todo']
        .filter((name) => typeof read(language, `console.start.${id}.${name}`) !== 'string')
        .map((name) => `${language} ${id}.${name}`),
    ),
  );
  expect(missing).toEqual([]);
});
