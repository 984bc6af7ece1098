import { newId } from '../../../kernel/lib/ids.ts';
import { type Caller, newOrganization, type TestApp, useTestApp } from '../../../test/harness/index.ts';
import { visitor } from '../../../test/harness/people.ts';
import type { Machine } from '../machines/contract.ts';

/** A fresh operator with a merchant, an admin and a technician. */
export async function operator(given?: TestApp, over: { timeZone?: string; currency?: string } = {}) {
  const app = given ?? (await useTestApp());
  const organization = await newOrganization(app, over);
  const [admin, ops] = await Promise.all([organization.as('admin'), organization.as('ops')]);
  const merchant = await newMerchant(admin, 'Kiosks & Co');
  return { app, organization, admin, ops, merchant, ctx: organization.ctx, db: organization.ctx.db };
}
export type Operator = Awaited<ReturnType<typeof operator>>;

export async function newMerchant(admin: Caller, name: string) {
  const made = await admin.post('/coffee/merchants', { name });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  return made.body.data as { id: string; name: string };
}

/** A machine that has registered; `post` and `get` are its own requests. */
export async function newMachine(
  { app, admin, merchant }: Pick<Operator, 'app' | 'admin' | 'merchant'>,
  over: object = {},
) {
  const serial = `CM-${newId().slice(-8)}`;
  const made = await admin.post('/coffee/machines', { serial, merchant_id: merchant.id, model: 'Uno', ...over });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  const { machine, code } = made.body.data as { machine: Machine; code: string };
  const registered = await visitor(app).post('/devices/register', { code, firmware: '1.0.0' });
  if (registered.status !== 200) throw new Error(JSON.stringify(registered.body));
  const { token } = registered.body.data;
  return { ...visitor(app, { authorization: `Bearer ${token}` }), ...machine, token: token as string };
}

/** An order as a machine reports it; `over` changes its fields. */
export function order(number: string, over: Record<string, unknown> = {}) {
  const amount = (over.amount as string | undefined) ?? '2.50';
  return {
    number,
    made_at: new Date().toISOString(),
    payment_method: 'cash',
    amount,
    items: [{ product: 'espresso', amount }],
    ...over,
  };
}
