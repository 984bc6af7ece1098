import fc from 'fast-check';
import pg from 'pg';
import { expect, test } from 'vitest';
import { newOrganization, useTestApp } from '../../../test/harness/index.ts';
import { openExhibition } from '../test/factories.ts';

/** More than the newest 5,000 that a search looks at first; a third share an address, which is over 2,000. */
const CUSTOMERS = 6300;

async function fair() {
  const app = await useTestApp();
  const organization = await newOrganization(app);
  const admin = await organization.as('admin');
  const exhibition = await openExhibition(admin);
  const superuser = new pg.Client({ connectionString: app.adminUrl });
  await superuser.connect();
  const { rows } = await superuser.query<{ id: string; search_text: string }>(
    `with given as (select string_to_array('Asha Zoë Ravi Meena Kofi Ba Jo Anna-Lena', ' ') as list),
       family as (select string_to_array('Verma Menon Kumar Thomas Uwase Ba Nkosi O_Neil', ' ') as list)
     insert into exhibition_customer
       (organization_id, id, exhibition_id, currency, code, name, email, phone, created_at, updated_at)
     select $1, gen_random_uuid(), $2, 'INR',
       translate(upper(lpad(to_hex(i * 2654435761 % 4294967296), 8, '0')), '01', 'XY'),
       given.list[1 + i % 8] || ' ' || case when i % 400 = 11 then 'Pappachan' else family.list[1 + i / 8 % 8] end,
       case when i % 3 = 0 then 'info@d' || i || '.example' else 'c_' || i || '@example.org' end,
       '+25078' || lpad(i::text, 7, '0'), now(), now()
     from generate_series(1, $3::bigint) i, given, family returning id, search_text`,
    [organization.id, exhibition.id, CUSTOMERS],
  );
  await superuser.query('analyze exhibition_customer');
  await superuser.end();
  rows.sort((a, b) => (a.id < b.id ? 1 : -1));
  return { admin, rows };
}

test('a search finds what a plain filter finds, newest first, by any part of any field', async () => {
  const { admin } = await fair(); // in another organization: nothing of it may be found
  const { admin: other, rows } = await fair();
  const lines = rows.map(({ search_text }) => search_text.split('\n'));
  const row = fc.integer({ min: 0, max: rows.length - 1 });
  const field = fc.integer({ min: 0, max: 3 });
  const whole = fc.tuple(row, field).map(([r, f]) => lines[r]?.[f] ?? '');
  const part = fc
    .tuple(whole, fc.nat(12), fc.integer({ min: 1, max: 12 }))
    .map(([text, from, length]) => text.slice(from, from + length));
  const special = fc.constantFrom(
    'info@d',
    'info@',
    '@example.org',
    '+25078',
    'pappachan',
    'zyzzyva',
    'ba',
    '%',
    'C_1',
  );
  const one = fc.oneof(whole, part, special);
  const term = fc.oneof(
    { weight: 3, arbitrary: one },
    { weight: 1, arbitrary: fc.tuple(one, one).map((two) => two.join(' ')) },
  );
  const agrees = async (text: string) => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return;
    const wanted = rows.filter(({ search_text }) => words.every((word) => search_text.includes(word)));
    const query = `/exhibition/customers?limit=20&search=${encodeURIComponent(text)}`;
    const first = (await other.get(query)).body;
    expect(ids(first), text).toEqual(wanted.slice(0, 20).map(({ id }) => id));
    if (!first.page.next) return;
    const second = (await other.get(`${query}&after=${first.page.next}`)).body;
    expect(ids(second), text).toEqual(wanted.slice(20, 40).map(({ id }) => id));
  };
  await fc.assert(fc.asyncProperty(term, agrees), { numRuns: 100 });
  expect((await admin.get('/exhibition/customers?search=info@d')).body.data).toHaveLength(50);
});

const ids = (body: { data: { id: string }[] }) => body.data.map(({ id }) => id);
