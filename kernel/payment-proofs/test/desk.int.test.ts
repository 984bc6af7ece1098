import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { newOrganization } from '../../../test/harness/index.ts';
import { refuse } from '../../lib/result.ts';
import { closePayment } from '../../payments/index.ts';
import { open, sendProof, settings, submitted, TYPE, till } from '../../payments/test/factories.ts';

const actionsOf = async (db: Awaited<ReturnType<typeof till>>['db'], id: string) =>
  (await db.selectFrom('audit_entry').select('action').where('subject_id', '=', id).orderBy('id').execute()).map(
    (e) => e.action,
  );

test('a payment is opened with a reference, waits for its proof, and is shown on the desk with all its data', async () => {
  const { app, organization, ops, db } = await till();
  const earlier = await submitted(organization, ops);
  expect((await ops.get('/payments/queue')).body.data.map((p: { id: string }) => p.id)).toEqual([earlier.id]);
  const payment = await open(organization);
  expect(payment).toMatchObject({ state: 'awaiting', method: 'proof', amountMinor: 30_000, ownAmount: false });
  expect(payment.reference).toMatch(/^[2-9A-HJKMNP-Z]{6}$/);
  const view = await sendProof(ops, payment.id, null, { transaction_reference: 'UTR 4637-2819', caption: 'sent now' });
  expect(view).toMatchObject({
    state: 'submitted',
    amount: '300.00',
    subject: { title: expect.stringMatching(/^Order /), url: `/test/${payment.subject.id}`, label: 'cash' },
    may: ['submit', 'verify', 'deny', 'mark_paid'],
  });
  const queue = (await ops.get('/payments/queue')).body.data;
  expect(queue.map((p: { id: string }) => p.id)).toEqual([earlier.id, payment.id]);
  expect(queue[1].proofs).toMatchObject([{ transaction_reference: 'UTR 4637-2819', caption: 'sent now', file: null }]);
  const page = await ops.get('/payments/queue?limit=1');
  expect((await ops.get(`/payments/queue?limit=1&after=${page.body.page.next}`)).body.data[0].id).toBe(payment.id);
  expect((await ops.get('/payments/counts')).body.data).toMatchObject({ submitted: 2, awaiting: 0, refunds_due: 0 });
  expect((await ops.get('/payments/kinds')).body.data).toContainEqual({ type: TYPE, label: 'cash' });
  const others = await newOrganization(app, { modules: ['raffle'] });
  const kinds = (await (await others.as('ops')).get('/payments/kinds')).body.data;
  expect(kinds.map((kind: { type: string }) => kind.type)).toEqual(['raffle.order']);
  expect(await actionsOf(db, payment.id)).toEqual(['payments.opened', 'payments.proof_submitted']);
});

test('confirming posts the entry, calls the module, and writes history and audit; once', async () => {
  const { organization, ops, admin, calls, db } = await till();
  const payment = await submitted(organization, ops);
  const done = await ops.post(`/payments/${payment.id}/verify`, {
    transaction_reference: 'UTR9988',
    note: 'seen in the app',
  });
  expect(done.status).toBe(200);
  expect(done.body.data).toMatchObject({
    state: 'verified',
    decided_by: 'Test ops',
    transaction_reference: 'UTR9988',
    may: [],
  });
  expect(calls.verified).toMatchObject([{ id: payment.id, state: 'verified', late: false }]);
  const { data } = await (await ops.get(`/payments/${payment.id}`)).body;
  expect(data.history.map((e: { what: string }) => e.what)).toEqual(['opened', 'submitted', 'verified']);
  expect(data.history[2]).toMatchObject({
    from_state: 'submitted',
    to_state: 'verified',
    actor: 'Test ops',
    note: 'seen in the app',
  });
  const entry = (await admin.get(`/ledger/entries/${data.ledger_entry_ids[0]}`)).body.data;
  expect(entry).toMatchObject({
    kind: 'payment.verified',
    subject: { type: 'payment', id: payment.id },
    lines: [
      { account: 'assets:bank', amount: '300.00', currency: 'INR' },
      { account: 'income:test', amount: '-300.00', currency: 'INR' },
    ],
  });
  expect(await actionsOf(db, payment.id)).toContain('payments.verified');
  const again = await ops.post(`/payments/${payment.id}/verify`);
  expect([again.status, again.body.error.code]).toEqual([409, 'payments.already_verified']);
  expect(again.body.error.message).toContain('Test ops');
  expect(calls.verified).toHaveLength(1);
});

