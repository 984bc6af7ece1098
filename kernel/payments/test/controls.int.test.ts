/** Controls are not changed by those whom they control, and not for what is open already. */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FakeStripe, STRIPE, startFakeStripe } from '../../../test/fakes/stripe.ts';
import type { TestApp, TestOrganization } from '../../../test/harness/index.ts';
import { paymentInstructions } from '../../payment-proofs/index.ts';
import { attemptIs, choose, listeningApp, paymentOf } from '../../payment-providers/test/payer.ts';
import { findPayment } from '../index.ts';
import { open, settings, submitted, till } from './factories.ts';

let app: TestApp;
let fake: FakeStripe;
beforeAll(async () => {
  fake = await startFakeStripe();
  app = await listeningApp({ STRIPE_API_ROOT: fake.root });
});
afterAll(async () => {
  await app?.close();
  await fake?.stop();
});

const KEYS = { secret_key: STRIPE.secretKey, webhook_secret: STRIPE.webhookSecret };
const mailsOf = ({ ctx, id }: TestOrganization) =>
  ctx.db
    .selectFrom('message')
    .select(['to_address', 'params'])
    .where('organization_id', '=', id)
    .where('template', '=', 'tenancy.control_changed')
    .orderBy('id')
    .execute();

test('an admin alone changes no limit, account, place to pay or automatic confirmation; nothing is written', async () => {
  const { organization, admin, db } = await till({ app });
  const tried: [string, object][] = [
    ['payments', { second_approval_above: 0.5 }],
    ['payments', { pay_to: 'me@elsewhere' }],
    ['payments', { instructions: 'Pay to me@elsewhere' }],
    ['stripe', KEYS],
    ['mtn', { target_environment: 'mtnuganda' }],
    ['airtel', { country: 'KE' }],
    ['sandbox', { enabled: true }],
    ['statements', { auto_verify_certain: true }],
    ['mail', { host: 'smtp.elsewhere.example', from_address: 'me@elsewhere.example' }],
    ['telegram', { bot_token: '7100000001:AAElsewhere-elsewhere-elsewhere' }],
  ];
  for (const [module, patch] of tried) {
    const refused = await admin.patch(`/settings/${module}`, patch);
    expect([module, refused.status, refused.body.error.code]).toEqual([module, 403, 'settings.owner_only']);
    expect(Object.keys(refused.body.error.fields)).toEqual(expect.arrayContaining(Object.keys(patch).slice(0, 1)));
  }
  expect(await db.selectFrom('setting_change').selectAll().execute()).toEqual([]);
  const written = await db.selectFrom('audit_entry').select('id').where('action', '=', 'settings.changed').execute();
  expect(written).toEqual([]);
  expect(await mailsOf(organization)).toEqual([]);
  // What controls nobody stays theirs, and the page says which is which.
  expect((await admin.patch('/settings/payments', { unique_amounts: true })).status).toBe(200);
  const { body } = await admin.get('/settings/payments');
  expect(body.data.owner_only).toEqual(['pay_to', 'instructions', 'second_approval_above']);
});

test('what an owner changes is mailed to all owners and holds for payments opened afterwards', async () => {
  const { organization, owner, admin, ops, as } = await till({ app });
  const other = await as('owner');
  await settings(organization, { second_approval_above: 100, pay_to: 'first@bank' });
  const before = await submitted(organization, ops);
  await settings(organization, { second_approval_above: 0, pay_to: 'second@bank' });
  const first = await ops.post(`/payments/${before.id}/verify`);
  expect(first.body.data).toMatchObject({ state: 'submitted', first_approval: { by: 'Test ops' } });
  const after = await submitted(organization, ops);
  expect((await ops.post(`/payments/${after.id}/verify`)).body.data.state).toBe('verified');
  const told = async (id: string) => {
    const payment = await findPayment(organization.ctx, id);
    return payment.ok ? paymentInstructions(organization.ctx, payment.data) : payment.code;
  };
  expect(await told(before.id)).toContain('first@bank');
  expect(await told(after.id)).toContain('second@bank');
  // A lower limit holds at once.
  const waiting = await submitted(organization, ops);
  await settings(organization, { second_approval_above: 1 });
  expect((await ops.post(`/payments/${waiting.id}/verify`)).body.data.state).toBe('submitted');
  expect((await admin.post(`/payments/${before.id}/verify`)).body.data.state).toBe('verified');
  // Each of the owners has got a mail of the last change.
  const last = (await mailsOf(organization)).filter(({ params }) => JSON.stringify(params).includes('second_approval'));
  const addresses = last.map(({ to_address }) => to_address);
  expect(addresses).toEqual(expect.arrayContaining([`${owner.userId}@test.example`, `${other.userId}@test.example`]));
});

