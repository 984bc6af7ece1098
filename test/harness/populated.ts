import { sql } from 'kysely';
import sharp from 'sharp';
import { order as coffeeOrder, newMachine, newMerchant } from '../../modules/coffee/test/factories.ts';
import { claim, newMeter, newTariff, signUp } from '../../modules/electricity/test/factories.ts';
import { openExhibition, register } from '../../modules/exhibition/test/factories.ts';
import { newCycle, newStudent } from '../../modules/mess/test/factories.ts';
import { openRaffle, reserveNumbers } from '../../modules/raffle/test/factories.ts';
import { formOf } from './form.ts';
import { type Answer, type Caller, caller, newOrganization, type TestApp, type TestOrganization } from './index.ts';
import { visitor } from './people.ts';
import { webVisitor } from './web-chat.ts';

export type Populated = {
  organization: TestOrganization;
  owner: Caller;
  /** path parameters that are not uuids: codes of customers, raffles and orders, numbers of students and meters */
  codes: string[];
  /** the token of a customer's page */
  portalToken: string;
  /** the refresh token of a customer's account, as their browser keeps it */
  accountToken: string;
  /** an API key with the role of an admin */
  apiKey: string;
  /** the token of a coffee machine */
  deviceToken: string;
};

const STATEMENT = [
  'Account statement,,,,,',
  'Date,Narration,Chq./Ref.No.,Withdrawal Amt.,Deposit Amt.,Closing Balance',
  '21/11/26,UPI-ASHA-asha@upi,412345678901,,100.00,100.00',
  ',Total,,,,',
].join('\n');