test('of ten people who confirm at once one succeeds, and the others get the name', async () => {
  const { organization, ops, calls, as, db } = await till();
  const payment = await submitted(organization, ops);
  const staff = await Promise.all(Array.from({ length: 5 }, () => as('ops')));
  const answers = await Promise.all([...staff, ...staff].map((one) => one.post(`/payments/${payment.id}/verify`)));
  expect(answers.filter((a) => a.status === 200)).toHaveLength(1);
  const refused = answers.filter((a) => a.status !== 200);
  expect(new Set(refused.map((a) => a.body.error.code))).toEqual(new Set(['payments.already_verified']));
  expect(refused[0]?.body.error.message).toContain('Test ops');
  expect(calls.verified).toHaveLength(1);
  const entries = await db.selectFrom('ledger_entry').select('kind').where('subject_id', '=', payment.id).execute();
  expect(entries).toEqual([{ kind: 'payment.verified' }]);
});

test('when one confirms and one denies at once, one wins and the other gets the decision', async () => {
  const { organization, ops, admin, db } = await till();
  for (let i = 0; i < 5; i++) {
    const payment = await submitted(organization, ops);
    const [yes, no] = await Promise.all([
      ops.post(`/payments/${payment.id}/verify`),
      admin.post(`/payments/${payment.id}/deny`, { reason: 'unreadable' }),
    ]);
    expect([yes.status, no.status].sort()).toEqual([200, 409]);
    const entries = await db.selectFrom('ledger_entry').select('id').where('subject_id', '=', payment.id).execute();
    expect(entries).toHaveLength(yes.status === 200 ? 1 : 0);
  }
});

test('a denied payment gives the reason, and a new proof opens it again', async () => {
  const { organization, ops, calls } = await till();
  const payment = await submitted(organization, ops);
  const blank = await ops.post(`/payments/${payment.id}/deny`, { reason: '  ' });
  expect([blank.status, blank.body.error.fields.reason]).toEqual([400, 'Give a reason.']);
  const denied = await ops.post(`/payments/${payment.id}/deny`, { reason: 'wrong_amount', note: '200 instead of 300' });
  expect(denied.body.data).toMatchObject({ state: 'denied', denial_reason: 'wrong_amount', decided_by: 'Test ops' });
  expect(calls.denied).toMatchObject([[{ id: payment.id }, 'wrong_amount']]);
  expect((await ops.post(`/payments/${payment.id}/verify`)).body.error.code).toBe('payments.already_denied');
  const again = await sendProof(ops, payment.id, null, { transaction_reference: 'UTR1112223' });
  expect(again).toMatchObject({ state: 'submitted', denial_reason: null, decided_by: null });
  expect((await ops.post(`/payments/${payment.id}/verify`)).status).toBe(200);
});

test('a closed payment can’t be confirmed; a late proof opens it, marked late', async () => {
  const { organization, ops, calls } = await till();
  const payment = await open(organization);
  expect((await closePayment(organization.ctx, payment.id, 'time ran out')).ok).toBe(true);
  expect((await closePayment(organization.ctx, payment.id, 'cancelled')).ok).toBe(true);
  const refused = await ops.post(`/payments/${payment.id}/verify`);
  expect([refused.status, refused.body.error.code]).toEqual([409, 'payments.closed']);
  expect((await ops.post(`/payments/${payment.id}/mark-paid`, { method: 'cash' })).body.error.code).toBe(
    'payments.closed',
  );
  expect(await sendProof(ops, payment.id, null, { caption: 'sorry, late' })).toMatchObject({
    state: 'submitted',
    late: true,
  });
  expect((await ops.post(`/payments/${payment.id}/verify`)).body.data).toMatchObject({ state: 'verified', late: true });
  expect(calls.verified[0]?.late).toBe(true);
  expect((await closePayment(organization.ctx, payment.id, 'x')).ok).toBe(false);
});

test('money without an available subject is owed: a liability until it is given back', async () => {
  const { organization, ops, admin, calls } = await till();
  calls.answer = { ok: true, data: { owed: true } };
  const payment = await submitted(organization, ops);
  expect((await ops.post(`/payments/${payment.id}/verify`)).body.data).toMatchObject({ state: 'verified', owed: true });
  const due = await ops.get('/payments?filter={"owed":true}');
  expect(due.body.data.map((p: { id: string }) => p.id)).toEqual([payment.id]);
  expect((await ops.get('/payments/counts')).body.data.refunds_due).toBe(1);
  expect(await balances(admin)).toEqual({ 'assets:bank': '300.00', 'liabilities:refunds_due': '-300.00' });
  expect((await ops.post(`/payments/${payment.id}/refund`, { reason: 'x' })).status).toBe(403);
  const back = await admin.post(`/payments/${payment.id}/refund`, { reason: 'numbers were gone', method: 'cash' });
  expect(back.body.data.state).toBe('refunded');
  expect(await balances(admin)).toEqual({
    'assets:bank': '300.00',
    'assets:cash': '-300.00',
    'liabilities:refunds_due': '0.00',
  });
  expect((await ops.get('/payments?filter={"owed":true}')).body.data).toEqual([]);
  expect((await admin.post(`/payments/${payment.id}/refund`, { reason: 'x' })).body.error.code).toBe(
    'payments.already_refunded',
  );
  expect(calls.refunded).toMatchObject([[{ id: payment.id }, { reason: 'numbers were gone', mistaken: false }]]);
});

