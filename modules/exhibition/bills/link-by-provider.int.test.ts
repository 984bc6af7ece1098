import { afterAll, beforeAll, expect, test } from 'vitest';
import { orgOf } from '../../../kernel/ctx/index.ts';
import { verifyLedger } from '../../../kernel/ledger/index.ts';
import {
  attemptIs,
  attemptsOf,
  balances,
  choose,
  listeningApp,
  press,
} from '../../../kernel/payment-providers/test/payer.ts';
import { eventually, newOrganization, type TestApp } from '../../../test/harness/index.ts';
import { openExhibition, register } from '../test/factories.ts';

let app: TestApp;
beforeAll(async () => {
  app = await listeningApp({ PAYMENT_SANDBOX: 'true' });
});
afterAll(() => app?.close());

async function linked() {
  const organization = await newOrganization(app);
  const owner = await organization.as('owner');
  await owner.patch('/settings/sandbox', { enabled: true });
  await openExhibition(owner);
  const ops = await organization.as('ops');
  const customer = await register(ops);
  const added = await ops.post(`/exhibition/customers/${customer.code}/bills`, { amount: '100' });
  const { id } = added.body.data.bill as { id: string };
  const link = (await ops.post(`/exhibition/bills/${id}/link`)).body.data;
  return {
    organization,
    owner,
    ops,
    id,
    link,
    cash: (given: string) =>
      ops.post(`/exhibition/bills/${id}/payments`, { pay: [{ method: 'cash', given }], part: true }),
    bill: async () => (await ops.get(`/exhibition/bills/${id}`)).body.data,
    async agrees() {
      const report = await verifyLedger(
        app.boot.database.system,
        orgOf(organization.ctx),
        app.boot.services.ledgerChecks,
      );
      expect(report.faults).toEqual([]);
    },
  };
}

test('the link leads to the page where it is paid, and the bill is paid by the provider', async () => {
  const { organization, owner, link, bill, agrees } = await linked();
  expect(link).toMatchObject({
    link: expect.stringContaining('/pay/'),
    upi: null,
    qr_svg: expect.stringContaining('<svg'),
  });
  await press(await choose(organization, link.payment_id, 'sandbox'), 'pay');
  await attemptIs(organization, link.payment_id, 'succeeded');
  expect(await bill()).toMatchObject({ state: 'paid', payments: [{ id: link.payment_id, state: 'verified' }] });
  // What a provider took goes back by the provider first.
  const voided = await owner.post(`/exhibition/bills/${(await bill()).id}/void`, { reason: 'typo', refund: true });
  expect([voided.status, voided.body.error.code]).toEqual([409, 'exhibition.bill.paid_online']);
  await agrees();
});

test('a part is taken in cash while the phone pays all: the rest of the provider’s money goes back by the provider', async () => {
  const { organization, owner, link, cash, bill, agrees } = await linked();
  const page = await choose(organization, link.payment_id, 'sandbox');
  expect((await cash('40')).status).toBe(201);
  // The provider is asked for all of it: no other link, and the open one is not closed under the customer's hands.
  await press(page, 'pay');
  await attemptIs(organization, link.payment_id, 'succeeded');
  expect(await bill()).toMatchObject({ state: 'paid', paid: '100.00', due: '0.00' });
  const [surplus] = (await owner.get(`/payments?filter=${encodeURIComponent('{"owed":true}')}`)).body.data;
  expect(surplus).toMatchObject({ amount: '40.00', subject: { type: 'payments.surplus', id: link.payment_id } });
  const refund = await owner.post(`/payments/${surplus.id}/refund`, { reason: 'paid twice', by_provider: true });
  expect(refund.status).toBe(200);
  await eventually(
    async () => (await owner.get(`/payments/${surplus.id}`)).body.data.state === 'refunded',
    'the refund of the surplus',
  );
  expect(await attemptsOf(organization, link.payment_id)).toHaveLength(1);
  const sums = await balances(organization);
  expect(sums).toMatchObject({ 'income:exhibition': -10_000, 'assets:cash': 4_000 });
  await agrees();
});