test('roles that work are given by an owner, and count for payments opened afterwards', async () => {
  const { organization, owner, admin, ops, as } = await till({ app });
  const viewer = await as('viewer');
  const promoted = await admin.patch(`/members/${viewer.userId}`, { role: 'ops' });
  expect([promoted.status, promoted.body.error.code]).toEqual([403, 'tenancy.owner_only']);
  const invited = await admin.post('/invitations', { email: 'second-me@example.org', role: 'ops' });
  expect([invited.status, invited.body.error.code]).toEqual([403, 'tenancy.owner_only']);
  expect((await admin.post('/invitations', { email: 'auditor@example.org', role: 'viewer' })).status).toBe(201);
  await settings(organization, { second_approval_above: 100 });
  const early = await submitted(organization, ops);
  app.clock.advance(1000);
  expect((await owner.patch(`/members/${viewer.userId}`, { role: 'ops' })).status).toBe(200);
  expect(JSON.stringify(await mailsOf(organization))).toContain('"kind":"role"');
  app.clock.advance(1000);
  const late = await submitted(organization, ops);
  const refused = await viewer.post(`/payments/${early.id}/verify`);
  expect([refused.status, refused.body.error.code]).toEqual([403, 'payments.approver_too_new']);
  expect((await viewer.post(`/payments/${late.id}/verify`)).body.data.state).toBe('submitted');
  app.clock.reset();
});

/** What Stripe would send of a paid page, signed with a secret, and invented. */
async function forge(page: string, secret: string) {
  const session = fake.sessions().find(({ url }) => url === page);
  const event = {
    id: `evt_forged_${session?.id}`,
    type: 'checkout.session.completed',
    data: { object: { ...session, payment_status: 'paid', status: 'complete', payment_intent: 'pi_forged' } },
  };
  const at = Math.floor(app.clock.now().getTime() / 1000);
  const v1 = createHmac('sha256', secret)
    .update(`${at}.${JSON.stringify(event, null, 2)}`)
    .digest('hex');
  expect(await fake.bringAgain(event, `t=${at},v1=${v1}`)).toBe(200);
  await app.boot.services.inbox?.processor?.drain();
  return session;
}

test('above the limit a signature alone proves nothing: Stripe itself is asked', async () => {
  const { organization, owner, calls } = await till({ app });
  expect((await owner.patch('/settings/stripe', KEYS)).status).toBe(200);
  await settings(organization, { second_approval_above: 100 });
  fake.webhook = `${app.config.PUBLIC_URL}/payment-callbacks/stripe/${organization.slug}`;
  const payment = await open(organization);
  const page = await choose(organization, payment.id, 'stripe');
  const session = await forge(page, STRIPE.webhookSecret);
  await attemptIs(organization, payment.id, 'waiting');
  expect(await paymentOf(organization, payment.id)).toMatchObject({ state: 'awaiting' });
  expect(calls.verified).toEqual([]);
  // What Stripe confirms when it is asked counts.
  await fake.pay(session);
  await attemptIs(organization, payment.id, 'succeeded');
  expect(await paymentOf(organization, payment.id)).toMatchObject({ state: 'verified' });
});

test('a signing secret that was changed meanwhile proves nothing of what began before; Stripe is asked, with any amount', async () => {
  const { organization, owner, calls } = await till({ app });
  expect((await owner.patch('/settings/stripe', KEYS)).status).toBe(200);
  fake.webhook = `${app.config.PUBLIC_URL}/payment-callbacks/stripe/${organization.slug}`;
  const payment = await open(organization);
  const page = await choose(organization, payment.id, 'stripe');
  expect((await owner.patch('/settings/stripe', { webhook_secret: 'whsec_of_my_own' })).status).toBe(200);
  const session = await forge(page, 'whsec_of_my_own');
  await attemptIs(organization, payment.id, 'waiting');
  expect([calls.verified, (await paymentOf(organization, payment.id)).state]).toEqual([[], 'awaiting']);
  // What Stripe says when it is asked counts.
  await owner.patch('/settings/stripe', { webhook_secret: STRIPE.webhookSecret });
  await fake.pay(session);
  await attemptIs(organization, payment.id, 'succeeded');
  expect(await paymentOf(organization, payment.id)).toMatchObject({ state: 'verified' });
});
