import { expect, test } from 'vitest';
import { transaction } from '../../db/index.ts';
import { post, verifyLedger } from '../../ledger/index.ts';
import { newId } from '../../lib/ids.ts';
import { ok } from '../../lib/result.ts';
import { open, settings } from '../../payments/test/factories.ts';
import { tillPackage } from '../index.ts';
import { actionsOf, balances, isWhole, openTill, withDrawer } from './factories.ts';

const cash = { method: 'cash' };

test('a till is opened with a float, takes cash, is counted blind, and the ledger agrees all the way', async () => {
  const place = await withDrawer();
  const { organization, ops, admin, drawer, db } = place;
  expect(drawer).toMatchObject({ code: 'front_desk', account: 'assets:cash:front_desk', currency: 'INR' });
  const session = await openTill(ops, drawer.id, '2,000');
  const payment = await open(organization);
  expect((await ops.post(`/payments/${payment.id}/mark-paid`, cash)).status).toBe(200);
  expect(await balances(place)).toEqual({
    'assets:cash': -200_000,
    'assets:cash:front_desk': 230_000,
    'income:test': -30_000,
  });
  const movement = await db
    .selectFrom('till_movement')
    .selectAll()
    .where('payment_id', '=', payment.id)
    .executeTakeFirstOrThrow();
  const paid = await db.selectFrom('payment').selectAll().where('id', '=', payment.id).executeTakeFirstOrThrow();
  expect(movement).toMatchObject({
    kind: 'sale',
    amount_minor: 30_000,
    method: 'cash',
    subject_type: 'test.order',
    ledger_entry_id: paid.ledger_entry_id,
    actor_name: 'Test ops',
  });
  const accounts: { code: string; name: string | null }[] = (await admin.get('/ledger/accounts')).body.data;
  const named = accounts.filter(({ code }) => code.startsWith('assets:cash')).map(({ code, name }) => [code, name]);
  expect(named).toEqual([
    ['assets:cash', null],
    ['assets:cash:front_desk', 'Front desk'],
  ]);
  await isWhole(place);
  // The cashier doesn't learn what there should be before they have counted; a supervisor does.
  const own = (await ops.get('/till')).body.data;
  expect(own.sessions).toMatchObject([{ id: session.id, expected: null, float: '2000.00', own: true }]);
  expect(JSON.stringify([own, (await ops.get(`/till/sessions/${session.id}/movements`)).body])).not.toContain('2300');
  expect((await admin.get(`/till/sessions/${session.id}`)).body.data.expected).toBe('2300.00');
  const counts = [
    { value_minor: 50_000, pieces: 4 },
    { value_minor: 10_000, pieces: 2 },
  ];
  const closed = await ops.post(`/till/sessions/${session.id}/close`, { counts, other: '95.50' });
  expect(closed.body.data).toMatchObject({
    expected: '2300.00',
    counted: '2295.50',
    difference: '-4.50',
    difference_reason: null,
    counts,
  });
  expect(await balances(place)).toEqual({
    'assets:cash': 29_550,
    'expenses:till_differences': 450,
    'income:test': -30_000,
  });
  await isWhole(place);
  // The reason is asked for before the next opening, and given once.
  const again = await ops.post('/till/sessions', { drawer_id: drawer.id, float: '0' });
  expect(again.body.error.code).toBe('till.difference_unexplained');
  expect((await ops.get('/till')).body.data.unexplained).toMatchObject([{ id: session.id }]);
  const explained = await ops.post(`/till/sessions/${session.id}/reason`, { reason: 'change for a taxi' });
  expect(explained.body.data.difference_reason).toBe('change for a taxi');
  const twice = await ops.post(`/till/sessions/${session.id}/reason`, { reason: 'else' });
  expect(twice.body.error.code).toBe('till.explained_already');
  await openTill(ops, drawer.id, '0');
  expect(await actionsOf(place, 'till.%')).toEqual([
    'till.drawer.added',
    'till.session.opened',
    'till.session.closed',
    'till.difference.explained',
    'till.session.opened',
  ]);
});

