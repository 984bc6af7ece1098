import { expect, test } from 'vitest';
import { newOrganization, type TestApp, useTestApp } from '../../../test/harness/index.ts';
import { openExhibition, register } from '../test/factories.ts';

async function fair() {
  const app = await useTestApp();
  const organization = await newOrganization(app);
  const admin = await organization.as('admin');
  await openExhibition(admin, { place: 'Fort Kochi', tax_label: 'GST', tax_percent: '5' });
  return { app, organization, admin, db: organization.ctx.db };
}

const portal = async (app: TestApp, qr: string) => {
  const token = qr.split('/c/')[1] as string;
  const reply = await app.http.inject({ url: `/api/v1/exhibition/portal/${token}` });
  return { status: reply.statusCode, body: reply.json(), text: reply.body };
};

test('the link shows the customer’s own bills, total and QR, and nothing of anyone else', async () => {
  const { app, admin } = await fair();
  const [asha, ravi] = [
    await register(admin),
    await register(admin, { name: 'Ravi Menon', email: 'ravi@example.org' }),
  ];
  await admin.post(`/exhibition/customers/${asha.code}/bills`, { amount: '12.50', description: 'Two mugs' });
  await admin.post(`/exhibition/customers/${ravi.code}/bills`, { amount: '77', description: 'Secret gift' });
  const page = await portal(app, asha.qr);
  expect(page.body.data).toMatchObject({
    customer: { name: 'Asha Verma', code: asha.code },
    total: '12.50',
    bill_count: 1,
    due: '12.50',
    bills: [{ amount: '12.50', description: 'Two mugs', voided: false, state: 'open', due: '12.50' }],
  });
  expect(page.body.data.qr_svg).toContain('<svg');
  for (const secret of ['Ravi', 'Secret', '77.00', ravi.code, asha.id, 'asha@example.org'])
    expect(page.text).not.toContain(secret);
});

test('a revoked link is dead at once; a renewed one replaces it and goes out by e-mail', async () => {
  const { app, admin, db } = await fair();
  const { code, qr } = await register(admin);
  expect((await admin.post(`/exhibition/customers/${code}/revoke-portal`, { reason: 'lost badge' })).status).toBe(200);
  expect((await portal(app, qr)).body.error.code).toBe('exhibition.portal.link_invalid');
  expect((await admin.get(`/exhibition/customers/${code}/qr.svg`)).body.error.code).toBe('credentials.revoked');
  // Another QR is a change of the customer: screens that show the old one draw it anew.
  const changed = (await admin.get(`/exhibition/customers/${code}`)).body.data;
  expect(Date.parse(changed.updated_at)).toBeGreaterThan(Date.parse(changed.created_at));
  const renewed = await admin.post(`/exhibition/customers/${code}/renew-portal`);
  expect((await portal(app, renewed.body.data.qr)).status).toBe(200);
  expect((await portal(app, qr)).status).toBe(404);
  expect(await db.selectFrom('message').select('id').execute()).toHaveLength(2);
});

test('a link that is forged, cut short, or of another server gets the same refusal', async () => {
  const { app, admin } = await fair();
  const { qr } = await register(admin);
  const changed = qr.slice(0, -1) + (qr.endsWith('A') ? 'B' : 'A');
  for (const bad of [changed, qr.slice(0, -8), 'http://x/c/nonsense']) {
    const page = await portal(app, bad);
    expect([page.status, page.body.error.code]).toEqual([404, 'exhibition.portal.link_invalid']);
  }
});

test('receipts are numbered without gaps; a second print is the same; the total contains the tax', async () => {
  const { admin, db } = await fair();
  const customers = await Promise.all([1, 2, 3, 4, 5, 6].map((i) => register(admin, { name: `Guest ${i}` })));
  expect((await admin.post(`/exhibition/customers/${customers[0]?.code}/receipts`)).body.error.code).toBe(
    'exhibition.document.nothing_to_bill',
  );
  const paid = { amount: '105', pay: [{ method: 'cash' }] };
  for (const { code } of customers) await admin.post(`/exhibition/customers/${code}/bills`, paid);
  const issued = await Promise.all(customers.map(({ code }) => admin.post(`/exhibition/customers/${code}/receipts`)));
  const numbers = issued.map((r) => Number(/(\d+)$/.exec(r.body.data.number)?.[1])).sort((a, b) => a - b);
  expect(numbers).toEqual([1, 2, 3, 4, 5, 6]);
  const again = await admin.post(`/exhibition/customers/${customers[0]?.code}/receipts`);
  expect(again.body.data.number).toBe(issued[0]?.body.data.number);
  const row = await db
    .selectFrom('document')
    .select('snapshot')
    .where('id', '=', again.body.data.id)
    .executeTakeFirstOrThrow();
  expect(row.snapshot).toMatchObject({
    totalMinor: 10500,
    taxes: [{ label: 'GST', percent: '5', netMinor: 10_000, amountMinor: 500 }],
  });
  const pdf = await admin.get(`/documents/${again.body.data.id}/pdf`);
  expect([pdf.headers['content-type'], pdf.raw.subarray(0, 5).toString()]).toEqual(['application/pdf', '%PDF-']);
});

