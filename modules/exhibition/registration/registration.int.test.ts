import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { newOrganization, useTestApp } from '../../../test/harness/index.ts';
import { openExhibition, register } from '../test/factories.ts';

const MEAL = { kind: 'choice', label: 'Meal', required: true, choices: ['Vegetarian', 'Any'] };
const COMPANY = { kind: 'text', label: 'Company', required: false, choices: [] };
const FIRST = { kind: 'yes_no', label: 'First visit?', required: false, choices: [] };

/** An exhibition with an open page. */
async function fair(patch: object = {}) {
  const app = await useTestApp();
  const organization = await newOrganization(app);
  const admin = await organization.as('admin');
  const exhibition = await openExhibition(admin);
  const path = `/exhibition/exhibitions/${exhibition.id}/form`;
  const save = (more: object) => admin.patch(path, more);
  const saved = await save({ open: true, ...patch });
  expect(saved.status, JSON.stringify(saved.body)).toBe(200);
  const code = saved.body.data.url.split('/join/')[1] as string;
  // Each from an address of its own, unless a test says which.
  const addresses = (function* () {
    for (let i = 1; ; i++) yield `192.0.2.${i % 250}`;
  })();
  const post = (payload: object, ip: string = addresses.next().value) =>
    app.http.inject({
      method: 'POST',
      url: `/api/v1/exhibition/public/${code}/registrations`,
      payload,
      remoteAddress: ip,
    });
  const person = (name: string, more: object = {}) => ({ name, email: `${name}@example.org`.toLowerCase(), ...more });
  const { db } = organization.ctx;
  const of = (table: 'exhibition_customer' | 'exhibition_waiting') =>
    db
      .selectFrom(table)
      .select(['name', 'answers'])
      .where('organization_id', '=', organization.id)
      .orderBy('id')
      .execute();
  const messages = () =>
    db
      .selectFrom('message')
      .select(['template', 'to_address', 'language', 'channel'])
      .where('organization_id', '=', organization.id)
      .orderBy('id')
      .execute();
  const audited = async (id: string) => {
    const entries = db.selectFrom('audit_entry').select('action').where('subject_id', '=', id).orderBy('id');
    return (await entries.execute()).map(({ action }) => action);
  };
  const page = () => app.http.inject({ url: `/api/v1/exhibition/public/${code}` });
  const form = async () => (await admin.get(path)).body.data;
  /** Nothing in the log, the messages and the list has the word. */
  const nothingOf = async (word: string) => {
    for (const table of ['audit_entry', 'message', 'exhibition_waiting']) {
      const found = await sql<{ rows: number }>`select count(*)::int as rows from ${sql.table(table)} t
        where organization_id = ${organization.id} and t::text ilike ${`%${word}%`}`.execute(app.boot.database.system);
      expect([table, found.rows[0]?.rows]).toEqual([table, 0]);
    }
  };
  return {
    app,
    nothingOf,
    organization,
    admin,
    exhibition,
    save,
    post,
    person,
    of,
    messages,
    page,
    form,
    path,
    code,
    db,
    audited,
  };
}

test('somebody registers on the page: answers in the organizer’s order, the card by mail and never with the answer', async () => {
  const { post, person, page, messages, admin, exhibition, form, audited } = await fair({
    fields: [MEAL, COMPANY, FIRST],
  });
  const shown = (await page()).json().data;
  expect(shown).toMatchObject({ open: true, full: false, email: true, exhibition: { name: 'Kochi Craft Fair' } });
  expect(shown.fields.map((field: { label: string }) => field.label)).toEqual(['Meal', 'Company', 'First visit?']);
  const [meal, , first] = shown.fields.map((field: { id: string }) => field.id);

  const without = await post({ name: ' ', answers: [{ field: first, value: 'perhaps' }] });
  expect(without.statusCode).toBe(400);
  expect(Object.keys(without.json().error.fields).sort()).toEqual(
    ['name', 'email', `answers.${meal}`, `answers.${first}`].sort(),
  );
  const answers = [
    { field: first, value: 'yes' },
    { field: meal, value: 'Any' },
  ];
  const made = await post(person('Meera', { answers, language: 'hi' }));
  expect(made.json()).toEqual({ ok: true, data: { state: 'registered', by: 'email' } });
  expect(await messages()).toEqual([
    { template: 'exhibition.welcome', to_address: 'meera@example.org', language: 'hi', channel: 'email' },
  ]);
  const { data } = (
    await admin.get(
      `/exhibition/customers?filter=${encodeURIComponent(JSON.stringify({ exhibition_id: exhibition.id }))}`,
    )
  ).body;
  expect(data[0].answers.map((each: { label: string; value: string }) => [each.label, each.value])).toEqual([
    ['Meal', 'Any'],
    ['First visit?', 'yes'],
  ]);
  const csv = await admin.get('/exhibition/customers/export.csv');
  expect(csv.raw.toString()).toContain('Meal: Any\nFirst visit?: yes');
  expect(await form()).toMatchObject({ registered: 1, waiting: 0, free: null });
  expect(await audited(data[0].id)).toEqual(['exhibition.customer.registered']);
});

