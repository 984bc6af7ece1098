import { unzipSync } from 'fflate';
import { sql } from 'kysely';
import sharp from 'sharp';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sealAudit, signingKey, verifyAudit } from '../kernel/audit/index.ts';
import { drainJobs } from '../kernel/jobs/index.ts';
import { newId } from '../kernel/lib/ids.ts';
import { collectPerson, erasePerson, findPerson } from '../kernel/personal-data/index.ts';
import { newMachine, newMerchant, order } from '../modules/coffee/test/factories.ts';
import { claim, newMeter, signUp } from '../modules/electricity/test/factories.ts';
import { openExhibition, register } from '../modules/exhibition/test/factories.ts';
import { newCycle, newStudent } from '../modules/mess/test/factories.ts';
import { openRaffle, reserveNumbers } from '../modules/raffle/test/factories.ts';
import { formOf } from './harness/form.ts';
import {
  type Caller,
  caller,
  newOrganization,
  SECRET_KEY,
  type TestApp,
  type TestOrganization,
  useTestApp,
} from './harness/index.ts';
import { visitor } from './harness/people.ts';
import { webVisitor } from './harness/web-chat.ts';

/** A picture such as people send: one of the guides', as a phone would have it. */
const pictureOf = (name: string) => sharp(`docs/guides/pictures/${name}.webp`).png().toBuffer();

let app: TestApp;
let serial = 0;
beforeAll(async () => {
  app = await useTestApp();
});
afterEach(() => app.clock.reset());

type Somebody = { name: string; email: string; phone: string };

/** Words that nobody else in the database has. */
function somebody(): Somebody {
  serial += 1;
  const name = `Zebedia Quill${newId().slice(-6)}`;
  return { name, email: `${name.replace(' ', '.').toLowerCase()}@example.org`, phone: `+9198${71234500 + serial}` };
}

