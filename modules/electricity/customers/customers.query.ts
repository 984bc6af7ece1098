import { sql } from 'kysely';
import { type Ctx, type Db, inOrg, onOrg } from '../../../kernel/ctx/index.ts';
import { findPage, type PageQuery } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { wordPatterns } from '../../../kernel/lib/searchable.ts';
import { ownAccount } from '../../../kernel/portal/index.ts';
import { asMeter, meterRows } from '../meters/meters.query.ts';
import type { Customer, CustomerFilter, CustomerView, Member, OwnCustomer } from './contract.ts';
import type { MemberRole } from './roles.rule.ts';

type Query = PageQuery & { filter: CustomerFilter; search?: string | undefined };

function customerRows(ctx: Ctx) {
  return ctx.db
    .selectFrom('electricity_customer as c')
    .select(['c.id', 'c.kind', 'c.name', 'c.created_at'])
    .select((of) => [
      of
        .selectFrom('electricity_meter as n')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .whereRef('n.organization_id', '=', 'c.organization_id')
        .whereRef('n.customer_id', '=', 'c.id')
        .$asScalar()
        .$notNull()
        .as('meter_count'),
      of
        .selectFrom('electricity_member as n')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .whereRef('n.organization_id', '=', 'c.organization_id')
        .whereRef('n.customer_id', '=', 'c.id')
        .$asScalar()
        .$notNull()
        .as('member_count'),
    ])
    .where(inOrg(ctx, 'c'));
}

type CustomerRow = Awaited<ReturnType<ReturnType<typeof customerRows>['execute']>>[number];
const asCustomer = (row: CustomerRow): Customer => ({
  ...row,
  kind: row.kind as Customer['kind'],
  created_at: row.created_at.toISOString(),
});

/** A page of customers, newest first; `search` looks at the name. */
export async function listCustomers(ctx: Ctx, query: Query): Promise<Result<Customer[]>> {
  let rows = customerRows(ctx);
  if (query.filter.kind) rows = rows.where('c.kind', '=', query.filter.kind);
  for (const pattern of wordPatterns(query.search).slice(0, 8))
    rows = rows.where(sql<boolean>`app_fold(c.name) like ${pattern}`);
  return findPage(rows, 'c.id', query, asCustomer);
}

export async function getCustomer(ctx: Ctx, id: string): Promise<Result<CustomerView>> {
  const row = await customerRows(ctx).where('c.id', '=', id).executeTakeFirst();
  if (!row) return refuse('electricity.customer.not_found');
  const [members, buildings, departments] = await Promise.all([
    membersOf(ctx, id),
    buildingsOf(ctx, id),
    departmentsOf(ctx, id),
  ]);
  return ok({ ...asCustomer(row), members, buildings, departments });
}

const buildingsOf = (ctx: Ctx, customerId: string) =>
  ctx.db
    .selectFrom('electricity_building')
    .select(['id', 'name', 'place'])
    .where(inOrg(ctx))
    .where('customer_id', '=', customerId)
    .orderBy('name')
    .execute();
const departmentsOf = (ctx: Ctx, customerId: string) =>
  ctx.db
    .selectFrom('electricity_department')
    .select(['id', 'name'])
    .where(inOrg(ctx))
    .where('customer_id', '=', customerId)
    .orderBy('name')
    .execute();

async function membersOf(ctx: Ctx, customerId: string): Promise<Member[]> {
  const rows = await ctx.db
    .selectFrom('electricity_member as m')
    .innerJoin('portal_account as a', onOrg('a.id', 'm.account_id'))
    .innerJoin('person as p', onOrg('p.id', 'a.person_id'))
    .select(['m.account_id', 'p.name', 'm.role', 'm.created_at'])
    .where(inOrg(ctx, 'm'))
    .where('m.customer_id', '=', customerId)
    .orderBy('m.created_at')
    .execute();
  return rows.map(({ created_at, role, ...row }) => ({
    ...row,
    role: role as MemberRole,
    since: created_at.toISOString(),
  }));
}

/** The customers that the caller's account belongs to, each with its meters and the caller's role. */
export async function ownCustomers(ctx: Ctx): Promise<Result<OwnCustomer[]>> {
  const account = await ownAccount(ctx);
  if (!account.ok) return account;
  const memberships = await ctx.db
    .selectFrom('electricity_member')
    .select(['customer_id', 'role'])
    .where(inOrg(ctx))
    .where('account_id', '=', account.data.id)
    .orderBy('created_at')
    .execute();
  const own = await Promise.all(memberships.map(({ customer_id, role }) => ownCustomer(ctx, customer_id, role)));
  return ok(own.flatMap((one) => (one.ok ? [one.data] : [])));
}

/** The ids of all meters of the caller's account. */
export async function ownMeterIds(ctx: Ctx): Promise<Result<string[]>> {
  const account = await ownAccount(ctx);
  if (!account.ok) return account;
  const rows = await ctx.db
    .selectFrom('electricity_member as n')
    .innerJoin('electricity_meter as m', onOrg('m.customer_id', 'n.customer_id'))
    .select('m.id')
    .where(inOrg(ctx, 'n'))
    .where('n.account_id', '=', account.data.id)
    .execute();
  return ok(rows.map(({ id }) => id));
}

export async function ownCustomer(ctx: Ctx, id: string, role: string): Promise<Result<OwnCustomer>> {
  const [customer, meters] = await Promise.all([
    getCustomer(ctx, id),
    meterRows(ctx).where('m.customer_id', '=', id).orderBy('m.id').execute(),
  ]);
  if (!customer.ok) return customer;
  return ok({ ...customer.data, role: role as MemberRole, meters: meters.map(asMeter(ctx)) });
}

/** How households and institutions are named in a sentence. */
export const customerNames = (db: Db, organizationId: string, ids: string[]) =>
  db
    .selectFrom('electricity_customer')
    .select(['id', 'name'])
    .where('organization_id', '=', organizationId)
    .where((eb) => eb('id', '=', eb.fn.any(eb.val(ids))))
    .execute();
