import { expect } from 'vitest';
import { verifyLedger } from '../../../kernel/ledger/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { openCode } from '../../../kernel/portal/code-message.ts';
import {
  type Caller,
  newOrganization,
  type TestApp,
  type TestOrganization,
  useTestApp,
} from '../../../test/harness/index.ts';
import { readPdf } from '../../../test/harness/pdf.ts';
import { visitor } from '../../../test/harness/people.ts';
import type { Meter } from '../meters/contract.ts';
import type { Report } from '../readings/contract.ts';

/** A fresh supplier in Rwanda with an admin and a clerk; people may sign themselves up. */
export async function supplier(given?: TestApp, over: { modules?: string[] } = {}) {
  const app = given ?? (await useTestApp());
  const organization = await newOrganization(app, {
    timeZone: 'Africa/Kigali',
    currency: 'RWF',
    country: 'RW',
    ...over,
  });
  const [owner, admin, ops] = await Promise.all([
    organization.as('owner'),
    organization.as('admin'),
    organization.as('ops'),
  ]);
  const opened = await owner.patch('/settings/portal', { open: true });
  if (opened.status !== 200) throw new Error(JSON.stringify(opened.body));
  const db = organization.ctx.db;
  return { app, organization, owner, admin, ops, ctx: organization.ctx, db, join: () => signUp(app, organization) };
}
export type Supplier = Awaited<ReturnType<typeof supplier>>;

/** Somebody who signs up in the portal with an e-mail address. */
export async function signUp(
  app: TestApp,
  organization: TestOrganization,
  name = 'Aline Uwase',
): Promise<Caller & { refreshToken: string }> {
  const email = `${newId()}@example.rw`;
  const path = `/portal/${organization.slug}`;
  await visitor(app).post(`${path}/codes`, { email });
  const { params } = await organization.ctx.db
    .selectFrom('message')
    .select('params')
    .where('organization_id', '=', organization.id)
    .where('to_address', '=', email)
    .executeTakeFirstOrThrow();
  const code = openCode(organization.ctx, (params as { sealed: string }).sealed);
  const entered = await visitor(app).post(`${path}/sign-in`, { email, code, name });
  if (entered.status !== 200) throw new Error(JSON.stringify(entered.body));
  const { access_token, refresh_token } = entered.body.data;
  return { ...visitor(app, { authorization: `Bearer ${access_token}` }), refreshToken: refresh_token };
}

/** A meter through the API; `over` changes its fields. */
export async function newMeter(ops: Caller, over: object = {}): Promise<Meter> {
  const made = await ops.post('/electricity/meters', { tariff_class: 'residential', name: 'Home', ...over });
  if (made.status !== 201) throw new Error(`no meter: ${JSON.stringify(made.body)}`);
  return made.body.data;
}

/** Gives a meter to somebody of the portal, by its code. */
export async function claim(ops: Caller, person: Caller, meter: Meter, over: object = {}) {
  const { code } = (await ops.post(`/electricity/meters/${meter.id}/claim-code`)).body.data;
  const whose = { kind: 'household', name: 'Uwase', ...over };
  const claimed = await person.post('/electricity/my/claims', { number: meter.number, code, ...whose });
  if (claimed.status !== 201) throw new Error(`not claimed: ${JSON.stringify(claimed.body)}`);
  return claimed.body.data.customer as { id: string; meters: Meter[] };
}

/** Rwanda's prices of 2025-10-01, without VAT. */
export const RWANDA = {
  starts_on: '2025-10-01',
  name: 'RURA 2025',
  vat_percent: '0',
  levy_percent: '0',
  fee: '0',
  classes: [
    {
      code: 'residential',
      name: 'Residential',
      blocks: [
        { up_to_kwh: 20, price: '89' },
        { up_to_kwh: 50, price: '310' },
        { up_to_kwh: null, price: '369' },
      ],
    },
    {
      code: 'non_residential',
      name: 'Non-residential',
      blocks: [
        { up_to_kwh: 100, price: '355' },
        { up_to_kwh: null, price: '376' },
      ],
    },
  ],
};

export async function newTariff(admin: Caller, over: object = {}) {
  const made = await admin.post('/electricity/tariffs', { ...RWANDA, ...over });
  if (made.status !== 201) throw new Error(`no tariff: ${JSON.stringify(made.body)}`);
  return made.body.data as { id: string };
}

/** A meter's machine: enrolled with its code, reporting with its token. `-2h` is two hours before now. */
export async function newMachine({ app, admin }: Supplier, meter: Meter) {
  const handed = await admin.post(`/electricity/meters/${meter.id}/device`);
  const { code } = handed.body.data;
  const { token } = (await visitor(app).post('/devices/enrol', { code })).body.data;
  const machine = visitor(app, { authorization: `Bearer ${token}` });
  const start = app.clock.now().getTime();
  const report = async (...readings: [number, string][]) => {
    const sent = readings.map(([register_wh, when]) => ({
      register_wh,
      taken_at: new Date(start + Number.parseFloat(when) * 3_600_000).toISOString(),
    }));
    const answer = await machine.post(`/meters/${meter.number}/readings`, { readings: sent });
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return answer.body.data as Report;
  };
  return { ...machine, report };
}

/** A batch of vouchers with their digits, read from its sheets as somebody reads the paper. */
export async function newVouchers(admin: Caller, over: object) {
  const input = { name: 'Market', count: 3, expires_on: '2099-01-01', ...over };
  const made = await admin.post('/electricity/voucher-batches', input);
  if (made.status !== 201) throw new Error(`no vouchers: ${JSON.stringify(made.body)}`);
  const batch = made.body.data as { id: string; code: string };
  return { ...batch, digits: await readSheets(admin, batch) };
}

/** The digits on the sheets of a batch. */
export async function readSheets(admin: Caller, { id, code }: { id: string; code: string }): Promise<string[]> {
  const sheet = await admin.get(`/electricity/voucher-batches/${id}/sheets.pdf`);
  const { text } = await readPdf(sheet.raw);
  const after = text.split(`${code}-`).slice(1);
  return after.map((part) => part.slice(4).replace(/\D/g, '').slice(0, 20));
}

/** The check of the ledgers finds nothing. */
export async function sound({ organization, app }: Supplier): Promise<void> {
  const report = await verifyLedger(app.boot.database.system, organization, app.boot.services.ledgerChecks);
  expect(report.faults).toEqual([]);
}
