/** What an organization's spreadsheet gets of the desk. */
import { expect, it } from 'vitest';
import { SPREADSHEET } from '../../../test/fakes/sheets.ts';
import { newOrganization, useTestApp } from '../../../test/harness/index.ts';
import { openExhibition, register } from './factories.ts';

it('a registered customer is a row for the spreadsheet, where there is one', async () => {
  const organization = await newOrganization(await useTestApp());
  const admin = await organization.as('admin');
  await openExhibition(admin);
  await register(admin, { name: 'Before' });
  expect((await admin.patch('/settings/mirror', { spreadsheet_id: SPREADSHEET })).status).toBe(200);
  const { code } = await register(admin, { name: '=Asha' });
  const { body } = await admin.get('/mirror-rows');
  expect(body.data).toHaveLength(1);
  expect(body.data[0]).toMatchObject({
    event: 'exhibition.customer.registered',
    name: 'Customer registered',
    state: 'waiting',
    cells: { code, name: '=Asha', email: 'asha@example.org', phone: '+919876543210' },
  });
});