test('a confirmation by mistake is undone by reversing its entry', async () => {
  const { organization, ops, admin, calls, db } = await till();
  const payment = await submitted(organization, ops);
  await ops.post(`/payments/${payment.id}/verify`);
  await admin.post(`/payments/${payment.id}/refund`, { reason: 'the wrong order', mistaken: true });
  expect(await balances(admin)).toEqual({ 'assets:bank': '0.00', 'income:test': '0.00' });
  const [, reversal] = await db
    .selectFrom('ledger_entry')
    .selectAll()
    .where('subject_id', '=', payment.id)
    .orderBy('id')
    .execute();
  expect(reversal).toMatchObject({ kind: 'payment.verified.reversed', memo: 'the wrong order' });
  expect(calls.refunded[0]?.[1].mistaken).toBe(true);
  expect((await admin.get('/ledger/verification')).body.data).toMatchObject({ ok: true, faults: [] });
});

test('a payment that the module refuses is not confirmed: no entry, no history, no audit', async () => {
  const { organization, ops, calls, db } = await till();
  calls.answer = refuse('people.not_found');
  const payment = await submitted(organization, ops);
  const refused = await ops.post(`/payments/${payment.id}/verify`);
  expect([refused.status, refused.body.error.code]).toEqual([404, 'people.not_found']);
  expect((await ops.get(`/payments/${payment.id}`)).body.data.state).toBe('submitted');
  expect(await db.selectFrom('ledger_entry').select('id').execute()).toEqual([]);
  expect(await actionsOf(db, payment.id)).not.toContain('payments.verified');
});

test('cash at the desk needs no proof and goes to the till', async () => {
  const { organization, ops, admin } = await till();
  const payment = await open(organization);
  expect((await ops.post(`/payments/${payment.id}/deny`, { reason: 'unreadable' })).body.error.code).toBe(
    'payments.no_proof',
  );
  const paid = await ops.post(`/payments/${payment.id}/mark-paid`, { method: 'cash', note: 'counted' });
  expect(paid.body.data).toMatchObject({ state: 'verified', method: 'cash' });
  expect(await balances(admin)).toEqual({ 'assets:cash': '300.00', 'income:test': '-300.00' });
});

test('above the limit two different people must approve; cash too', async () => {
  const { organization, ops, admin, as, calls, db } = await till();
  await settings(organization, { second_approval_above: 4.35 });
  const payment = await submitted(organization, ops);
  const first = await ops.post(`/payments/${payment.id}/verify`);
  expect(first.body.data).toMatchObject({ state: 'submitted', needs_second: true, first_approval: { by: 'Test ops' } });
  expect(first.body.data.may).not.toContain('verify');
  expect(calls.verified).toEqual([]);
  const same = await ops.post(`/payments/${payment.id}/verify`);
  expect([same.status, same.body.error.code]).toEqual([409, 'payments.second_person']);
  const waiting = await admin.get('/payments/queue?filter={"needs_second":true}');
  expect(waiting.body.data[0].may).toContain('verify');
  const second = await (await as('ops')).post(`/payments/${payment.id}/verify`);
  expect(second.body.data.state).toBe('verified');
  expect(await actionsOf(db, payment.id)).toEqual(
    expect.arrayContaining(['payments.first_approval', 'payments.verified']),
  );
  const cash = await open(organization);
  expect((await ops.post(`/payments/${cash.id}/mark-paid`, { method: 'cash' })).body.data).toMatchObject({
    state: 'submitted',
    method: 'cash',
    needs_second: true,
  });
  expect((await admin.post(`/payments/${cash.id}/verify`)).body.data).toMatchObject({
    state: 'verified',
    method: 'cash',
  });
  const small = await submitted(organization, ops, { amountMinor: 435 });
  expect((await ops.post(`/payments/${small.id}/verify`)).body.data.state).toBe('verified');
});

test('two who approve at once: one is first, the other second, and it is confirmed once', async () => {
  const { organization, ops, admin, calls } = await till();
  await settings(organization, { second_approval_above: 1 });
  const payment = await submitted(organization, ops);
  const answers = await Promise.all([
    ops.post(`/payments/${payment.id}/verify`),
    admin.post(`/payments/${payment.id}/verify`),
    ops.post(`/payments/${payment.id}/verify`),
  ]);
  expect(answers.filter((a) => a.body.data?.state === 'verified')).toHaveLength(1);
  expect(calls.verified).toHaveLength(1);
});

