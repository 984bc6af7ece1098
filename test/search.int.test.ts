import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { searchable } from '../kernel/lib/searchable.ts';
import { openExhibition, register } from '../modules/exhibition/test/factories.ts';
import { newOrganization, useTestApp } from './harness/index.ts';

test('the database and the program fold text alike, character by character', async () => {
  const app = await useTestApp();
  const characters: string[] = [];
  // The characters of names: up to Devanagari and its neighbours, the additions to Latin and Greek, full-width forms.
  for (const [from, to] of [
    [0x20, 0xdff],
    [0x1e00, 0x1fff],
    [0xff00, 0xff5e],
  ] as const)
    for (let code = from; code <= to; code++)
      if (/[\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.test(String.fromCodePoint(code))) characters.push(String.fromCodePoint(code));
  const { rows } = await sql<{ folded: string; n: string }>`select app_fold(letter) as folded, n
    from unnest(${characters}::text[]) with ordinality as s(letter, n) order by n`.execute(app.boot.database.system);
  const differing = characters.flatMap((character, i) =>
    rows[i]?.folded === searchable(character) ? [] : [`${character} ${rows[i]?.folded} ${searchable(character)}`],
  );
  // Newer letters that only one of the two Unicode tables has capitals of.
  expect(differing).toEqual([]);
});

test.each([
  ['Zoë Ångström', 'zoe angstrom'],
  ['Zoe', 'Zoë'],
  ['Łukasz Święty', 'lukasz swiety'],
  ['Straße', 'strasse'],
  ['José Nuñez', 'JOSE NUNEZ'],
  ['फ़रहान', 'फरहान'],
  ['चाँदनी', 'चांदनी'],
])('%s is found by %s', async (name, search) => {
  const organization = await newOrganization(await useTestApp());
  const admin = await organization.as('admin');
  await openExhibition(admin);
  const { code } = await register(admin, { name });
  await register(admin, { name: 'Somebody Else' });
  const found = async (path: string, wanted = search) =>
    (
      (await admin.get(`${path}?search=${encodeURIComponent(wanted)}`)).body.data as {
        name?: string;
        customer?: { name: string };
      }[]
    ).map((row) => row.name ?? row.customer?.name);
  expect(await found('/exhibition/customers')).toEqual([name]);
  await admin.post(`/exhibition/customers/${code}/bills`, { amount: '12.50', description: `Gift for ${name}` });
  expect(await found('/exhibition/bills')).toEqual([name]);
  await admin.post('/people', { name, language: 'en' });
  expect(await found('/people')).toEqual([name]);
});

test('a telephone number is found in the digits of another script', async () => {
  const organization = await newOrganization(await useTestApp());
  const admin = await organization.as('admin');
  await openExhibition(admin);
  await register(admin, { name: 'Asha', phone: '98765 43210' });
  const found = await admin.get(`/exhibition/customers?search=${encodeURIComponent('९८७६५')}`);
  expect(found.body.data).toMatchObject([{ name: 'Asha' }]);
});
