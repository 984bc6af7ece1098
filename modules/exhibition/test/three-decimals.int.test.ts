import { expect, test } from 'vitest';
import { newOrganization, useTestApp } from '../../../test/harness/index.ts';
import { openExhibition, register } from './factories.ts';

test('a desk in Kuwait takes fils: three decimals in, three decimals out', async () => {
  const app = await useTestApp();
  const organization = await newOrganization(app, { currency: 'KWD', country: 'KW', timeZone: 'Asia/Kuwait' });
  const admin = await organization.as('admin');
  const exhibition = await openExhibition(admin);
  const { id } = await register(admin, { exhibition_id: exhibition.id, phone: '+96550012345' });
  const bill = (amount: string) => admin.post(`/exhibition/customers/${id}/bills`, { amount });
  const added = await bill('1.505');
  expect([added.status, added.body.data?.bill.amount, added.body.data?.bill.amount_minor]).toEqual([
    201,
    '1.505',
    1505,
  ]);
  expect((await bill('0.001')).body.data.customer).toMatchObject({ total: '1.506', total_minor: 1506 });
  const more = await bill('1.5055');
  expect([more.status, more.body.error.code]).toEqual([400, 'exhibition.bill.amount_decimals']);
  const rows = await organization.ctx.db.selectFrom('exhibition_bill').select('amount_minor').orderBy('id').execute();
  expect(rows.map(({ amount_minor }) => amount_minor)).toEqual([1505, 1]);
});