/** Where in the whole database one of the words stands: table → rows. */
async function whereIs(words: Somebody | string[]): Promise<Record<string, number>> {
  const { system } = app.boot.database;
  const { rows: tables } = await sql<{ name: string }>`
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and n.nspname in ('public', 'pgboss')`.execute(system);
  const found: Record<string, number> = {};
  const patterns = Object.values(words).map((word) => `%${word.replace('+', '')}%`);
  for (const { name } of tables) {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from ${sql.raw(name)} t where to_jsonb(t)::text ilike any (${patterns})`.execute(
      system,
    );
    if (rows[0]?.count) found[name] = rows[0].count;
  }
  return found;
}

const of = async (organization: TestOrganization, text: string) => {
  const found = await findPerson(organization.ctx, text);
  if (!found.ok) throw new Error(found.code);
  return found.data;
};

/** By the API, as an owner does it; the job runs at once. */
async function erase(owner: Caller, asked: { kind: string; id: string }, name: string) {
  const answer = await owner.post(`/personal-data/${asked.kind}/${asked.id}/erasure`, { name });
  await drainJobs(app.boot, app.boot.services.jobs);
  return answer;
}

const seal = () => sealAudit(app.boot.database.system, app.clock, signingKey(SECRET_KEY));
const verify = async ({ id }: TestOrganization) => {
  await seal();
  const report = await verifyAudit(app.boot.database.system, { keys: [signingKey(SECRET_KEY)], organization: id });
  return { ok: report.ok, faults: report.chains[0]?.faults, redacted: report.chains[0]?.redacted ?? 0 };
};

describe('a customer of an exhibition', () => {
  it('is refused while the exhibition runs, then goes; the bills and the issued receipt stay', async () => {
    const organization = await newOrganization(app);
    const owner = await organization.as('owner');
    const person = somebody();
    const exhibition = await openExhibition(owner);
    const customer = await register(owner, { ...person, exhibition_id: exhibition.id });
    await owner.post(`/exhibition/customers/${customer.code}/bills`, {
      amount: '100',
      description: `For ${person.name}`,
      pay: [{ method: 'cash' }],
    });
    expect((await owner.post(`/exhibition/customers/${customer.code}/receipts`)).status).toBeLessThan(300);
    const gate = await owner.post(`/exhibition/exhibitions/${exhibition.id}/entrances`, { name: 'North gate' });
    const { token } = (await visitor(app).post('/devices/enrol', { code: gate.body.data.code })).body.data;
    const scanner = caller(app, { headers: { authorization: `Bearer ${token}` }, userId: '' });
    const came = await scanner.post('/exhibition/entrance/scan', { text: customer.code, key: 'a-scan-key' });
    expect(came.body.data.verdict).toBe('welcome');
    await owner.patch(`/exhibition/customers/${customer.code}`, { phone: `${person.phone.slice(0, -1)}9` });
    await seal();

    const asked = await of(organization, person.email);
    expect(asked).toEqual({ kind: 'exhibition.customer', id: customer.id });
    const early = await erase(owner, asked, person.name);
    expect(early.body.error).toMatchObject({ code: 'exhibition.customer.bills_open' });
    expect(early.body.error.message).toContain('Kochi Craft Fair');
    await owner.patch(`/exhibition/exhibitions/${exhibition.id}`, { ends_on: '2020-02-01' });

    const preview = (await owner.get(`/personal-data/${asked.kind}/${asked.id}`)).body.data;
    expect(preview).toMatchObject({ name: person.name, open: null, erased: false });
    expect(preview.parts).toContainEqual(
      expect.objectContaining({ part: 'exhibition_customer', what: 'blank', rows: 1 }),
    );
    expect(preview.parts).toContainEqual(expect.objectContaining({ part: 'document', what: 'keep', rows: 1 }));
    const visits = { part: 'exhibition_visit', what: 'delete', rows: 1 };
    expect(preview.parts).toContainEqual(expect.objectContaining(visits));

    expect((await erase(owner, asked, 'Somebody Else')).body.error.code).toBe('personal_data.name_differs');
    expect((await erase(owner, asked, ` ${person.name.toUpperCase()} `)).body.data).toEqual({ state: 'waiting' });
    // Declared to stay: the receipt as it was issued.
    expect(await whereIs(person)).toEqual({ document: 1 });
    expect(await whereIs([`${person.phone.slice(0, -1)}9`])).toEqual({});
    const bill = await organization.ctx.db
      .selectFrom('exhibition_bill')
      .selectAll()
      .where('organization_id', '=', organization.id)
      .executeTakeFirstOrThrow();
    expect(bill).toMatchObject({ amount_minor: 10_000, description: 'For [erased]' });
    const checked = await verify(organization);
    expect(checked).toMatchObject({ ok: true, faults: [] });
    expect(checked.redacted).toBeGreaterThan(0);

    // Twice is harmless.
    expect((await erase(owner, asked, person.name)).body.data).toEqual({ state: 'done' });
    expect(await erasePerson(organization.ctx, asked)).toMatchObject({ ok: true });
    expect((await verify(organization)).ok).toBe(true);
    expect((await owner.get(`/personal-data/${asked.kind}/${asked.id}`)).body.data).toMatchObject({
      erased: true,
      state: 'done',
    });
  });
});

describe('a student of a mess', () => {
  it('is refused while a cycle is paid, then goes with photo, codes and chat', async () => {
    const organization = await newOrganization(app);
    const person = somebody();
    app.clock.set('2026-11-10T06:00:00Z');
    const november = await organization.as('owner');
    // Of other tests' students, in the same database, some have the usual numbers.
    const student = await newStudent(november, { ...person, room: 'Q-77', roll_number: `Q${newId().slice(-10)}` });
    await newCycle(november);
    expect((await november.post(`/mess/students/${student.id}/cash`, {})).status).toBe(200);
    const asked = await of(organization, person.email);
    const open = await erase(november, asked, person.name);
    expect(open.body.error).toMatchObject({ code: 'mess.student.cycle_open' });
    expect(open.body.error.message).toContain('November');

    app.clock.set('2026-12-05T06:00:00Z');
    const december = await organization.as('owner');
    const { db } = organization.ctx;
    const paid = () =>
      db
        .selectFrom('payment')
        .select(['amount_minor', 'state', 'payer_name'])
        .where('organization_id', '=', organization.id)
        .execute();
    expect(await paid()).toEqual([{ amount_minor: 360_000, state: 'verified', payer_name: person.name }]);
    expect((await erase(december, asked, person.name)).status).toBe(200);
    expect(await whereIs(person)).toEqual({});
    expect(await whereIs([student.roll_number])).toEqual({});
    expect(await paid()).toEqual([{ amount_minor: 360_000, state: 'verified', payer_name: '' }]);
    expect((await verify(organization)).ok).toBe(true);
    const row = await db
      .selectFrom('mess_student')
      .selectAll()
      .where('organization_id', '=', organization.id)
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({ state: 'left', room: null });
  });
});

describe('a student who sent a proof', () => {
  it('is refused while somebody has to look at it; then picture, caption and reading go', async () => {
    const organization = await newOrganization(app);
    const person = somebody();
    app.clock.set('2026-11-10T06:00:00Z');
    const owner = await organization.as('owner');
    const student = await newStudent(owner, { ...person });
    await newCycle(owner);
    const picture = await pictureOf('desk-pay-phone');
    const form = await formOf({}, { name: `${person.name}.png`, bytes: picture });
    const file = await owner.post('/files?purpose=payments.proof', form.body, form.headers);
    const caption = `${person.name} paid, ${person.phone}`;
    const proof = { file_id: file.body.data.id, transaction_reference: 'UTR412345678901', caption };
    const sent = await owner.post(`/mess/students/${student.id}/proofs`, proof);
    expect(sent.status).toBe(200);
    const asked = await of(organization, person.email);
    expect((await erase(owner, asked, person.name)).body.error.code).toMatch(/payment_open|cycle_open/);
    const denied = await owner.post(`/mess/payments/${sent.body.data.id}/deny`, { reason: `not of ${person.name}` });
    expect(denied.status).toBe(200);
    const { db } = organization.ctx;
    const stored = await db.selectFrom('file').selectAll().where('organization_id', '=', organization.id).execute();
    expect(stored.map(({ purpose }) => purpose)).toContain('payments.proof');
    expect((await erase(owner, asked, person.name)).status).toBe(200);
    expect(await whereIs(person)).toEqual({});
    const proofs = await db
      .selectFrom('payment_proof')
      .selectAll()
      .where('organization_id', '=', organization.id)
      .execute();
    // The reference stays, so that the transfer is not used twice.
    expect(proofs).toMatchObject([{ file_id: null, caption: '', transaction_reference: 'UTR412345678901' }]);
    for (const { store, storage_key } of stored)
      await expect(app.boot.services.files.named(store as 'disk').get(storage_key)).rejects.toThrow();
    expect((await verify(organization)).ok).toBe(true);
  });
});

describe('a buyer of a raffle', () => {
  it('is refused while the order waits for money, then goes; the order and its numbers stay', async () => {
    const organization = await newOrganization(app);
    const owner = await organization.as('owner');
    const person = somebody();
    const raffle = await openRaffle(owner, { last_number: 20 });
    const order = await reserveNumbers(owner, raffle, [7, 8], {
      contact_name: person.name,
      contact_phone: person.phone,
    });
    const asked = await of(organization, person.phone);
    expect(asked.kind).toBe('raffle.order');
    const open = await erase(owner, asked, person.name);
    expect(open.body.error).toMatchObject({ code: expect.stringMatching(/raffle.order.person_open|payment_open/) });
    expect(
      (await owner.post(`/raffle/orders/${order.code}/cancel`, { reason: `${person.name} asked` })).status,
    ).toBeLessThan(300);
    expect((await erase(owner, asked, person.name)).status).toBe(200);
    expect(await whereIs(person)).toEqual({});
    const kept = (await owner.get(`/raffle/orders/${order.code}`)).body.data;
    expect(kept).toMatchObject({ amount_minor: order.amount_minor, contact_name: '[erased]', contact_phone: null });
    expect((await verify(organization)).ok).toBe(true);
  });
});

describe('a household with prepaid units', () => {
  it('is refused while the meter has units, then account, household and sessions go', async () => {
    const organization = await newOrganization(app);
    const owner = await organization.as('owner');
    await owner.patch('/settings/portal', { open: true });
    const { name } = somebody();
    const holder = await signUp(app, organization, name);
    const meter = await newMeter(owner, { name: `${name}’s home`, place: 'Mill Lane 4' });
    await claim(owner, holder, meter, { name: `House of ${name}` });
    const account = (await holder.get('/portal/account')).body.data;
    const words = [name, account.email, 'Mill Lane 4'];
    const asked = await of(organization, name);
    expect(asked.kind).toBe('person');
    await sql`insert into electricity_balance (organization_id, meter_id, balance_wh, updated_at)
      values (${organization.id}, ${meter.id}, 5000, now())
      on conflict (organization_id, meter_id) do update set balance_wh = 5000`.execute(organization.ctx.system);
    const open = await erase(owner, asked, name);
    expect(open.body.error).toMatchObject({ code: 'electricity.person.balance_open' });
    await sql`update electricity_balance set balance_wh = 0 where organization_id = ${organization.id}`.execute(
      organization.ctx.system,
    );
    expect((await erase(owner, asked, name)).status).toBe(200);
    expect(await whereIs(words)).toEqual({});
    expect((await holder.get('/portal/account')).status).toBeGreaterThanOrEqual(400);
    expect((await verify(organization)).ok).toBe(true);
  });
});

describe('the contact of a merchant with coffee machines', () => {
  it('goes, wherever the name was typed; the shop, its machines and orders stay', async () => {
    const organization = await newOrganization(app);
    const owner = await organization.as('owner');
    const person = somebody();
    const merchant = await newMerchant(owner, `${person.name} Coffee`);
    const { name: contact_name, phone, email } = person;
    await owner.patch(`/coffee/merchants/${merchant.id}`, { contact_name, phone, email });
    const place = { merchant_id: merchant.id, name: 'Corner', address: `At ${person.name}’s, Mill Lane 4` };
    const location = (await owner.post('/coffee/locations', place)).body.data;
    const machine = await newMachine({ app, admin: owner, merchant }, { name: person.name, location_id: location.id });
    await machine.post(`/devices/${machine.id}/orders/create`, order('1'));
    const { id } = (await owner.get('/coffee/orders')).body.data[0];
    const reason = `${person.name} called from ${person.phone}`;
    expect((await owner.post(`/orders/${id}/manual_refund`, { amount: '1', reason })).status).toBeLessThan(300);
    const asked = await of(organization, person.email);
    expect(asked).toEqual({ kind: 'coffee.merchant', id: merchant.id });
    expect((await erase(owner, asked, person.name)).status).toBe(200);
    expect(await whereIs(person)).toEqual({});
    expect((await owner.get(`/coffee/merchants/${merchant.id}`)).body.data).toMatchObject({ contact_name: '[erased]' });
    expect((await owner.get(`/coffee/locations/${location.id}`)).body.data.address).toBe('At [erased]’s, Mill Lane 4');
    expect((await owner.get(`/orders?limit=5`)).body.data).toMatchObject([{ amount: '2.50', refunded: '1.00' }]);
    expect((await verify(organization)).ok).toBe(true);
  });
});

describe('somebody who wrote in the web chat', () => {
  it('goes with conversation, events and files; the export has had them', async () => {
    const organization = await newOrganization(app);
    const owner = await organization.as('owner');
    const person = somebody();
    const guest = webVisitor(app, organization.slug);
    await guest.write({ text: `I am ${person.name}, call ${person.phone}` });
    await guest.settled();
    await guest.send(await pictureOf('raffle-page-phone'), `${person.name}.png`);
    await guest.settled();
    const { db } = organization.ctx;
    const talk = await db
      .selectFrom('conversation')
      .select('person_id')
      .where('organization_id', '=', organization.id)
      .executeTakeFirstOrThrow();
    await owner.patch(`/people/${talk.person_id}`, person);
    const asked = { kind: 'person', id: talk.person_id };

    const zip = unzipSync(new Uint8Array((await owner.get(`/personal-data/person/${asked.id}/export`)).raw));
    const [json, ...files] = Object.keys(zip);
    expect(json).toBe('person.json');
    expect(files.length).toBeGreaterThan(0);
    const told = JSON.parse(new TextDecoder().decode(zip[json as string]));
    expect(told.person).toMatchObject({ ...asked, name: person.name });
    expect(JSON.stringify(told.data.conversation_message)).toContain(person.phone);
    const stored = await db.selectFrom('file').selectAll().where('organization_id', '=', organization.id).execute();

    expect((await erase(owner, asked, person.name)).status).toBe(200);
    expect(await whereIs(person)).toEqual({});
    for (const { store, storage_key } of stored)
      await expect(app.boot.services.files.named(store as 'disk').get(storage_key)).rejects.toThrow();
    expect((await verify(organization)).ok).toBe(true);
    // What the person wrote comes again: it is known, and makes nobody new.
    expect(
      await db.selectFrom('conversation').select('id').where('organization_id', '=', organization.id).execute(),
    ).toEqual([]);
  });
});

describe('erasing', () => {
  it('leaves others alone who have the same name or telephone', async () => {
    const organization = await newOrganization(app);
    const owner = await organization.as('owner');
    const person = somebody();
    const made = await owner.post('/people', person);
    const twin = await owner.post('/people', { name: person.name, phone: person.phone, email: `twin.${person.email}` });
    const asked = { kind: 'person', id: made.body.data.id };
    const preview = (await owner.get(`/personal-data/person/${asked.id}`)).body.data;
    expect(preview.shared_words.toSorted()).toEqual([person.phone, person.name].toSorted());
    expect(await findPerson(organization.ctx, person.name)).toMatchObject({ code: 'personal_data.ambiguous' });
    await erase(owner, asked, person.name);
    expect((await owner.get(`/people/${twin.body.data.id}`)).body.data).toMatchObject({ name: person.name });
    const stored = await collectPerson(organization.ctx, { kind: 'person', id: twin.body.data.id });
    expect(JSON.stringify(stored)).toContain(person.name);
    expect(await whereIs([` ${person.email}`])).toEqual({});
  });

  it('is for admins, and for people and not for keys', async () => {
    const organization = await newOrganization(app);
    const [owner, ops] = [await organization.as('owner'), await organization.as('ops')];
    const { id } = (await owner.post('/people', somebody())).body.data;
    expect((await ops.get(`/personal-data/person/${id}`)).status).toBe(403);
    const { key } = (await owner.post('/api-keys', { name: 'Till', role: 'admin' })).body.data;
    const reply = await app.http.inject({
      method: 'POST',
      url: `/api/v1/personal-data/person/${id}/erasure`,
      headers: { authorization: `Bearer ${key}` },
      payload: { name: 'x' },
    });
    expect(reply.json().error.code).toBe('auth.person_required');
  });

  it('is done whole or not at all, and goes on after it died', async () => {
    const organization = await newOrganization(app);
    const owner = await organization.as('owner');
    const person = somebody();
    const { id } = (await owner.post('/people', person)).body.data;
    const asked = { kind: 'person', id };
    const before = await whereIs(person);
    // The last statement of the transaction fails, as when the process dies before the commit.
    const broken = {
      ...organization.ctx,
      config: { ...organization.ctx.config, SECRET_KEY: undefined as unknown as string },
    };
    await expect(erasePerson(broken, asked)).rejects.toThrow();
    expect(await whereIs(person)).toEqual(before);
    expect(await erasePerson(organization.ctx, asked)).toMatchObject({ ok: true });
    expect(await whereIs(person)).toEqual({});
  });
});

describe('a redaction of the log', () => {
  it('that this server did not sign is a fault of the chain', async () => {
    const organization = await newOrganization(app);
    const owner = await organization.as('owner');
    const person = somebody();
    const { id } = (await owner.post('/people', person)).body.data;
    await seal();
    await erase(owner, { kind: 'person', id }, person.name);
    expect(await verify(organization)).toMatchObject({ ok: true });
    await sql`update audit_redaction set signature = '\\x00' where organization_id = ${organization.id}`.execute(
      app.boot.database.system,
    );
    expect(await verify(organization)).toMatchObject({ ok: false });
  });

  it('can’t be made by a request, nor change who did what', async () => {
    const organization = await newOrganization(app);
    await (await organization.as('owner')).post('/people', somebody());
    const change = (what: string) =>
      app.boot.database.system.transaction().execute(async (db) => {
        await sql`select set_config('app.erasing', 'on', true)`.execute(db);
        await sql`update audit_entry set ${sql.raw(what)} where organization_id = ${organization.id}`.execute(db);
      });
    await expect(change(`action = 'x'`)).rejects.toThrow('who, what and when stay');
    await expect(
      sql`update audit_entry set note = 'x' where organization_id = ${organization.id}`.execute(organization.ctx.db),
    ).rejects.toThrow();
    await expect(
      sql`update audit_entry set note = 'x' where organization_id = ${organization.id}`.execute(
        app.boot.database.system,
      ),
    ).rejects.toThrow('append-only');
  });
});
