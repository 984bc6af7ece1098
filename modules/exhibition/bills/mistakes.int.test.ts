import { sql } from 'kysely';
import { getDocument as openPdf } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterEach, expect, test } from 'vitest';
import { type Caller, newOrganization, useTestApp } from '../../../test/harness/index.ts';
import { openExhibition, register } from '../test/factories.ts';

/** A cashier's corrections: void an own bill for some minutes, repeat a large amount, credit a printed bill. */

const MINUTE = 60_000;

async function desk() {
  const app = await useTestApp();
  const organization = await newOrganization(app);
  const admin = await organization.as('admin');
  await openExhibition(admin, { tax_label: 'GST', tax_percent: '5' });
  const ops = await organization.as('ops');
  return { app, organization, admin, ops, customer: await register(ops), db: organization.ctx.db };
}
afterEach(async () => (await useTestApp()).clock.reset());

const add = async (by: Caller, code: string, amount: string, over = {}) => {
  const { body } = await by.post(`/exhibition/customers/${code}/bills`, { amount, ...over });
  return body.data?.bill as { id: string };
};
const avoid = (by: Caller, id: string, over = {}) =>
  by.post(`/exhibition/bills/${id}/void`, { reason: 'typo', ...over });

test('a cashier voids an own bill for five minutes, no other bill alone, and the audit marks it as their own', async () => {
  const { app, organization, ops, admin, customer, db } = await desk();
  const [first, second, third] = [
    await add(ops, customer.code, '5'),
    await add(ops, customer.code, '6'),
    await add(ops, customer.code, '7'),
  ];
  const colleague = await organization.as('ops');
  expect((await avoid(colleague, first.id)).body.error.code).toBe('till.approval_needed');
  app.clock.advance(4 * MINUTE);
  const voided = await avoid(ops, first.id);
  expect(voided.status).toBe(200);
  expect(voided.body.data).toMatchObject({ customer: { bill_count: 2, total: '13.00' }, credit_notes: [] });
  expect((await avoid(ops, first.id)).body.error.code).toBe('exhibition.bill.already_void');
  app.clock.advance(2 * MINUTE);
  const late = await avoid(ops, second.id);
  expect(late.body.error.code).toBe('till.approval_needed');
  expect((await avoid(admin, second.id)).status).toBe(200);
  const entries = await db
    .selectFrom('audit_entry')
    .select(['actor_id', 'after'])
    .where('action', '=', 'exhibition.bill.voided')
    .orderBy('id')
    .execute();
  expect(entries).toMatchObject([{ actor_id: ops.userId, after: { own: true } }, { actor_id: admin.userId }]);
  expect(entries[1]?.after).not.toHaveProperty('own');
  expect((await ops.get(`/exhibition/bills/${third.id}`)).body.data).toMatchObject({
    created_by_id: ops.userId,
    voided_at: null,
  });
});

test('the organization sets the minutes, and 0 leaves voiding to the admins', async () => {
  const { app, ops, admin, customer } = await desk();
  await admin.patch('/settings/exhibition', { void_own_minutes: 30 });
  expect((await ops.get('/exhibition/desk-rules')).body.data).toMatchObject({
    void_own_minutes: 30,
    confirm_above: 100_000,
  });
  const bill = await add(ops, customer.code, '5');
  app.clock.advance(29 * MINUTE);
  expect((await avoid(ops, bill.id)).status).toBe(200);
  await admin.patch('/settings/exhibition', { void_own_minutes: 0 });
  expect((await avoid(ops, (await add(ops, customer.code, '5')).id)).body.error.code).toBe('till.approval_needed');
});

test('a bill above the limit needs its amount twice', async () => {
  const { ops, admin, customer, db } = await desk();
  const send = (amount: string, over = {}) =>
    ops.post(`/exhibition/customers/${customer.code}/bills`, { amount, ...over });
  expect((await send('100000')).status).toBe(201);
  const asked = await send('100000.01');
  expect([asked.status, asked.body.error.code]).toEqual([409, 'exhibition.bill.confirm_amount']);
  expect(asked.body.error.fields.confirmed_amount).toBe(
    '100000.01 INR is a large amount. Repeat the amount to confirm it.',
  );
  expect((await send('100000.01', { confirmed_amount: '10000.01' })).status).toBe(409);
  expect((await send('100000.01', { confirmed_amount: '100000.01' })).status).toBe(201);
  await admin.patch('/settings/exhibition', { confirm_above: 50 });
  expect((await send('51')).status).toBe(409);
  await admin.patch('/settings/exhibition', { confirm_above: 0 });
  expect((await send('99999999.99')).status).toBe(201);
  expect(await db.selectFrom('exhibition_bill').select('id').execute()).toHaveLength(3);
});