test('of ten cashiers who open one drawer at once one gets it; a shared drawer takes all, each with a session', async () => {
  const place = await withDrawer();
  const { as, admin, drawer } = place;
  const cashiers = await Promise.all(Array.from({ length: 10 }, () => as('ops')));
  const race = (id: string) =>
    Promise.all(cashiers.map((one) => one.post('/till/sessions', { drawer_id: id, float: '100' })));
  const alone = await race(drawer.id);
  expect(alone.filter(({ status }) => status === 201)).toHaveLength(1);
  const refused = alone.filter(({ status }) => status !== 201);
  expect(new Set(refused.map(({ body }) => body.error.code))).toEqual(new Set(['till.drawer_busy']));
  expect(refused[0]?.body.error.message).toContain('Test ops');
  const busy = await admin.patch(`/till/drawers/${drawer.id}`, { shared: true });
  expect(busy.body.error.code).toBe('till.drawer_in_use');
  const other = (await admin.post('/till/drawers', { name: 'Cloakroom', shared: true })).body.data;
  const shared = await race(other.id);
  // Who got the first drawer has a till in this currency already.
  expect(shared.filter(({ status }) => status === 201)).toHaveLength(9);
  expect((await admin.get('/till/drawers')).body.data.map((one: { open_by: string[] }) => one.open_by.length)).toEqual([
    9, 1,
  ]);
  await isWhole(place);
});

