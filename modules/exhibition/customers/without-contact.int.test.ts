import { expect, test } from 'vitest';
import { newOrganization, useTestApp } from '../../../test/harness/index.ts';
import { openExhibition, register } from '../test/factories.ts';

async function desk() {
  const organization = await newOrganization(await useTestApp());
  const admin = await organization.as('admin');
  const exhibition = await openExhibition(admin);
  return { organization, admin, exhibition, ops: await organization.as('ops'), db: organization.ctx.db };
}

test('a name is enough: no e-mail is sent, and nothing is asked for later', async () => {
  const { ops, db } = await desk();
  const made = await ops.post('/exhibition/customers', { name: 'Asha' });
  expect(made.status).toBe(201);
  expect(made.body.data).toMatchObject({ email: '', phone: '', email_state: null });
  const { id, code } = made.body.data;
  await ops.post('/exhibition/customers/bulk-resend', { ids: [id] });
  expect((await ops.post(`/exhibition/customers/${code}/renew-portal`)).status).toBe(200);
  expect(await db.selectFrom('message').select('id').execute()).toEqual([]);
  // An address can be added, and taken away again.
  const changed = await ops.patch(`/exhibition/customers/${code}`, { email: 'asha@example.org' });
  expect(changed.body.data).toMatchObject({ email: 'asha@example.org', phone: '' });
  expect((await ops.patch(`/exhibition/customers/${code}`, { email: '' })).body.data).toMatchObject({ email: '' });
  // Two without an address are two people.
  expect((await ops.post('/exhibition/customers', { name: 'Ravi', email: '', phone: ' ' })).status).toBe(201);
  expect((await ops.get('/exhibition/customers?search=ravi')).body.data).toHaveLength(1);
});

test('the settings make either compulsory', async () => {
  const { ops, admin, db } = await desk();
  await admin.patch('/settings/exhibition', { email_required: true, phone_required: true });
  const missing = await ops.post('/exhibition/customers', { name: 'Asha' });
  expect([missing.status, missing.body.error.fields]).toEqual([
    400,
    { email: 'Please fill this in.', phone: 'Please fill this in.' },
  ]);
  await admin.patch('/settings/exhibition', { phone_required: false });
  const empty = await ops.post('/exhibition/customers', { name: 'Asha', email: ' ' });
  expect(empty.body.error.fields).toEqual({ email: 'Please fill this in.' });
  expect(await db.selectFrom('exhibition_customer').select('id').execute()).toEqual([]);
  expect((await ops.post('/exhibition/customers', { name: 'Asha', email: 'asha@example.org' })).status).toBe(201);
});

test('who is there already is shown while somebody registers, at this exhibition', async () => {
  const { ops, admin, exhibition } = await desk();
  const asha = await register(ops);
  await register(ops, { name: 'Nobody', email: '', phone: '' });
  const other = await openExhibition(admin);
  const alike = async (typed: object, at = exhibition.id) => {
    const query = new URLSearchParams({ exhibition_id: at, ...typed });
    return (await ops.get(`/exhibition/customers/alike?${query}`)).body.data;
  };
  expect(await alike({ phone: '098765 43210' })).toMatchObject([{ id: asha.id, name: 'Asha Verma' }]);
  expect(await alike({ email: 'ASHA@example.org', phone: '98' })).toHaveLength(1);
  expect(await alike({ email: 'asha@', phone: '' })).toEqual([]);
  expect(await alike({})).toEqual([]);
  expect(await alike({ phone: '98765 43210' }, other.id)).toEqual([]);
});

test('an import takes rows without contact details, and never takes two of them for one person', async () => {
  const { admin, db } = await desk();
  const boundary = 'edge';
  const csv = 'Name,E-mail,Phone\nAsha,,\nRavi,,\nMeena,meena@example.org,\n';
  const payload = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="c.csv"\r\ncontent-type: text/csv\r\n\r\n${csv}\r\n--${boundary}--\r\n`;
  const checked = await admin.post('/imports/exhibition.customers', payload, {
    'content-type': `multipart/form-data; boundary=${boundary}`,
  });
  expect(checked.body.data).toMatchObject({ faults: [], duplicates: 0 });
  expect(await db.selectFrom('exhibition_customer').select('id').execute()).toEqual([]);
});
