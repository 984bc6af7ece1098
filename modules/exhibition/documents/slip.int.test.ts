import { expect, test } from 'vitest';
import { newOrganization, useTestApp } from '../../../test/harness/index.ts';
import { asha, openExhibition, register } from '../test/factories.ts';

test('a receipt printer gets the document as it was issued, each time the same, and a packing slip without money', async () => {
  const app = await useTestApp();
  const organization = await newOrganization(app);
  const [admin, ops] = [await organization.as('admin'), await organization.as('ops')];
  const { id: exhibition_id } = await openExhibition(admin);
  const item = await admin.post('/exhibition/items', { exhibition_id, name: 'Clay bowl', price: '75.50' });
  const customer = await register(ops, { ...asha, exhibition_id });
  const lines = [{ item_id: item.body.data.id, quantity: '3' }];
  const pay = [{ method: 'cash' }];
  const added = await ops.post(`/exhibition/customers/${customer.id}/bills`, { lines, pay });
  expect(added.status, JSON.stringify(added.body)).toBe(201);
  const issued = await ops.post(`/exhibition/customers/${customer.id}/receipts`);
  const { id, number } = issued.body.data;
  const slip = async (query = '', by = ops) => (await by.get(`/documents/${id}/slip${query}`)).body.data;

  const printed = await slip();
  expect(printed.number).toBe(number);
  const texts = JSON.stringify(printed.rows);
  for (const word of [organization.name, number, 'Asha Verma', 'Clay bowl', '227.00']) expect(texts).toContain(word);
  expect(printed.rows.at(-1)).toMatchObject({ kind: 'code', text: expect.stringContaining('/c/') });
  // The customer has another name by now, and the item another price: what was issued stays.
  await ops.patch(`/exhibition/customers/${customer.id}`, { name: 'Asha V' });
  await admin.patch(`/exhibition/items/${item.body.data.id}`, { price: '99', name: 'Bowl' });
  expect(await slip()).toEqual(printed);

  const packing = JSON.stringify((await slip('?packing=true')).rows);
  expect(packing).toContain('3 × Clay bowl');
  expect(packing).not.toContain('227');
  // A printed code works like a badge: whoever may not show codes prints none.
  const viewer = await organization.as('viewer');
  expect((await slip('', viewer)).rows.filter(({ kind }: { kind: string }) => kind === 'code')).toEqual([]);
  const stranger = await (await newOrganization(app)).as('owner');
  expect((await stranger.get(`/documents/${id}/slip`)).status).toBe(404);
});