test('a closed page, one that is over and one that is not there register nobody', async () => {
  const { app, save, post, person, page, of, admin, exhibition } = await fair();
  await save({ open: false });
  expect((await page()).json().data.open).toBe(false);
  expect((await post(person('Late'))).json().error.code).toBe('exhibition.form.closed');
  await save({ open: true });
  await admin.patch(`/exhibition/exhibitions/${exhibition.id}`, { ends_on: '2020-01-02' });
  expect((await post(person('Late'))).json().error.code).toBe('exhibition.form.closed');
  expect(await of('exhibition_customer')).toEqual([]);
  const nowhere = await app.http.inject({ url: '/api/v1/exhibition/public/ZZZZZZ' });
  expect(nowhere.json().error.code).toBe('exhibition.form.not_found');
});

test('racing registrations never exceed the capacity, and who finds no place waits in order', async () => {
  const { post, person, of, form } = await fair({ capacity: 5 });
  const replies = await Promise.all(Array.from({ length: 16 }, (_, i) => post(person(`Guest${i}`))));
  const states = replies.map((reply) => reply.json().data.state);
  expect(states.filter((state) => state === 'registered')).toHaveLength(5);
  expect(states.filter((state) => state === 'waiting')).toHaveLength(11);
  expect(await of('exhibition_customer')).toHaveLength(5);
  expect(await form()).toMatchObject({ capacity: 5, registered: 5, waiting: 11, free: 0 });
});

test('the same person at once from many connections is registered once', async () => {
  const { post, person, of } = await fair();
  const replies = await Promise.all(Array.from({ length: 8 }, () => post(person('Meera'))));
  expect(replies.map((reply) => reply.json().data)).toEqual(Array(8).fill({ state: 'registered', by: 'email' }));
  expect(await of('exhibition_customer')).toHaveLength(1);
});

test('who waits moves up when somebody is removed, gives up their place, or staff give what is free', async () => {
  const { app, post, person, of, messages, save, admin, form, exhibition, db, organization, audited } = await fair({
    capacity: 1,
  });
  const first = await register(admin, { exhibition_id: exhibition.id });
  for (const name of ['One', 'Two', 'Three', 'Four']) await post(person(name, { language: 'es' }));
  expect((await messages()).filter(({ template }) => template === 'exhibition.waiting')).toHaveLength(4);
  // No card yet: no customer, no credential.
  expect(await of('exhibition_customer')).toHaveLength(1);

  expect((await admin.delete(`/exhibition/customers/${first.id}`)).status).toBe(200);
  expect((await of('exhibition_customer')).map(({ name }) => name)).toEqual(['One']);
  expect((await messages()).at(-1)).toMatchObject({
    template: 'exhibition.welcome',
    to_address: 'one@example.org',
    language: 'es',
  });
  const one = await db
    .selectFrom('exhibition_customer')
    .select('id')
    .where('organization_id', '=', organization.id)
    .executeTakeFirstOrThrow();
  const qr = (await admin.get(`/exhibition/customers/${one.id}/qr.svg`)).status;
  expect(qr).toBe(200);
  expect(await audited(one.id)).toContain('exhibition.waiting.moved_up');

  // A raised capacity is given by a person; a newcomer doesn't overtake.
  await save({ capacity: 3 });
  expect((await post(person('Late'))).json().data.state).toBe('waiting');
  const moved = await admin.post(`/exhibition/exhibitions/${exhibition.id}/move-up`, {});
  expect(moved.body.data).toEqual({ moved: 2, waiting: 2 });
  expect((await of('exhibition_customer')).map(({ name }) => name)).toEqual(['One', 'Two', 'Three']);
  expect((await admin.post(`/exhibition/exhibitions/${exhibition.id}/move-up`, {})).body.data.moved).toBe(0);

  const renewed = await admin.post(`/exhibition/customers/${one.id}/renew-portal`);
  const token = renewed.body.data.qr.split('/c/')[1];
  const give = () =>
    app.http.inject({ method: 'POST', url: `/api/v1/exhibition/portal/${token}/give-up`, payload: {} });
  expect((await give()).statusCode).toBe(200);
  expect((await give()).statusCode).toBe(404);
  expect((await of('exhibition_customer')).map(({ name }) => name)).toEqual(['Two', 'Three', 'Four']);

  const [late] = (await admin.get('/exhibition/waiting')).body.data;
  expect((await admin.delete(`/exhibition/waiting/${late.id}`)).status).toBe(200);
  expect((await admin.delete(`/exhibition/waiting/${late.id}`)).body.error.code).toBe('exhibition.waiting.not_found');
  expect(await form()).toMatchObject({ registered: 3, waiting: 0, free: 0 });
});

