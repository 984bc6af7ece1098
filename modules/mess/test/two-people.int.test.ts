/** Above an organization's limit two people must approve, in a chat as at the desk. */

import { afterAll, expect, it } from 'vitest';
import { directPhone } from '../../../kernel/conversations/test/transcripts.ts';
import { drainJobs } from '../../../kernel/jobs/index.ts';
import { openTestApp, type TestApp } from '../../../test/harness/index.ts';
import { askOffice } from '../chat/office/send-question.job.ts';
import { hostel, newCycle, newStudent } from './factories.ts';

const opened: TestApp[] = [];
afterAll(() => Promise.all(opened.map((app) => app.close())));

it('one member’s approval counts once, and an id without an account can’t approve', async () => {
  // The third has no account, only an id of ADMIN_TG_IDS.
  const unlinked = '6100000003';
  const app = await openTestApp({ ADMIN_TG_IDS: unlinked });
  opened.push(app);
  const all = await hostel({ modules: ['mess'] }, app);
  const { organization, ctx, db } = all;
  app.clock.set('2026-11-10T06:30:00Z');
  const later = await all.moveTo('2026-11-10T06:30:00Z');
  await newCycle(later.admin);
  await (await organization.as('owner')).patch('/settings/payments', { second_approval_above: 1000 });
  const student = await newStudent(later.ops);
  const sent = await later.ops.post(`/mess/students/${student.id}/proofs`, { transaction_reference: 'UTR1' });
  const payment = sent.body.data.payment.id as string;

  const chatOf = async (caller: typeof all.admin) => {
    const phone = directPhone(app, organization, 'telegram', 'en');
    await phone.send({ kind: 'text', text: (await caller.post('/staff/chats/code')).body.data.message });
    return phone;
  };
  const [first, second] = [await chatOf(later.admin), await chatOf(later.ops)];
  const third = directPhone(app, organization, 'telegram', 'en', unlinked);
  await third.send({ kind: 'text', text: 'hello' });
  await askOffice(ctx, { about: 'proof', id: payment });
  await drainJobs(app.boot, app.boot.services.jobs);
  const last = async (phone: typeof first) => (await phone.received()).at(-1)?.text ?? '';
  for (const phone of [first, second, third]) expect(await last(phone)).toMatch(/₹3,600\.00/);

  await third.tap('Payment is right');
  expect(await last(third)).toMatch(/^Above this amount two people must agree, signed in with their own accounts/);
  await first.tap('Payment is right');
  expect(await last(first)).toBe('Noted: Asha Verma, ₹3,600.00. A second person must agree.');
  await first.tap('Payment is right');
  expect(await last(first)).toMatch(/^You have agreed already/);
  const state = () => db.selectFrom('payment').select('state').where('id', '=', payment).executeTakeFirst();
  expect(await state()).toEqual({ state: 'submitted' });
  await second.tap('Payment is right');
  expect(await last(second)).toMatch(/^Verified: Asha Verma/);
  expect(await state()).toEqual({ state: 'verified' });
});
