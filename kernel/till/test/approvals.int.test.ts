import { afterEach, expect, test } from 'vitest';
import { type Caller, useTestApp } from '../../../test/harness/index.ts';
import { PASSWORD, person, signIn } from '../../../test/harness/people.ts';
import { newId } from '../../lib/ids.ts';
import { open } from '../../payments/test/factories.ts';
import { actionsOf, isWhole, openTill, type Place, withDrawer } from './factories.ts';

afterEach(async () => (await useTestApp()).clock.reset());

/** A cashier with an open till, and a supervisor with a PIN, in an organization that wants approvals. */
async function supervised() {
  const place = await withDrawer();
  const { app, organization, owner, ops, drawer } = place;
  const limits = { approve_no_sale: true, approve_pay_out_above: 100, approve_refund_above: 200 };
  expect((await place.admin.patch('/settings/till', limits)).status).toBe(403);
  expect((await owner.patch('/settings/till', limits)).status).toBe(200);
  const supervisor = await person(app, organization, 'admin');
  const { browser } = await signIn(app, { email: supervisor.email, password: PASSWORD });
  expect((await browser.post('/approvals/pin', { password: PASSWORD, pin: '4711' })).status).toBe(200);
  const session = await openTill(ops, drawer.id, '1000');
  return { ...place, supervisor, browser, session, at: `/till/sessions/${session.id}/movements` };
}

const byPin = (caller: Caller, approver: { id: string }, what: string, subject_id: string, over: object = {}) =>
  caller.post('/approvals', { what, subject_id, approver_id: approver.id, pin: '4711', ...over });
const codeOf = async (answer: Promise<{ body: { error?: { code: string } } }>) => (await answer).body.error?.code;
const balanceOf = async ({ db }: Pick<Place, 'db'>) =>
  Number(
    (
      await db
        .selectFrom('till_movement')
        .select((eb) => eb.fn.sum<string>('amount_minor').as('sum'))
        .executeTakeFirst()
    )?.sum,
  );

test('a pay-out above the limit needs a supervisor: once, by who asked, for that till, up to that amount', async () => {
  const place = await supervised();
  const { ops, as, supervisor, session, at, db } = place;
  const payOut = (amount: string, approval_id?: string, by = ops) =>
    by.post(at, { kind: 'pay_out', amount, reason: 'ice', ...(approval_id && { approval_id }) });
  expect((await payOut('100')).status).toBe(200);
  const needed = await payOut('150');
  expect([needed.status, needed.body.error.code]).toEqual([403, 'till.approval_needed']);
  const approve = async (amount?: string) =>
    (await byPin(ops, supervisor, 'till.pay_out', session.id, amount ? { amount } : {})).body.data.id as string;
  const [tight, none] = [await approve('149'), await approve()];
  expect(await codeOf(payOut('150', tight))).toBe('till.approval_gone');
  expect(await codeOf(payOut('150', none))).toBe('till.approval_gone');
  const good = await approve('150');
  expect(await codeOf(payOut('150', good, await as('ops')))).toBe('till.not_yours');
  // Of two at once one uses it up.
  const both = await Promise.all([payOut('150', good), payOut('150', good)]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 403]);
  const paid = await db.selectFrom('till_movement').selectAll().where('amount_minor', '=', -15_000).execute();
  expect(paid).toMatchObject([{ approved_by_id: supervisor.id, approved_by_name: 'Asha Rao' }]);
  expect(await balanceOf(place)).toBe(75_000);
  expect(await actionsOf(place, 'till.approval%')).toHaveLength(3);
  await isWhole(place);
});

test('an approval lasts two minutes, and is for what it was given for', async () => {
  const place = await supervised();
  const { app, ops, supervisor, session, at } = place;
  const noSale = (approval_id?: string) => ops.post(at, { kind: 'no_sale', reason: 'change', approval_id });
  expect(await codeOf(noSale())).toBe('till.approval_needed');
  const other = await byPin(ops, supervisor, 'till.pay_out', session.id, { amount: '500' });
  expect(await codeOf(noSale(other.body.data.id))).toBe('till.approval_gone');
  const elsewhere = await byPin(ops, supervisor, 'till.no_sale', newId());
  expect(await codeOf(noSale(elsewhere.body.data.id))).toBe('till.approval_gone');
  const old = await byPin(ops, supervisor, 'till.no_sale', session.id);
  app.clock.advance(120_000);
  expect(await codeOf(noSale(old.body.data.id))).toBe('till.approval_gone');
  const now = await byPin(ops, supervisor, 'till.no_sale', session.id);
  expect((await noSale(now.body.data.id)).status).toBe(200);
  expect(await codeOf(ops.post('/approvals', { what: 'made.up', subject_id: session.id }))).toBe(
    'till.approval_unknown',
  );
});