/** An organization with one of everything, made through the API, for tests of every route. */
export async function populate(app: TestApp): Promise<Populated> {
  const organization = await newOrganization(app);
  const owner = await organization.as('owner');
  const made = async (answer: Promise<Answer>) => {
    const { status, body } = await answer;
    if (status >= 300) throw new Error(`not made: ${status} ${JSON.stringify(body)}`);
    return body.data;
  };
  const upload = async (path: string, name: string, bytes: Uint8Array | string, type: string) => {
    const form = await formOf({}, { name, bytes, type });
    return made(owner.post(path, form.body, form.headers));
  };

  const exhibition = await openExhibition(owner);
  const customer = await register(owner, { exhibition_id: exhibition.id });
  const stall = await made(
    owner.post('/exhibition/stalls', { exhibition_id: exhibition.id, code: 'A1', name: 'Clay' }),
  );
  const advance = { amount: '1', method: 'transfer', paid_out_minor: 0, beyond: true };
  await made(owner.post(`/exhibition/stalls/${stall.id}/payouts`, advance));
  // Full, so that somebody waits.
  const joining = await owner.patch(`/exhibition/exhibitions/${exhibition.id}/form`, { open: true, capacity: 1 });
  const joinCode = joining.body.data.url.split('/join/')[1] as string;
  await app.http.inject({
    method: 'POST',
    url: `/api/v1/exhibition/public/${joinCode}/registrations`,
    payload: { name: 'Wendy Waits', email: 'wendy@example.org' },
  });
  const cup = await made(owner.post('/exhibition/items', { exhibition_id: exhibition.id, name: 'Cup', price: '5' }));
  const drawer = await made(owner.post('/till/drawers', { name: 'Front desk' }));
  const till = await made(owner.post('/till/sessions', { drawer_id: drawer.id, float: '500' }));
  await made(owner.post(`/exhibition/customers/${customer.code}/bills`, { amount: '100', pay: [{ method: 'cash' }] }));
  const sale = { lines: [{ item_id: cup.id, quantity: '2' }], pay: [{ method: 'cash' }] };
  const { bill } = await made(owner.post(`/exhibition/customers/${customer.code}/bills`, sale));
  const cups = { lines: [{ position: 1, quantity: '1' }], reason: 'chipped', to: 'credit' };
  await made(owner.post(`/exhibition/bills/${bill.id}/returns`, cups));
  await made(owner.post(`/exhibition/customers/${customer.code}/receipts`));
  await made(owner.post('/exhibition/desk/numbers', { exhibition_id: exhibition.id, device: 'a-desk-browser' }));
  const offline = { exhibition_id: exhibition.id, till_session_id: till.id, sold_at: '2026-11-20T10:00:00Z' };
  await made(owner.post('/exhibition/offline-sales', { ...offline, amount: '40', pay: [{ method: 'cash' }] }));
  const report = await upload(
    '/imports/exhibition.customers',
    'people.csv',
    'name,email,phone\nRavi,ravi@example.org,98765 43211\n',
    'text/csv',
  );

  await made(owner.post(`/imports/${report.id}/run`));

  const raffle = await openRaffle(owner, { last_number: 20 });
  const order = await reserveNumbers(owner, raffle, [7, 8]);
  await made(owner.post(`/raffle/orders/${order.code}/confirm`));

  await upload('/statements', 'bank.csv', STATEMENT, 'text/csv');

  const soon = new Date(app.clock.now().getTime() + 30 * 86_400_000).toISOString();
  const student = await newStudent(owner);
  await newCycle(owner);
  await made(owner.post('/devices', { name: 'Gate', kind: 'mess.scanner', valid_until: soon }));
  const screen = await made(owner.post('/devices', { name: 'At the desk', kind: 'exhibition.display' }));
  await made(visitor(app).post('/devices/enrol', { code: screen.code }));
  const gate = await made(owner.post(`/exhibition/exhibitions/${exhibition.id}/entrances`, { name: 'North gate' }));
  const { token } = await made(visitor(app).post('/devices/enrol', { code: gate.code }));
  const scanner = caller(app, { headers: { authorization: `Bearer ${token}` }, userId: '' });
  await made(scanner.post('/exhibition/entrance/scan', { text: customer.code, key: 'a-scan-key' }));
  await made(owner.post('/mess/closures', { from: '2099-01-10', to: '2099-01-11', reason: 'Festival' }));

  await made(owner.post('/people', { name: 'Meera Nair', email: 'meera@example.org' }));
  await made(owner.post('/invitations', { email: `${organization.id}@example.org`, role: 'ops' }));
  const key = await made(owner.post('/api-keys', { name: 'Till', role: 'admin' }));

  await made(owner.patch('/settings/portal', { open: true }));
  const picture = sharp({ create: { width: 300, height: 100, channels: 3, background: '#7a1f3d' } });
  const logo = await upload('/files?purpose=branding.logo', 'logo.png', await picture.png().toBuffer(), 'image/png');
  await made(owner.patch('/settings/branding', { logo: logo.id, colour: '#7a1f3d' }));
  const holder = await signUp(app, organization);
  const [meter, wanted] = [await newMeter(owner), await newMeter(owner)];
  const household = await claim(owner, holder, meter);
  await made(holder.post(`/electricity/my/customers/${household.id}/buildings`, { name: 'Barn' }));
  await newTariff(owner);
  await made(owner.post(`/electricity/meters/${meter.id}/manual-readings`, { register_wh: 1000 }));
  await made(holder.post(`/electricity/my/meters/${meter.id}/purchases`, { amount: '100' }));
  await made(holder.post('/electricity/my/claims', { number: wanted.number, customer_id: household.id }));
  const vouchers = { name: 'Market', count: 2, amount: '100', expires_on: '2099-01-01' };
  const batch = await made(owner.post('/electricity/voucher-batches', vouchers));
  await made(owner.post(`/electricity/voucher-batches/${batch.id}/sales`, { from: 1, to: 1 }));
  await made(owner.post('/electricity/agents', { name: 'Kiosk', limit: '100' }));
  await made(owner.post(`/electricity/meters/${wanted.id}/keypad`, { kind: 'openpaygo' }));
  await made(owner.post(`/electricity/meters/${wanted.id}/purchases`, { amount: '100', cash: true }));

  // The browser of RFC 8291's example.
  const browser = {
    endpoint: 'https://push.invalid/to/1',
    p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  };
  await made(owner.post('/waiting/devices', browser));

  const merchant = await newMerchant(owner, 'Kiosks & Co');
  await made(owner.post('/coffee/locations', { merchant_id: merchant.id, name: 'Platform 3' }));
  const machine = await newMachine({ app, admin: owner, merchant });
  await made(owner.post('/coffee/materials', { code: 'beans', name: 'Beans', unit: 'g' }));
  const espresso = { cup_ml: 40, temperature: 93, ingredients: [{ material: 'beans', quantity: 7.5 }] };
  await made(owner.post('/coffee/recipes', { code: 'espresso', name: 'Espresso', body: espresso }));
  await made(owner.post('/coffee/packages', { name: 'First' }));
  await made(machine.post(`/coffee/machines/${machine.id}/orders/create`, coffeeOrder('1')));
  const bins = [{ position: 1, material: 'beans', capacity: 1000, threshold: 200 }];
  await app.http.inject({
    method: 'PUT',
    url: `/api/v1/coffee/machines/${machine.id}/bins`,
    headers: owner.headers,
    payload: { bins },
  });
  for (const level of [150, 1000]) {
    const said = { errors: ['door_open'], bins: [{ position: 1, level }] };
    await made(machine.post(`/coffee/machines/${machine.id}/status`, said));
  }
  await made(owner.post('/coffee/refills', { machine_id: machine.id, position: 1, amount: 850 }));
  await made(owner.post('/coffee/rollouts', { package: 1, filter: {} }));
  await made(owner.post('/coffee/batches', { command: { kind: 'set_temperature', temperature: 93 }, filter: {} }));

  // Nobody listens there.
  const webhook = { name: 'Books', url: 'http://127.0.0.1:9/', events: ['exhibition.exhibition.removed'] };
  const { id: webhookId } = await made(owner.post('/webhooks', webhook));
  await made(owner.post(`/webhooks/${webhookId}/test`));

  const guest = webVisitor(app, organization.slug);
  await guest.write({ text: 'hello' });
  await guest.settled();
  return {
    organization,
    owner,
    codes: [customer.code, joinCode, raffle.code, order.code, student.roll_number, meter.number],
    portalToken: customer.qr.split('/c/')[1] as string,
    accountToken: holder.refreshToken,
    apiKey: key.key,
    deviceToken: machine.token,
  };
}

/** The ids of an organization's rows, by table: one row of each, and its uuid columns' names. */
export async function idsOf(app: TestApp, organizationId: string): Promise<Map<string, string[]>> {
  const { system } = app.boot.database;
  const { rows: tables } = await sql<{ table_name: string }>`
    select c.table_name from information_schema.columns c
    join information_schema.columns i using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'organization_id' and i.column_name = 'id' and i.data_type = 'uuid'
    order by 1`.execute(system);
  const ids = new Map<string, string[]>();
  for (const { table_name } of tables) {
    const { rows } = await sql<{ id: string }>`
      select id from ${sql.table(table_name)} where organization_id = ${organizationId} order by id limit 20`.execute(
      system,
    );
    if (rows.length > 0)
      ids.set(
        table_name,
        rows.map(({ id }) => id),
      );
  }
  return ids;
}