test('a customer with a bill, and one of an exhibition without a page, keep their place', async () => {
  const { app, admin, exhibition } = await fair();
  const other = await openExhibition(admin);
  const give = async (qr: string) =>
    app.http.inject({ method: 'POST', url: `/api/v1/exhibition/portal/${qr.split('/c/')[1]}/give-up`, payload: {} });
  const outside = await register(admin, { exhibition_id: other.id });
  expect((await give(outside.qr)).json().error.code).toBe('exhibition.portal.stays');
  const buyer = await register(admin, { exhibition_id: exhibition.id, email: 'buyer@example.org', phone: '' });
  await admin.post(`/exhibition/customers/${buyer.code}/bills`, { amount: '10' });
  expect((await give(buyer.qr)).json().error.code).toBe('exhibition.portal.stays');
});

test('registering again tells a stranger nothing, changes nothing, and writes only to the stored address', async () => {
  const { post, of, messages, admin, exhibition } = await fair({ capacity: 2 });
  await register(admin, { exhibition_id: exhibition.id });
  const before = (await messages()).length;
  const known = await post({ name: 'Mallory', email: 'mallory@example.org', phone: '98765 43210' });
  const unknown = await post({ name: 'Meera', email: 'meera@example.org', phone: '98765 43211' });
  expect(known.json()).toEqual(unknown.json());
  expect((await of('exhibition_customer')).map(({ name }) => name)).toEqual(['Asha Verma', 'Meera']);
  expect((await messages()).slice(before).map(({ to_address }) => to_address)).toEqual([
    'asha@example.org',
    'meera@example.org',
  ]);
  // Full: the known one reads what a newcomer does.
  const again = await post({ name: 'Asha', email: 'ASHA@example.org' });
  const newcomer = await post({ name: 'Ravi', email: 'ravi@example.org' });
  expect(again.json()).toEqual(newcomer.json());
  expect(newcomer.json().data.state).toBe('waiting');
  expect((await post({ name: 'R', email: 'Ravi@example.org' })).json()).toEqual(newcomer.json());
  expect((await of('exhibition_waiting')).map(({ name }) => name)).toEqual(['Ravi']);
});

test('a stranger fills neither a mailbox, nor an exhibition from one address, nor one from many', async () => {
  const { post, person, messages, of, admin } = await fair();
  for (let i = 0; i < 8; i++) expect((await post(person('Meera'))).statusCode).toBe(200);
  expect(await messages()).toHaveLength(3);

  await admin.patch('/settings/exhibition', { registrations_per_address: 3 });
  const from = async (addresses: string[]) => {
    const codes: number[] = [];
    for (const ip of addresses) codes.push((await post(person(`P${codes.length}-${ip.at(-1)}`), ip)).statusCode);
    return codes;
  };
  expect(await from(Array(5).fill('198.51.100.1'))).toEqual([200, 200, 200, 429, 429]);
  expect(await from(['198.51.100.2'])).toEqual([200]);
  expect(await of('exhibition_customer')).toHaveLength(5);

  const long = await post({ name: 'x'.repeat(300), email: 'a@example.org' });
  expect(long.statusCode).toBe(400);
  const large = [{ field: 'y'.repeat(17_000), value: '' }];
  expect((await post({ name: 'x', email: 'a@example.org', answers: large })).statusCode).toBe(413);
});

test('one exhibition takes so many in an hour, from however many addresses', async () => {
  const { post, person, of, admin } = await fair();
  await admin.patch('/settings/exhibition', { registrations_per_hour: 3 });
  const codes: number[] = [];
  for (const i of [1, 2, 3, 4]) codes.push((await post(person(`Guest${i}`), `198.51.101.${i}`)).statusCode);
  expect(codes).toEqual([200, 200, 200, 429]);
  expect(await of('exhibition_customer')).toHaveLength(3);
});

test('the organizer’s form is judged, keeps its address, and answers outlive their question', async () => {
  const { save, form, post, person, of, code, admin, organization, path } = await fair({ fields: [MEAL] });
  for (const [fields, fault] of [
    [[{ ...MEAL, choices: ['Any', ' any ', 'Any'] }], null],
    [[{ ...MEAL, choices: ['Any', 'Any '] }], { 'fields.0.choices': 'exhibition.form.two_choices' }],
    [[COMPANY, { ...COMPANY, label: 'company ' }], { 'fields.1.label': 'exhibition.form.label_twice' }],
  ] as const) {
    const saved = await save({ fields });
    if (fault) expect(Object.keys(saved.body.error.fields)).toEqual(Object.keys(fault));
    else expect(saved.status).toBe(200);
  }
  const [meal] = (await form()).fields;
  await post(person('Meera', { answers: [{ field: meal.id, value: 'Any' }] }));
  await save({ fields: [] });
  expect((await of('exhibition_customer'))[0]?.answers).toMatchObject([{ label: 'Meal', value: 'Any' }]);
  expect((await form()).url.endsWith(`/join/${code}`)).toBe(true);
  expect((await (await organization.as('ops')).patch(path, { open: false })).status).toBe(403);
  expect((await admin.patch(path, { capacity: 0 })).status).toBe(400);
});

