/** What an organization's spreadsheet gets of the raffles. */
import { expect, test } from 'vitest';
import { SPREADSHEET } from '../../../test/fakes/sheets.ts';
import { desk, openRaffle, reserveNumbers } from './factories.ts';

test('a paid order is a row for the spreadsheet, its amount a number', async () => {
  const { admin, ops } = await desk();
  expect((await admin.patch('/settings/mirror', { spreadsheet_id: SPREADSHEET })).status).toBe(200);
  const raffle = await openRaffle(admin);
  const order = await reserveNumbers(ops, raffle, [7, 8], { confirm: true });
  expect((await ops.post(`/raffle/orders/${order.id}/confirm-payment`)).body.data.state).toBe('paid');
  const { body } = await ops.get('/mirror-rows');
  expect(body.data).toHaveLength(1);
  expect(body.data[0]).toMatchObject({
    event: 'raffle.order.paid',
    name: 'Raffle order paid',
    cells: { code: order.code, name: 'Asha Verma', phone: null, numbers: '7, 8', amount: 100, currency: 'INR' },
  });
});
