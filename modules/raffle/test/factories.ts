import type { Caller, TestApp } from '../../../test/harness/index.ts';
import { newOrganization, useTestApp } from '../../../test/harness/index.ts';
import type { Order } from '../orders/contract.ts';
import type { Raffle } from '../raffles/contract.ts';

/** A fresh organization with an admin and a staff member. */
export async function desk(on?: TestApp) {
  const app = on ?? (await useTestApp());
  const organization = await newOrganization(app);
  const [admin, ops] = await Promise.all([organization.as('admin'), organization.as('ops')]);
  return { app, organization, admin, ops, ctx: organization.ctx, db: organization.ctx.db };
}

/** Where buyers of the tests pay. */
export const PAY_TO = 'UPI onam@bank';

/** A raffle on sale, 1 to 1000 at 50 rupees, made through the API; `over` changes its fields. */
export async function openRaffle(admin: Caller, over: object = {}): Promise<Raffle> {
  const base = { title: 'Onam raffle', ticket_price: '50', last_number: 1000, active: true, pay_to: PAY_TO };
  const input = { ...base, ...over };
  const made = await admin.post('/raffle/raffles', input);
  if (made.status !== 201) throw new Error(`no raffle: ${JSON.stringify(made.body)}`);
  return made.body.data;
}

/** An order through the API; `over` may say `confirm`, a name, a phone. */
export async function reserveNumbers(
  caller: Caller,
  raffle: { id: string },
  numbers: number[],
  over: object = {},
): Promise<Order> {
  const made = await caller.post(`/raffle/raffles/${raffle.id}/reserve`, {
    numbers,
    contact_name: 'Asha Verma',
    ...over,
  });
  if (made.status !== 201) throw new Error(`no order: ${JSON.stringify(made.body)}`);
  return made.body.data;
}
