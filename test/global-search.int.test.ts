import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { findText } from '../kernel/i18n/index.ts';
import { type Caller, newOrganization, type TestApp, useTestApp } from './harness/index.ts';
import { type Populated, populate } from './harness/populated.ts';

let app: TestApp;
let filled: Populated;
type Found = { kind: string; title: string; text: string | null; to: string };
const find = async (who: Caller, q: string): Promise<Found[]> =>
  (await who.get(`/search?q=${encodeURIComponent(q)}`)).body.data;
beforeAll(async () => {
  app = await useTestApp();
  filled = await populate(app);
});

describe('the search over everything', () => {
  it('finds by code, roll number, meter number, raffle code and phone, the whole key first', async () => {
    const [customer = '', , ...others] = filled.codes; // the second is a registration page's, and that is no record
    const kinds = ['exhibition.customer', 'raffle.raffle', 'raffle.order', 'mess.student', 'electricity.meter'];
    for (const [index, code] of [customer, ...others].entries()) {
      const [first] = await find(filled.owner, code.toLowerCase());
      expect(first?.kind, `${code}`).toBe(kinds[index]);
      const { status } = await filled.owner.get(`/search?q=${encodeURIComponent(code)}`);
      expect(status).toBe(200);
    }
  });

  it('finds people, bills, payments and machines by words', async () => {
    const kindsOf = async (q: string) => (await find(filled.owner, q)).map(({ kind }) => kind);
    expect(await kindsOf('meera')).toContain('people.person');
    const machine = (await filled.owner.get('/coffee/machines')).body.data[0];
    expect(await kindsOf(machine.serial)).toContain('coffee.machine');
    const payment = (await filled.owner.get('/payments')).body.data[0];
    expect((await find(filled.owner, payment.reference))[0]).toMatchObject({
      kind: 'payments.payment',
      to: `/payments/${payment.id}`,
    });
  });

  it('shows nobody what they may not see, nor another organization’s', async () => {
    const roll = filled.codes[4] as string;
    const cashier = await filled.organization.as('viewer');
    await filled.owner.patch(`/members/${cashier.userId}`, { staff_role: 'exhibition.cashier' });
    expect(await find(cashier, roll)).toEqual([]);
    expect((await find(cashier, 'ravi')).map(({ kind }) => kind)).toEqual(['exhibition.customer']);
    const other = await (await newOrganization(app)).as('owner');
    for (const code of [...filled.codes, 'ravi', 'meera']) expect(await find(other, code)).toEqual([]);
    const fair = await newOrganization(app, { modules: ['exhibition'] });
    expect(await find(await fair.as('owner'), roll)).toEqual([]);
  });

  it('answers nothing for a letter, and takes what people type', async () => {
    expect(await find(filled.owner, 'a')).toEqual([]);
    for (const q of ['%', '__', "'; --", '\\', 'x'.repeat(200)])
      expect((await filled.owner.get(`/search?q=${encodeURIComponent(q)}`)).status, q).toBe(200);
    expect((await filled.owner.get(`/search?q=${'x'.repeat(201)}`)).status).toBe(400);
  });

  it('has a name for every kind', () => {
    const missing = ['en', 'hi', 'es'].flatMap((locale) =>
      app.boot.services.search
        .map(({ kind }) => `console.search.kind.${kind}`)
        .filter((key) => !findText({ ...filled.organization.ctx, locale }, key)),
    );
    expect(missing).toEqual([]);
  });

  it('looks for people through the index', async () => {
    const { system } = app.boot.database;
    const plan = await sql<{ 'QUERY PLAN': string }>`explain select id from person
      where search_text like '%meera%' and search_text like all (array['%meera%'])`.execute(system);
    const indexes = await sql<{
      indexname: string;
    }>`select indexname from pg_indexes where tablename = 'person'`.execute(system);
    expect(plan.rows.length).toBeGreaterThan(0);
    expect(indexes.rows.map(({ indexname }) => indexname)).toContain('person_search');
  });
});