test('a receipt and an invoice of a voided bill get one numbered credit note each', async () => {
  const { ops, admin, customer, db } = await desk();
  const cup = await add(ops, customer.code, '105', { description: 'Cup' });
  const spoon = await add(ops, customer.code, '21', { description: 'Spoon' });
  const issue = async (kind: string) => (await ops.post(`/exhibition/customers/${customer.code}/${kind}`)).body.data;
  const invoice = await issue('invoices');
  const paid = await ops.post(`/exhibition/bills/${cup.id}/payments`, { pay: [{ method: 'cash' }] });
  const { reference } = paid.body.data.taken.payments[0];
  await ops.post(`/exhibition/bills/${spoon.id}/payments`, { pay: [{ method: 'card' }] });
  const receipt = await issue('receipts');
  const lamp = await add(ops, customer.code, '10', { description: 'Lamp' });
  const voided = await avoid(ops, cup.id, { refund: true });
  const notes = voided.body.data.credit_notes as { id: string; number: string; corrects: string }[];
  expect(notes.map(({ corrects }) => corrects)).toEqual([receipt.number, invoice.number]);
  expect(notes.map(({ number }) => number.replace(/^KF\d+-/, ''))).toEqual(['CN-000001', 'CN-000002']);
  // A bill without a document needs none.
  expect((await avoid(admin, lamp.id)).body.data.credit_notes).toEqual([]);
  const filter = encodeURIComponent(JSON.stringify({ series: 'credit_note' }));
  const listed = await ops.get(`/documents?filter=${filter}`);
  expect(listed.body.data).toMatchObject([
    { number: notes[1]?.number, total_minor: 10500, corrects: { id: invoice.id, number: invoice.number } },
    { number: notes[0]?.number, total_minor: 10500, corrects: { id: receipt.id, number: receipt.number } },
  ]);
  const { snapshot } = await db
    .selectFrom('document')
    .select('snapshot')
    .where('id', '=', notes[0]?.id as string)
    .executeTakeFirstOrThrow();
  expect(snapshot).toMatchObject({
    lines: [{ description: expect.stringMatching(/^\w{6} Cup$/), amountMinor: 10500 }],
    taxes: [{ label: 'GST', percent: '5', netMinor: 10_000, amountMinor: 500 }],
    footer: `Refund of payment ${reference}: typo`,
  });
  const pdf = await ops.get(`/documents/${notes[0]?.id}/pdf`);
  const text = await pdfText(pdf.raw);
  for (const part of ['Credit note', notes[0]?.number, `Receipt ${receipt.number}`, 'Cup', 'typo'])
    expect(text).toContain(part);
  expect(text).not.toContain('Spoon');
  const entries = await db
    .selectFrom('audit_entry')
    .select('after')
    .where('action', '=', 'documents.document.issued')
    .orderBy('id')
    .execute();
  expect(entries.slice(2)).toMatchObject(notes.map(({ number }) => ({ after: { series: 'credit_note', number } })));
  // The next receipt is a new one, over what stands.
  const next = await issue('receipts');
  expect(next).toMatchObject({ total: '21.00' });
  expect(next.number).not.toBe(receipt.number);
  await expect(
    db
      .insertInto('document')
      .columns([
        'organization_id',
        'id',
        'series',
        'number',
        'formatted_number',
        'issued_at',
        'subject_type',
        'subject_id',
        'corrects_id',
        'corrects_what',
        'snapshot',
      ])
      .expression((from) =>
        from
          .selectFrom('document')
          .select(['organization_id', sql<string>`uuidv7()`.as('id'), 'series', sql<number>`99`.as('number')])
          .select([sql<string>`'CN-99'`.as('formatted_number'), 'issued_at', 'subject_type', 'subject_id'])
          .select(['corrects_id', 'corrects_what', 'snapshot'])
          .where('id', '=', notes[0]?.id as string),
      )
      .execute(),
  ).rejects.toThrow('document_corrects');
});

test('an invoice printed at the moment of a void either lacks the bill or gets its credit note', async () => {
  const { ops, admin, customer, db } = await desk();
  await add(ops, customer.code, '1');
  for (let round = 0; round < 8; round++) {
    const bill = await add(ops, customer.code, '50', { description: `Mat ${round}` });
    const [printed, voided] = await Promise.all([
      ops.post(`/exhibition/customers/${customer.code}/invoices`),
      avoid(admin, bill.id),
    ]);
    expect([printed.status, voided.status]).toEqual([201, 200]);
    const { snapshot } = await db
      .selectFrom('document')
      .select('snapshot')
      .where('id', '=', printed.body.data.id)
      .executeTakeFirstOrThrow();
    const stands = (snapshot as { lines: { description: string }[] }).lines.some((l) =>
      l.description.endsWith(` Mat ${round}`),
    );
    const credited = (voided.body.data.credit_notes as { corrects: string }[]).map(({ corrects }) => corrects);
    expect(credited.includes(printed.body.data.number)).toBe(stands);
  }
});

test('a page opened by one person does nothing in the name of another who signed in since', async () => {
  const { ops, admin, customer, db } = await desk();
  const send = (user: string) =>
    ops.post(`/exhibition/customers/${customer.code}/bills`, { amount: '5' }, { 'x-user': user });
  const refused = await send(admin.userId);
  expect([refused.status, refused.body.error.code]).toEqual([409, 'http.other_user']);
  expect((await ops.get('/exhibition/bills', { 'x-user': admin.userId })).status).toBe(409);
  expect(await db.selectFrom('exhibition_bill').select('id').execute()).toEqual([]);
  expect((await send(ops.userId)).status).toBe(201);
});

async function pdfText(data: Buffer): Promise<string> {
  const document = await openPdf({ data: new Uint8Array(data), useSystemFonts: false, verbosity: 0 }).promise;
  const { items } = await (await document.getPage(1)).getTextContent();
  return items
    .map((item) => ('str' in item ? item.str : ''))
    .join(' ')
    .replaceAll(/\s+/g, ' ');
}
