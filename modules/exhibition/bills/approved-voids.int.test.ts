import { afterEach, expect, test } from 'vitest';
import { openTill, withDrawer } from '../../../kernel/till/test/factories.ts';
import type { Caller } from '../../../test/harness/index.ts';
import { useTestApp } from '../../../test/harness/index.ts';
import { PASSWORD, person, signIn } from '../../../test/harness/people.ts';
import { openExhibition, register } from '../test/factories.ts';

/** Voids that a cashier may not do alone: a supervisor approves them at the cashier's screen. */

afterEach(async () => (await useTestApp()).clock.reset());

async function desk() {
  const place = await withDrawer();
  const { app, organization, owner, ops } = place;
  await openExhibition(owner);
  expect((await owner.patch('/settings/till', { approve_refund_above: 100 })).status).toBe(200);
  const supervisor = await person(app, organization, 'admin');
  const { browser } = await signIn(app, { email: supervisor.email, password: PASSWORD });
  expect((await browser.post('/approvals/pin', { password: PASSWORD, pin: '4711' })).status).toBe(200);
  await openTill(ops, place.drawer.id, '1000');
  const customer = await register(ops);
  const sell = async (by: Caller, amount: string) => {
    const sale = { amount, pay: [{ method: 'cash', given: amount }] };
    return (await by.post(`/exhibition/customers/${customer.code}/bills`, sale)).body.data.bill as { id: string };
  };
  const approve = async (by: Caller, subject_id: string, over = {}) =>
    (
      await by.post('/approvals', {
        what: 'exhibition.void',
        subject_id,
        approver_id: supervisor.id,
        pin: '4711',
        ...over,
      })
    ).body.data.id as string;
  const avoid = (by: Caller, id: string, over = {}) =>
    by.post(`/exhibition/bills/${id}/void`, { reason: 'wrong customer', refund: true, ...over });
  return { ...place, supervisor, sell, approve, avoid };
}

test('the bill of another cashier is voided with a supervisor’s approval, its cash comes out of the asker’s drawer', async () => {
  const { db, organization, ops, sell, approve, avoid } = await desk();
  const colleague = await organization.as('ops');
  const bill = await sell(colleague, '40');
  const refused = await avoid(ops, bill.id);
  expect([refused.status, refused.body.error.code]).toEqual([403, 'till.approval_needed']);
  const other = await sell(colleague, '40');
  const forOther = await approve(ops, other.id, { amount: '40' });
  expect((await avoid(ops, bill.id, { approval_id: forOther })).body.error.code).toBe('till.approval_gone');
  const tooLittle = await approve(ops, bill.id, { amount: '39' });
  expect((await avoid(ops, bill.id, { approval_id: tooLittle })).body.error.code).toBe('till.approval_gone');

  const approval_id = await approve(ops, bill.id, { amount: '40' });
  // What is refused for another reason leaves the approval for the next try.
  expect((await avoid(ops, bill.id, { approval_id, refund: false })).body.error.code).toBe('exhibition.bill.has_money');
  const both = await Promise.all([avoid(ops, bill.id, { approval_id }), avoid(ops, bill.id, { approval_id })]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  const entries = await db
    .selectFrom('audit_entry')
    .select(['actor_id', 'after'])
    .where('action', '=', 'exhibition.bill.voided')
    .execute();
  expect(entries).toMatchObject([{ actor_id: ops.userId, after: { approved_by: 'Asha Rao' } }]);
  const moved = await db
    .selectFrom('till_movement')
    .select(['kind', 'amount_minor'])
    .where('kind', '=', 'refund')
    .execute();
  expect(moved).toEqual([{ kind: 'refund', amount_minor: -4000 }]);
});

test('an own bill with more money in it than the limit of refunds needs the approval too', async () => {
  const { ops, sell, approve, avoid, db } = await desk();
  expect((await avoid(ops, (await sell(ops, '100')).id)).status).toBe(200);
  const large = await sell(ops, '100.01');
  expect((await avoid(ops, large.id)).body.error.code).toBe('till.approval_needed');
  const still = db.selectFrom('exhibition_bill').select(['state', 'voided_at']).where('id', '=', large.id);
  expect(await still.executeTakeFirst()).toEqual({ state: 'paid', voided_at: null });
  const approval_id = await approve(ops, large.id, { amount: '100.01' });
  expect((await avoid(ops, large.id, { approval_id })).body.data.bill).toMatchObject({ state: 'void' });
});
