import { beforeAll, describe, expect, it } from 'vitest';
import { findText } from '../kernel/i18n/index.ts';
import { openExhibition, register } from '../modules/exhibition/test/factories.ts';
import { type Caller, newOrganization, openTestApp, type TestApp, type TestOrganization } from './harness/index.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp({ ORGANIZATIONS_PER_OWNER: '3' });
  return () => app.close();
});

type Row = {
  organization: { id: string; name: string };
  figures: { kind: string; count: number | null; sums: { currency: string; amount_minor: number }[] }[];
};
const figuresOf = async (who: Caller): Promise<Row[]> => (await who.get('/figures')).body.data;
const join = ({ userId }: Caller, { id }: TestOrganization, role: string, more: object = {}) =>
  app.boot.database.system
    .insertInto('membership')
    .values({ organization_id: id, user_id: userId, role, ...more })
    .execute();

async function fairWithSale(name: string, amount: string, over: object = {}) {
  const fair = await newOrganization(app, { name, modules: ['exhibition'], ...over });
  const owner = await fair.as('owner');
  const exhibition = await openExhibition(owner);
  const { code } = await register(owner, { exhibition_id: exhibition.id, phone: '+919876543210' });
  const sold = await owner.post(`/exhibition/customers/${code}/bills`, { amount, pay: [{ method: 'cash' }] });
  expect(sold.status, JSON.stringify(sold.body)).toBe(201);
  return { fair, owner };
}

describe('the list of figures', () => {
  it('has each organization of a person with what they may see there, and of no other', async () => {
    const { fair, owner } = await fairWithSale('Fair A', '100');
    const second = await fairWithSale('Fair B', '250', { currency: 'UGX', country: 'UG', timeZone: 'Africa/Kampala' });
    await fairWithSale('Fair of somebody else', '999');
    await join(owner, second.fair, 'viewer');
    expect(await figuresOf(owner)).toMatchObject([
      {
        organization: { id: fair.id, name: 'Fair A' },
        figures: [{ kind: 'exhibition.sales', count: null, sums: [{ currency: 'INR', amount_minor: 10_000 }] }],
      },
      {
        organization: { id: second.fair.id, name: 'Fair B' },
        figures: [{ kind: 'exhibition.sales', sums: [{ currency: 'UGX', amount_minor: 250 }] }],
      },
    ]);
    expect(await figuresOf(second.owner)).toHaveLength(1);
  });

  it('shows a role by trade only what it may see, and nothing of a module that is switched off', async () => {
    const { fair } = await fairWithSale('Fair with a steward', '40');
    const steward = await (await newOrganization(app, { name: 'A home', modules: [] })).as('viewer');
    await join(steward, fair, 'ops', { staff_role: 'mess.steward' });
    expect(await figuresOf(steward)).toMatchObject([{ figures: [] }, { organization: { id: fair.id }, figures: [] }]);
    // Without the trade they would see it.
    await app.boot.database.system
      .updateTable('membership')
      .set({ staff_role: null })
      .where('organization_id', '=', fair.id)
      .where('user_id', '=', steward.userId)
      .execute();
    expect((await figuresOf(steward))[1]?.figures).toHaveLength(1);
  });

  it('says of a day without sales that nothing was sold, and counts every module', async () => {
    const owner = await (await newOrganization(app)).as('owner');
    const [{ figures } = { figures: [] }] = await figuresOf(owner);
    expect(figures.map(({ kind }) => kind).sort()).toEqual(
      ['coffee.sales', 'electricity.sales', 'exhibition.sales', 'mess.served', 'raffle.sales'].sort(),
    );
    for (const { count, sums } of figures) {
      expect(count === null ? sums : [{ currency: 'INR', amount_minor: count }]).toMatchObject([
        { currency: 'INR', amount_minor: 0 },
      ]);
    }
    const ctx = app.ctxFor(null, 'test');
    const missing = ['en', 'hi', 'es'].flatMap((locale) =>
      figures.filter(({ kind }) => !findText({ ...ctx, locale }, `console.figures.${kind}`)),
    );
    expect(missing).toEqual([]);
  });

  it('is no list for the key of a program', async () => {
    const owner = await (await newOrganization(app)).as('owner');
    const { key } = (await owner.post('/api-keys', { name: 'till', role: 'admin' })).body.data;
    const answer = await app.http.inject({ url: '/api/v1/figures', headers: { authorization: `Bearer ${key}` } });
    expect([answer.statusCode, answer.json().error.code]).toEqual([403, 'auth.person_required']);
  });
});

describe('a second business', () => {
  const form = {
    name: 'Hostel',
    time_zone: 'Asia/Kolkata',
    currency: 'INR',
    country: 'IN',
    language: 'en',
    modules: ['mess'],
  };

  it('is made once by a form that is sent twice at the same moment', async () => {
    const owner = await (await newOrganization(app)).as('owner');
    const answers = await Promise.all([owner.post('/organizations', form), owner.post('/organizations', form)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const refused = answers.find(({ status }) => status === 409)?.body.error;
    expect(refused).toMatchObject({ code: 'tenancy.organization_exists', fields: { name: expect.any(String) } });
    const made = answers.find(({ status }) => status === 201)?.body.data;
    const entries = await app.boot.database.system
      .selectFrom('audit_entry')
      .select(['action', 'actor_id'])
      .where('organization_id', '=', made.id)
      .execute();
    expect(entries).toEqual([{ action: 'tenancy.organization.created', actor_id: owner.userId }]);
    expect((await owner.get('/figures')).body.data).toHaveLength(2);
  });

  it('is refused beyond what the installation allows, and to whoever is no owner', async () => {
    const first = await newOrganization(app);
    const owner = await first.as('owner');
    for (const name of ['Two', 'Three']) {
      expect((await owner.post('/organizations', { ...form, name })).status).toBe(201);
    }
    const refused = await owner.post('/organizations', { ...form, name: 'Four' });
    expect([refused.status, refused.body.error.code]).toEqual([409, 'tenancy.too_many_organizations']);
    expect(refused.body.error.message).toContain('3');
    expect((await (await first.as('admin')).post('/organizations', form)).status).toBe(403);
  });
});
