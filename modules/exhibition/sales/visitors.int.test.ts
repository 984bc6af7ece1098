import { readXlsx } from 'hucre/xlsx';
import { afterEach, expect, test } from 'vitest';
import { caller, newOrganization, useTestApp } from '../../../test/harness/index.ts';
import { visitor } from '../../../test/harness/people.ts';
import { openExhibition, register } from '../test/factories.ts';
import { stalls } from '../test/stalls.ts';

afterEach(async () => (await useTestApp()).clock.reset());

/** A fair in Kolkata's time, at ten in the morning, and its entrance. */
async function fair() {
  const app = await useTestApp();
  app.clock.set(new Date('2026-11-26T04:30:00Z'));
  const organization = await newOrganization(app);
  const owner = await organization.as('owner');
  await owner.patch('/organization', { time_zone: 'Asia/Kolkata' });
  const exhibition = await openExhibition(owner);
  const path = `/exhibition/exhibitions/${exhibition.id}/entrances`;
  const gate = async () => {
    const { code } = (await owner.post(path, { name: 'North gate' })).body.data;
    const { token } = (await visitor(app).post('/devices/enrol', { code })).body.data;
    const scanner = caller(app, { headers: { authorization: `Bearer ${token}` }, userId: '' });
    let serial = 0;
    return async (at: string, who: { code: string }) => {
      app.clock.set(new Date(at));
      const key = `visit-${++serial}-of-it`;
      const came = await scanner.post('/exhibition/entrance/scan', { text: who.code, key });
      expect(came.body.data?.person, JSON.stringify(came.body)).toMatchObject({ code: who.code });
    };
  };
  const person = (name: string) =>
    register(owner, { exhibition_id: exhibition.id, name, email: `${name.toLowerCase()}@example.org`, phone: '' });
  /** Signed in now: a session does not last for the days that a test passes. */
  const visitors = async (query = '', role: 'owner' | 'viewer' = 'viewer') =>
    (await (await organization.as(role)).get(`/exhibition/sales?${query}`)).body.data.visitors;
  return { app, organization, owner, exhibition, gate, person, visitors };
}

test('people who came and how often, by the hour of the organization, of any span and exhibition', async () => {
  const { organization, owner, exhibition, gate, person, visitors } = await fair();
  expect(await visitors()).toBeNull();
  const elsewhere = await openExhibition(owner, { name: 'Other' });
  const [asha, ravi] = [await person('Asha'), await person('Ravi')];
  const scan = await gate();
  expect(await visitors()).toEqual({ people: 0, visits: 0, by_hour: [] });
  await scan('2026-11-26T04:40:00Z', asha);
  await scan('2026-11-26T04:50:00Z', asha);
  await scan('2026-11-26T04:55:00Z', ravi);
  await scan('2026-11-26T08:40:00Z', asha);
  const first = {
    people: 2,
    visits: 4,
    by_hour: [
      { hour: 10, people: 2, visits: 3 },
      { hour: 14, people: 1, visits: 1 },
    ],
  };
  expect(await visitors()).toEqual(first);
  // Half past midnight in Kolkata, still the same day in Greenwich.
  await scan('2026-11-26T19:00:00Z', ravi);
  await scan('2026-11-27T05:00:00Z', ravi);
  expect(await visitors('from=2026-11-26')).toEqual(first);
  const both = await visitors('from=2026-11-26&to=2026-11-27');
  expect(both).toMatchObject({ people: 2, visits: 6 });
  // The same hour of two days.
  expect(both.by_hour).toEqual([
    { hour: 0, people: 1, visits: 1 },
    { hour: 10, people: 2, visits: 4 },
    { hour: 14, people: 1, visits: 1 },
  ]);
  expect(await visitors(`from=2026-11-26&exhibition_id=${exhibition.id}`)).toEqual(first);
  expect(await visitors(`from=2026-11-26&exhibition_id=${elsewhere.id}`)).toBeNull();
  const ops = await organization.as('ops');
  const file = await ops.get('/exhibition/sales.xlsx?from=2026-11-26');
  const sheet = (await readXlsx(file.raw)).sheets.find(({ name }) => name === 'Visitors');
  expect(sheet?.rows).toEqual([
    ['Hour', 'People', 'Let in'],
    ['10:00', 2, 3],
    ['14:00', 1, 1],
    ['All hours', 2, 4],
  ]);
});

test('a stall’s seller sees their sales, and nobody who came', async () => {
  const { owner, exhibition, clay, seller } = await stalls();
  const made = await owner.post(`/exhibition/exhibitions/${exhibition.id}/entrances`, { name: 'Gate' });
  expect(made.status).toBe(201);
  expect((await owner.get('/exhibition/sales')).body.data.visitors).toMatchObject({ people: 0 });
  const own = await (await seller(clay)).get('/exhibition/sales');
  expect(own.status).toBe(200);
  expect(own.body.data.visitors).toBeNull();
});