test('one cashier who opens two drawers at once, in two tabs, gets one of them', async () => {
  const place = await withDrawer();
  const { ops, admin, drawer, db } = place;
  const other = (await admin.post('/till/drawers', { name: 'बाहर' })).body.data;
  expect(other.code).toMatch(/^drawer_[0-9a-f]{8}$/);
  const answers = await Promise.all(
    [drawer.id, other.id, drawer.id, other.id].map((id) => ops.post('/till/sessions', { drawer_id: id, float: '5' })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  expect(await db.selectFrom('till_session').select('id').execute()).toHaveLength(1);
  await isWhole(place);
});

test('what is sent twice with one key happens once', async () => {
  const place = await withDrawer();
  const { ops, drawer, db } = place;
  const key = { 'idempotency-key': newId() };
  const first = await ops.post('/till/sessions', { drawer_id: drawer.id, float: '50' }, key);
  const second = await ops.post('/till/sessions', { drawer_id: drawer.id, float: '50' }, key);
  expect(second.body.data.id).toBe(first.body.data.id);
  const drop = { 'idempotency-key': newId() };
  const at = `/till/sessions/${first.body.data.id}`;
  for (let i = 0; i < 2; i++)
    expect((await ops.post(`${at}/movements`, { kind: 'drop', amount: '20' }, drop)).status).toBe(200);
  const close = { 'idempotency-key': newId() };
  for (let i = 0; i < 2; i++)
    expect((await ops.post(`${at}/close`, { other: '30' }, close)).body.data).toMatchObject({ difference: '0.00' });
  const kinds = await db.selectFrom('till_movement').select(['kind', 'amount_minor']).orderBy('id').execute();
  expect(kinds).toEqual([
    { kind: 'float', amount_minor: 5000 },
    { kind: 'drop', amount_minor: -2000 },
    { kind: 'handover', amount_minor: -3000 },
  ]);
  await isWhole(place);
});

test.each([false, true])(
  'sales and two closes at once: no sale gets into a closed till (till required: %s)',
  async (required) => {
    const place = await withDrawer();
    const { organization, owner, ops, admin, drawer, db } = place;
    if (required) expect((await owner.patch('/settings/till', { required })).status).toBe(200);
    for (let round = 0; round < 3; round++) {
      const session = await openTill(ops, drawer.id, '10');
      const payments = await Promise.all(Array.from({ length: 6 }, () => open(organization)));
      const sell = ({ id }: { id: string }) => ops.post(`/payments/${id}/mark-paid`, cash);
      const close = (by: typeof ops, reason = {}) =>
        by.post(`/till/sessions/${session.id}/close`, { other: '10', ...reason });
      const [early, closes, late] = await Promise.all([
        Promise.all(payments.slice(0, 3).map(sell)),
        Promise.all([close(ops), close(admin, { reason: 'went home' })]),
        Promise.all(payments.slice(3).map(sell)),
      ]);
      expect(closes.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(closes.find(({ status }) => status === 409)?.body.error.code).toBe('till.closed');
      for (const { status, body } of [...early, ...late]) {
        if (status !== 200) expect([required, body.error.code]).toEqual([true, 'till.not_open']);
      }
      const unpaid = [...early, ...late].filter(({ status }) => status !== 200).length;
      const left = await db
        .selectFrom('payment')
        .select('id')
        .where(
          'id',
          'in',
          payments.map(({ id }) => id),
        )
        .where('state', '=', 'awaiting')
        .execute();
      expect(left).toHaveLength(unpaid);
      const row = await db
        .selectFrom('till_session')
        .selectAll()
        .where('id', '=', session.id)
        .executeTakeFirstOrThrow();
      const sold = await db
        .selectFrom('till_movement')
        .select((eb) => eb.fn.sum<string | null>('amount_minor').as('sum'))
        .where('session_id', '=', session.id)
        .where('kind', 'in', ['sale', 'float'])
        .executeTakeFirst();
      expect(row.expected_minor).toBe(Number(sold?.sum));
      if (row.difference_minor !== 0) await ops.post(`/till/sessions/${session.id}/reason`, { reason: 'a race' });
    }
    expect((await balances(place))['assets:cash:front_desk']).toBeUndefined();
    await isWhole(place);
  },
);

test('cash without a till goes into the safe, or is refused where an owner requires a till; nothing is left half done', async () => {
  const place = await withDrawer();
  const { organization, owner, admin, ops, drawer, db } = place;
  const [one, two] = [await open(organization), await open(organization)];
  expect((await ops.post(`/payments/${one.id}/mark-paid`, cash)).status).toBe(200);
  expect(await balances(place)).toEqual({ 'assets:cash': 30_000, 'income:test': -30_000 });
  expect((await admin.patch('/settings/till', { required: true })).body.error.code).toBe('settings.owner_only');
  await owner.patch('/settings/till', { required: true });
  const refused = await ops.post(`/payments/${two.id}/mark-paid`, cash);
  expect([refused.status, refused.body.error.code]).toEqual([409, 'till.not_open']);
  const row = await db.selectFrom('payment').selectAll().where('id', '=', two.id).executeTakeFirstOrThrow();
  expect(row).toMatchObject({ state: 'awaiting', ledger_entry_id: null });
  // A transfer needs no till, and is only counted by it.
  const seen = await ops.post(`/payments/${two.id}/verify`, { transaction_reference: 'UTR1' });
  expect(seen.status).toBe(200);
  const session = await openTill(ops, drawer.id, '0');
  const three = await open(organization);
  await ops.post(`/payments/${three.id}/verify`, { transaction_reference: 'UTR2' });
  const counted = await db.selectFrom('till_movement').selectAll().where('session_id', '=', session.id).execute();
  expect(counted).toMatchObject([{ method: 'proof', amount_minor: 0, total_minor: 30_000 }]);
  expect((await balances(place))['assets:bank']).toBe(60_000);
  await isWhole(place);
});

test('change, pay-ins, pay-outs, drops and openings are booked with their reasons, by the cashier alone', async () => {
  const place = await withDrawer();
  const { ops, as, drawer } = place;
  const session = await openTill(ops, drawer.id, '100');
  const at = `/till/sessions/${session.id}/movements`;
  const moves = [
    { kind: 'float', amount: '50' },
    { kind: 'pay_in', amount: '10', reason: 'found under the desk' },
    { kind: 'pay_out', amount: '30', reason: 'tea' },
    { kind: 'drop', amount: '60' },
    { kind: 'no_sale', reason: 'change for a customer' },
  ];
  for (const move of moves) expect((await ops.post(at, move)).status).toBe(200);
  expect(await balances(place)).toEqual({
    'assets:cash': -9000,
    'assets:cash:front_desk': 7000,
    'expenses:till': 3000,
    'income:till': -1000,
  });
  expect((await ops.get(at)).body.data.map((one: { kind: string }) => one.kind)).toEqual([
    'float',
    ...moves.map(({ kind }) => kind),
  ]);
  const bad: [object, string][] = [
    [{ kind: 'pay_out', amount: '5' }, 'till.reason_blank'],
    [{ kind: 'no_sale' }, 'till.reason_blank'],
    [{ kind: 'drop', amount: '0' }, 'till.amount_zero'],
    [{ kind: 'drop', amount: '-5' }, 'money.malformed'],
    [{ kind: 'drop', amount: '12.345' }, 'money.too_many_decimals'],
    [{ kind: 'drop' }, 'money.malformed'],
    [{ kind: 'drop', amount: '999999999999' }, 'till.amount_too_large'],
  ];
  for (const [body, code] of bad) expect((await ops.post(at, body)).body.error.code, code).toBe(code);
  const another = await as('ops');
  expect((await another.post(at, { kind: 'drop', amount: '5' })).body.error.code).toBe('till.not_yours');
  expect((await another.get(`/till/sessions/${session.id}`)).status).toBe(404);
  expect((await another.post(`/till/sessions/${session.id}/close`, { other: '0' })).body.error.code).toBe(
    'till.not_yours',
  );
  expect((await balances(place))['assets:cash:front_desk']).toBe(7000);
  await isWhole(place);
});

test('a supervisor closes a till that was left open, with a reason; a count is checked before anything is closed', async () => {
  const place = await withDrawer();
  const { ops, admin, drawer } = place;
  const session = await openTill(ops, drawer.id, '100');
  const at = `/till/sessions/${session.id}/close`;
  expect((await admin.post(at, { other: '100' })).body.error.code).toBe('till.reason_blank');
  expect((await ops.post(at, {})).body.error.code).toBe('till.count_empty');
  const wrong = { counts: [{ value_minor: 700, pieces: 1 }] };
  expect((await ops.post(at, wrong)).body.error.code).toBe('till.count_unknown');
  expect((await admin.get('/till/sessions?filter={"open":true}')).body.data).toMatchObject([{ id: session.id }]);
  const closed = await admin.post(at, { counts: [{ value_minor: 10_000, pieces: 1 }], reason: 'went home ill' });
  expect(closed.body.data).toMatchObject({
    difference: '0.00',
    closed_by: 'Test admin',
    close_reason: 'went home ill',
    cashier: { name: 'Test ops' },
  });
  expect(
    (await ops.post(`/till/sessions/${session.id}/movements`, { kind: 'drop', amount: '5' })).body.error.code,
  ).toBe('till.closed');
  await isWhole(place);
});

test('a refund in cash leaves the drawer of who gives it; a mistake is taken back where the money was missed', async () => {
  const place = await withDrawer();
  const { organization, admin, drawer } = place;
  const session = await openTill(admin, drawer.id, '0');
  const pay = async () => {
    const payment = await open(organization);
    expect((await admin.post(`/payments/${payment.id}/mark-paid`, cash)).status).toBe(200);
    return `/payments/${payment.id}/refund`;
  };
  const [back, mistake, later] = [await pay(), await pay(), await pay()];
  expect((await admin.post(back, { reason: 'gone', amount: '100', expected_refunded: '0' })).status).toBe(200);
  expect((await balances(place))['assets:cash:front_desk']).toBe(80_000);
  // The till is open: the drawer never had it.
  expect((await admin.post(mistake, { reason: 'wrong button', mistaken: true })).status).toBe(200);
  expect((await balances(place))['assets:cash:front_desk']).toBe(50_000);
  await isWhole(place);
  const closed = await admin.post(`/till/sessions/${session.id}/close`, { other: '200' });
  expect(closed.body.data).toMatchObject({ expected: '500.00', difference: '-300.00' });
  // The count has shown it already: the difference is explained, the closed till stands.
  expect((await admin.post(later, { reason: 'it was a transfer', mistaken: true })).status).toBe(200);
  expect(await balances(place)).toEqual({ 'assets:cash': 20_000, 'income:test': -20_000 });
  await isWhole(place);
});

test('cash that two people approve is in the drawer of the first, who took it', async () => {
  const place = await withDrawer();
  const { organization, owner, ops, admin, drawer, db } = place;
  await settings(organization, { second_approval_above: 100 });
  const session = await openTill(ops, drawer.id, '0');
  const payment = await open(organization);
  expect((await ops.post(`/payments/${payment.id}/mark-paid`, cash)).body.data.state).toBe('submitted');
  // Who may approve, had the role before the payment was opened.
  expect((await admin.post(`/payments/${payment.id}/verify`)).body.data.state).toBe('verified');
  const [movement] = await db.selectFrom('till_movement').selectAll().where('session_id', '=', session.id).execute();
  expect(movement).toMatchObject({ amount_minor: 30_000, payment_id: payment.id });
  await ops.post(`/till/sessions/${session.id}/close`, { other: '300' });
  await owner.patch('/settings/till', { required: true });
  const next = await open(organization);
  await ops.post(`/payments/${next.id}/mark-paid`, cash);
  const refused = await admin.post(`/payments/${next.id}/verify`);
  expect(refused.body.error.code).toBe('till.not_open_of');
  expect(refused.body.error.message).toContain('Test ops');
  await isWhole(place);
});

test('an entry on a drawer’s account without a movement is found; movements are never changed', async () => {
  const place = await withDrawer();
  const { app, organization, ops, drawer, db } = place;
  await openTill(ops, drawer.id, '100');
  await expect(db.deleteFrom('till_movement').execute()).rejects.toThrow('never changed');
  await expect(db.updateTable('till_movement').set({ amount_minor: 1 }).execute()).rejects.toThrow('never changed');
  await transaction(organization.ctx, async (tx) =>
    ok(
      await post(tx, {
        kind: 'test.stray',
        lines: [
          { account: 'assets:cash:front_desk', amountMinor: 5, currency: 'INR' },
          { account: 'income:test', amountMinor: -5, currency: 'INR' },
        ],
      }),
    ),
  );
  const report = await verifyLedger(app.boot.database.system, organization, app.boot.services.ledgerChecks);
  expect(report.faults).toMatchObject([{ kind: 'till_account_differs', subjectId: drawer.id }]);
});

test('a key takes money without a till and opens none; a drawer that is out of use is not opened', async () => {
  const { app, owner, admin, ops, drawer } = await withDrawer();
  const key = (await owner.post('/api-keys', { name: 'robot', role: 'ops' })).body.data.key;
  const robot = await app.http.inject({
    method: 'POST',
    url: '/api/v1/till/sessions',
    headers: { authorization: `Bearer ${key}` },
    payload: { drawer_id: drawer.id, float: '1' },
  });
  expect(robot.json().error.code).toBe('auth.person_required');
  expect((await ops.post('/till/drawers', { name: 'Mine' })).status).toBe(403);
  expect((await admin.patch(`/till/drawers/${drawer.id}`, { archived: true, name: 'Old desk' })).status).toBe(200);
  const closed = await ops.post('/till/sessions', { drawer_id: drawer.id, float: '1' });
  expect(closed.body.error.code).toBe('till.drawer_archived');
  expect((await ops.get('/till')).body.data.drawers).toEqual([]);
});

test('the demo has a drawer', async () => {
  const { organization, admin } = await withDrawer({ name: 'Back door' });
  await transaction(organization.ctx, async (tx) => ok(await tillPackage.seed?.(tx)));
  const drawers = (await admin.get('/till/drawers')).body.data;
  expect(drawers.map(({ code }: { code: string }) => code)).toEqual(['back_door', 'front_desk']);
});