test('who waits leaves the list by the link of their message, twice is once, and nothing of them is left', async () => {
  const { app, organization, admin, exhibition, post, person, of, code, db, audited, form, nothingOf } = await fair({
    capacity: 1,
  });
  await register(admin, { exhibition_id: exhibition.id });
  await post(person('Zubeida'));
  await post(person('Second'));
  const [row] = (await admin.get('/exhibition/waiting')).body.data;
  const message = await db
    .selectFrom('message')
    .select('id')
    .where('organization_id', '=', organization.id)
    .where('to_address', '=', 'zubeida@example.org')
    .executeTakeFirstOrThrow();
  const shown = JSON.stringify((await admin.get(`/messages/${message.id}`)).body.data);
  const link = /\/join\/[A-Z0-9]+\?leave=([\w-]+)/.exec(shown);
  expect(link?.[0], shown).toContain(`/join/${code}`);
  const leave = async (token: string, at = code) => {
    const url = `/api/v1/exhibition/public/${at}/leave`;
    return (await app.http.inject({ method: 'POST', url, payload: { token } })).json();
  };
  const token = link?.[1] as string;
  const forged = `${token.slice(0, -2)}${token.endsWith('AA') ? 'BB' : 'AA'}`;
  expect((await leave(forged)).error.code).toBe('exhibition.waiting.link_invalid');
  // Of another exhibition's page they don't wait.
  const other = await fair();
  expect((await leave(token, other.code)).error.code).toBe('exhibition.waiting.link_invalid');

  expect((await leave(token)).data).toEqual({ state: 'left' });
  expect((await of('exhibition_waiting')).map(({ name }) => name)).toEqual(['Second']);
  expect((await leave(token)).data).toEqual({ state: 'gone' });
  expect(await form()).toMatchObject({ registered: 1, waiting: 1 });
  expect(await audited(row.id)).toEqual([
    'exhibition.waiting.added',
    'exhibition.waiting.left',
    'personal_data.erased',
  ]);
  await nothingOf('zubeida');
});

test('whom staff take off the list is erased too, once, by whoever was first; others wait on', async () => {
  const { organization, admin, exhibition, post, person, of, audited, form, nothingOf } = await fair({ capacity: 1 });
  await register(admin, { exhibition_id: exhibition.id });
  await post(person('Zubeida', { phone: '98765 43299' }));
  await post(person('Second'));
  const [row] = (await admin.get('/exhibition/waiting')).body.data;
  const ops = await organization.as('ops');
  const both = await Promise.all([ops, admin].map((by) => by.delete(`/exhibition/waiting/${row.id}`)));
  expect(both.map(({ status }) => status).sort()).toEqual([200, 404]);
  expect((await of('exhibition_waiting')).map(({ name }) => name)).toEqual(['Second']);
  expect(await form()).toMatchObject({ registered: 1, waiting: 1 });
  expect(await audited(row.id)).toEqual([
    'exhibition.waiting.added',
    'exhibition.waiting.removed',
    'personal_data.erased',
  ]);
  await nothingOf('zubeida');
  await nothingOf('9876543299');
  const filter = encodeURIComponent(JSON.stringify({ action: 'exhibition.waiting.removed' }));
  const trail = (await admin.get(`/audit-entries?filter=${filter}`)).body.data;
  expect(trail).toMatchObject([{ subject: { id: row.id }, before: null }]);
});

test('who is taken off the list while places are given gets none, or was given one before', async () => {
  const { admin, exhibition, post, person, of, save } = await fair({ capacity: 1 });
  await register(admin, { exhibition_id: exhibition.id });
  await post(person('Zubeida'));
  const [row] = (await admin.get('/exhibition/waiting')).body.data;
  await save({ capacity: 2 });
  const [removed] = await Promise.all([
    admin.delete(`/exhibition/waiting/${row.id}`),
    admin.post(`/exhibition/exhibitions/${exhibition.id}/move-up`, {}),
  ]);
  const names = (await of('exhibition_customer')).map(({ name }) => name);
  expect(names.includes('Zubeida')).toBe(removed.status === 404);
  expect(await of('exhibition_waiting')).toEqual([]);
});