test('a supervisor signs in at the cashier’s screen instead, which opens no session; nobody approves for themselves', async () => {
  const place = await supervised();
  const { app, organization, ops, supervisor, browser, session, at, db } = place;
  const signed = (email: string, password = PASSWORD, by: Caller = ops) =>
    by.post('/approvals', { what: 'till.no_sale', subject_id: session.id, email, password });
  const sessions = async () =>
    (
      await app.boot.database.system
        .selectFrom('auth_session')
        .select('id')
        .where('user_id', '=', supervisor.id)
        .execute()
    ).length;
  const before = await sessions();
  const given = await signed(supervisor.email);
  expect(given.body.data.approver).toEqual({ id: supervisor.id, name: 'Asha Rao' });
  expect(given.headers['set-cookie']).toBeUndefined();
  expect(await sessions()).toBe(before);
  expect((await ops.post(at, { kind: 'no_sale', reason: 'x', approval_id: given.body.data.id })).status).toBe(200);
  expect(await codeOf(signed(supervisor.email, 'wrong password'))).toBe('auth.wrong_credentials');
  expect(await codeOf(signed(supervisor.email, PASSWORD, browser))).toBe('till.approval_self');
  expect(await codeOf(byPin(browser, supervisor, 'till.no_sale', session.id))).toBe('till.approval_self');
  const colleague = await person(app, organization, 'ops');
  expect(await codeOf(signed(colleague.email))).toBe('till.approver_unfit');
  const foreign = await withDrawer({ name: 'Elsewhere' });
  const stranger = await person(foreign.app, foreign.organization, 'owner');
  expect(await codeOf(signed(stranger.email))).toBe('till.approver_unfit');
  expect(await db.selectFrom('till_approval').select('way').execute()).toEqual([{ way: 'sign_in' }]);
});

test('wrong PINs are counted by who asks and by whose it is, and are followed by pauses', async () => {
  const place = await supervised();
  const { app, as, ops, supervisor, session } = place;
  app.clock.stop();
  const wrong = (by: Caller) => codeOf(byPin(by, supervisor, 'till.no_sale', session.id, { pin: '0815' }));
  for (let i = 0; i < 5; i++) expect(await wrong(ops)).toBe('till.wrong_pin');
  expect(await wrong(ops)).toBe('auth.too_many_attempts');
  // Another asker isn't held up, until there were too many for this PIN.
  const others = [await as('ops'), await as('ops')];
  for (let i = 0; i < 5; i++) expect(await wrong(others[0] as Caller)).toBe('till.wrong_pin');
  expect(await wrong(others[1] as Caller)).toBe('auth.too_many_attempts');
  app.clock.advance(3_600_000);
  expect((await byPin(await as('ops'), supervisor, 'till.no_sale', session.id)).status).toBe(201);
});

test('a PIN is set with the password, never simple, listed by name only, and ends with the membership', async () => {
  const place = await supervised();
  const { ops, owner, browser, supervisor, session, db } = place;
  const set = (pin: string | null, password = PASSWORD) => codeOf(browser.post('/approvals/pin', { password, pin }));
  for (const pin of ['0000', '1234', '8765']) expect(await set(pin)).toBe('till.pin_simple');
  for (const pin of ['12', '12ab', '123456789']) expect(await set(pin)).toBe('till.pin_malformed');
  expect(await set('2580', 'not my password')).toBe('auth.wrong_password');
  expect((await ops.get('/approvals/approvers')).body.data).toEqual([{ id: supervisor.id, name: 'Asha Rao' }]);
  expect((await browser.get('/approvals/approvers')).body.data).toEqual([]);
  expect((await browser.get('/approvals/pin')).body.data.set_at).toMatch(/^20/);
  expect((await ops.post('/approvals/pin', { password: PASSWORD, pin: '2580' })).status).toBe(403);
  await expect(db.selectFrom('till_pin').select('hash').execute()).rejects.toThrow('permission denied');
  expect((await owner.delete(`/members/${supervisor.id}`)).status).toBe(200);
  expect(await codeOf(byPin(ops, supervisor, 'till.no_sale', session.id))).toBe('till.wrong_pin');
  expect((await ops.get('/approvals/approvers')).body.data).toEqual([]);
});

test('refunds above the limit need a supervisor, however small the parts are, and whatever they are called', async () => {
  const place = await supervised();
  const { organization, ops, admin, supervisor, db } = place;
  const payment = await open(organization);
  await ops.post(`/payments/${payment.id}/mark-paid`, { method: 'cash' });
  const refund = (body: object) => admin.post(`/payments/${payment.id}/refund`, { reason: 'gone', ...body });
  expect((await refund({ amount: '150', expected_refunded: '0' })).status).toBe(200);
  expect(await codeOf(refund({ amount: '100', expected_refunded: '150' }))).toBe('till.approval_needed');
  const given = (await byPin(admin, supervisor, 'till.refund', payment.id, { amount: '100' })).body.data;
  const done = await refund({ amount: '100', expected_refunded: '150', approval_id: given.id });
  expect(done.status).toBe(200);
  const entries = await db
    .selectFrom('audit_entry')
    .select('after')
    .where('action', '=', 'payments.refunded')
    .orderBy('id')
    .execute();
  expect(entries.at(-1)?.after).toMatchObject({ approved_by: 'Asha Rao' });
  const other = await open(organization);
  await ops.post(`/payments/${other.id}/mark-paid`, { method: 'cash' });
  const mistake = admin.post(`/payments/${other.id}/refund`, { reason: 'never came', mistaken: true });
  expect(await codeOf(mistake)).toBe('till.approval_needed');
  await isWhole(place);
});