test('an API key may confirm below the limit, and can’t approve above it', async () => {
  const { organization, ops, admin, app } = await till();
  const made = await admin.post('/api-keys', { name: 'bot', role: 'ops' });
  const authorization = `Bearer ${made.body.data.key}`;
  const verify = async (id: string) =>
    (
      await app.http.inject({
        method: 'POST',
        url: `/api/v1/payments/${id}/verify`,
        headers: { authorization },
        payload: {},
      })
    ).json();
  const one = await submitted(organization, ops);
  expect((await verify(one.id)).data).toMatchObject({ state: 'verified', decided_by: 'bot' });
  await settings(organization, { second_approval_above: 1 });
  const two = await submitted(organization, ops);
  expect((await verify(two.id)).error.code).toBe('payments.person_required');
});

test('nothing is approved by a GET, without a session, without the CSRF token, or by a viewer', async () => {
  const { organization, ops, app, as } = await till();
  const payment = await submitted(organization, ops);
  expect((await ops.get(`/payments/${payment.id}/verify`)).status).toBe(404);
  const url = `/api/v1/payments/${payment.id}/verify`;
  expect((await app.http.inject({ method: 'POST', url, payload: {} })).statusCode).toBe(401);
  const { 'x-csrf-token': _, ...forged } = ops.headers;
  const evil = { ...forged, origin: 'https://evil.example' };
  expect((await app.http.inject({ method: 'POST', url, payload: {}, headers: evil })).statusCode).toBe(403);
  expect((await (await as('viewer')).post(`/payments/${payment.id}/verify`)).status).toBe(403);
  expect((await ops.get(`/payments/${payment.id}`)).body.data.state).toBe('submitted');
});

test('in bulk each payment is separate, and the answer gives the reasons of refusals', async () => {
  const { organization, ops } = await till();
  const [a, b, c] = await Promise.all([1, 2, 3].map(() => submitted(organization, ops)));
  await ops.post(`/payments/${b?.id}/verify`);
  const done = await ops.post(
    '/payments/bulk-verify',
    { ids: [a?.id, b?.id, c?.id, c?.id] },
    { 'accept-language': 'hi' },
  );
  expect(done.body.data).toMatchObject({
    done: 2,
    results: [
      { id: a?.id, ok: true, state: 'verified' },
      { id: b?.id, ok: false, code: 'payments.already_verified', message: expect.stringMatching(/[ऀ-ॿ]/) },
      { id: c?.id, ok: true },
    ],
  });
  const [d, e] = await Promise.all([1, 2].map(() => submitted(organization, ops)));
  const denied = await ops.post('/payments/bulk-deny', { ids: [d?.id, e?.id], reason: 'not_received' });
  expect(denied.body.data.done).toBe(2);
});

test('payments are found by reference, payer and transaction, and filtered; another organization sees none', async () => {
  const { organization, ops } = await till();
  const payment = await submitted(organization, ops, { payerName: 'Ravi Menon' });
  await open(organization);
  const found = async (query: string) =>
    (await ops.get(`/payments?${query}`)).body.data.map((p: { payer_name: string }) => p.payer_name);
  expect(await found(`search=${payment.reference.toLowerCase()}`)).toContain('Ravi Menon');
  expect(await found('search=menon raffle')).toEqual(['Ravi Menon']);
  expect(await found('search=%25')).toEqual([]);
  expect(await found('filter={"state":"submitted"}')).toEqual(['Ravi Menon']);
  expect(await found('filter={"state":["awaiting","submitted"]}')).toHaveLength(2);
  const other = await till();
  expect((await other.ops.get('/payments')).body.data).toEqual([]);
  expect((await other.ops.post(`/payments/${payment.id}/verify`)).status).toBe(404);
});

test('the database itself refuses a change of the ledger, and an entry that does not balance', async () => {
  const { organization, ops, app } = await till();
  const payment = await submitted(organization, ops);
  await ops.post(`/payments/${payment.id}/verify`);
  const { system } = app.boot.database;
  await expect(sql`update ledger_line set amount_minor = 1`.execute(system)).rejects.toThrow(/never changed/);
  await expect(sql`delete from ledger_entry`.execute(system)).rejects.toThrow(/never changed/);
});

type Account = { code: string; balances: { balance: string }[] };
async function balances(admin: Awaited<ReturnType<typeof till>>['admin']) {
  const { data } = (await admin.get('/ledger/accounts')).body;
  return Object.fromEntries(data.map((a: Account) => [a.code, a.balances[0]?.balance]));
}