test('QR as PNG, SVG and PDF, the badge, and the sheet of many codes', async () => {
  const { admin } = await fair();
  const { id, code } = await register(admin);
  await register(admin, { name: 'मीना कुमारी' });
  const kinds = {
    'qr.png': 'image/png',
    'qr.svg': 'image/svg+xml',
    'qr.pdf': 'application/pdf',
    'badge.pdf': 'application/pdf',
  };
  for (const [file, type] of Object.entries(kinds)) {
    const reply = await admin.get(`/exhibition/customers/${code}/${file}`);
    expect([reply.status, reply.headers['content-type']?.split(';')[0]], file).toEqual([200, type]);
    expect(reply.headers['cache-control']).toContain('private');
  }
  const sheet = await admin.get(`/exhibition/customers/qr-sheet.pdf?ids=${id}`);
  expect(sheet.raw.subarray(0, 5).toString()).toBe('%PDF-');
});

test('a viewer reads customers, and gets no valid code: no picture, no badge, none on a receipt', async () => {
  const { organization, admin } = await fair();
  const [viewer, ops] = [await organization.as('viewer'), await organization.as('ops')];
  const { id, code, qr } = await register(admin);
  await admin.post(`/exhibition/customers/${code}/bills`, { amount: '105', pay: [{ method: 'cash' }] });
  const receipt = (await admin.post(`/exhibition/customers/${code}/receipts`)).body.data.id;
  for (const file of ['qr.png', 'qr.svg', 'qr.pdf', 'badge.pdf']) {
    const path = `/exhibition/customers/${code}/${file}`;
    expect([(await viewer.get(path)).body.error?.code, (await ops.get(path)).status]).toEqual(['http.forbidden', 200]);
  }
  expect((await viewer.get(`/exhibition/customers/qr-sheet.pdf?ids=${id}`)).status).toBe(403);
  const read = await Promise.all(
    [`/exhibition/customers/${code}`, '/exhibition/customers', `/documents/${receipt}`].map((path) => viewer.get(path)),
  );
  expect(read.map((answer) => answer.status)).toEqual([200, 200, 200]);
  expect(read.map((answer) => answer.raw.toString()).join()).not.toContain(qr.split('/c/')[1]);
  const [withCode, without] = [
    await ops.get(`/documents/${receipt}/pdf`),
    await viewer.get(`/documents/${receipt}/pdf`),
  ];
  expect([withCode.status, without.status]).toEqual([200, 200]);
  // The code is most of a small receipt's drawing.
  expect(without.raw.length).toBeLessThan(withCode.raw.length - 1000);
});

test('a CSV with broken rows shows each fault and writes nothing until it is run', async () => {
  const { admin, db } = await fair();
  const csv =
    'Name,E-mail,Phone\nAsha Verma,asha@example.org,98765 43210\nRavi,ravi@,98765 11111\n,meena@example.org,12\n';
  const boundary = 'edge';
  const payload = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="c.csv"\r\ncontent-type: text/csv\r\n\r\n${csv}\r\n--${boundary}--\r\n`;
  const checked = await admin.post('/imports/exhibition.customers', payload, {
    'content-type': `multipart/form-data; boundary=${boundary}`,
  });
  expect(checked.status).toBe(201);
  expect(checked.body.data).toMatchObject({ total: 3, good: 1, bad: 2 });
  const columns = checked.body.data.faults.map((f: { row: number; column: string }) => `${f.row} ${f.column}`);
  expect(columns).toEqual(expect.arrayContaining([expect.stringMatching(/email/), expect.stringMatching(/phone/)]));
  expect(await db.selectFrom('exhibition_customer').select('id').execute()).toEqual([]);
});

test('the link gives a short-lived token for the same page, until the link is revoked', async () => {
  const { app, admin } = await fair();
  const { code, qr } = await register(admin);
  const got = await app.http.inject({
    method: 'POST',
    url: '/api/v1/auth/token',
    payload: { portal_token: qr.split('/c/')[1] },
  });
  expect(got.statusCode).toBe(200);
  const headers = { authorization: `Bearer ${got.json().data.access_token}` };
  const page = () => app.http.inject({ url: '/api/v1/exhibition/portal', headers });
  expect((await page()).json().data.customer.code).toBe(code);
  expect((await app.http.inject({ url: '/api/v1/exhibition/customers', headers })).statusCode).toBe(403);
  await admin.post(`/exhibition/customers/${code}/revoke-portal`);
  expect((await page()).statusCode).toBe(401);
});
