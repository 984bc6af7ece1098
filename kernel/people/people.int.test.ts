/** People through the API: added, found, changed. */
import { describe, expect, it } from 'vitest';
import { newOrganization, useTestApp } from '../../test/harness/index.ts';
import { newId } from '../lib/ids.ts';

const app = await useTestApp();

describe('people', () => {
  it('are added with what is known, in the stored form', async () => {
    const organization = await newOrganization(app);
    const ops = await organization.as('ops');
    const made = await ops.post('/people', { name: '  Asha   Rao ', phone: '98765 43210', email: 'Asha@Example.ORG' });
    expect([made.status, made.body.data]).toMatchObject([
      201,
      { name: 'Asha Rao', phone: '+919876543210', email: 'Asha@example.org', language: 'en' },
    ]);
    const id = made.body.data.id as string;
    const changed = await ops.patch(`/people/${id}`, { phone: null, language: 'hi-IN' });
    expect(changed.body.data).toMatchObject({ name: 'Asha Rao', phone: null, language: 'hi' });
    const row = await app.boot.database.system.selectFrom('person').selectAll().where('id', '=', id).executeTakeFirst();
    expect(row).toMatchObject({ name: 'Asha Rao', phone: null, language: 'hi' });
    const entries = await app.boot.database.system
      .selectFrom('audit_entry')
      .select(['action', 'actor_kind'])
      .where('subject_id', '=', id)
      .orderBy('id')
      .execute();
    expect(entries).toEqual([
      { action: 'people.added', actor_kind: 'user' },
      { action: 'people.changed', actor_kind: 'user' },
    ]);
  });

  it('are found by a part of name, phone or address, page by page, and only in their organization', async () => {
    const [organization, other] = [await newOrganization(app), await newOrganization(app)];
    const ops = await organization.as('ops');
    for (const name of ['Asha', 'Ravi', 'Ash_ley'])
      await ops.post('/people', { name, email: `${newId()}@example.org` });
    const names = async (query: string) =>
      (await ops.get(`/people?${query}`)).body.data.map((person: { name: string }) => person.name);
    expect(await names('search=ASH')).toEqual(['Ash_ley', 'Asha']);
    expect(await names('search=h_l')).toEqual(['Ash_ley']);
    const first = await ops.get('/people?limit=2');
    expect(await names(`limit=2&after=${first.body.page.next}`)).toEqual(['Asha']);
    const stranger = await other.as('ops');
    expect((await stranger.get('/people')).body.data).toEqual([]);
    expect((await stranger.get(`/people/${first.body.data[0].id}`)).status).toBe(404);
  });

  it.each([
    [{ name: ' ' }, 'people.name_missing'],
    [{ name: 'A', phone: '12' }, 'people.phone_malformed'],
    [{ name: 'A', email: 'a@b' }, 'people.email_malformed'],
    [{ name: 'A', email: 'a..b@example.org' }, 'people.email_malformed'],
  ])('with %j are refused', async (body, code) => {
    const organization = await newOrganization(app);
    const ops = await organization.as('ops');
    expect((await ops.post('/people', body)).body.error).toMatchObject({ code, fields: {} });
    expect((await (await organization.as('viewer')).post('/people', { name: 'A' })).status).toBe(403);
  });
});
