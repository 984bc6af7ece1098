import { type Ctx, inOrg, onOrg } from '../../../kernel/ctx/index.ts';
import { findPage, type PageQuery } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { ownAccount } from '../../../kernel/portal/index.ts';
import type { Claim, ClaimFilter, OwnClaim } from './contract.ts';

function claimRows(ctx: Ctx) {
  return ctx.db
    .selectFrom('electricity_claim as k')
    .innerJoin('portal_account as a', onOrg('a.id', 'k.account_id'))
    .innerJoin('person as p', onOrg('p.id', 'a.person_id'))
    .leftJoin('electricity_customer as c', onOrg('c.id', 'k.customer_id'))
    .leftJoin('electricity_meter as m', onOrg('m.number', 'k.number'))
    .leftJoin('electricity_customer as h', onOrg('h.id', 'm.customer_id'))
    .select(['k.id', 'k.number', 'k.state', 'k.reason', 'k.note', 'k.customer_id', 'k.kind', 'k.created_at'])
    .select((eb) => eb.fn.coalesce('k.name', 'c.name').as('name'))
    .select(['k.decided_by_name', 'k.decided_at', 'p.name as person_name', 'a.email', 'a.phone'])
    .select(['m.id as meter_id', 'm.name as meter_name', 'm.place', 'h.name as holder'])
    .where(inOrg(ctx, 'k'));
}

type ClaimRow = Awaited<ReturnType<ReturnType<typeof claimRows>['execute']>>[number];

const asOwnClaim = (row: Pick<ClaimRow, 'id' | 'number' | 'name' | 'state' | 'reason' | 'created_at'>): OwnClaim => ({
  id: row.id,
  number: row.number,
  name: row.name,
  state: row.state as OwnClaim['state'],
  reason: row.reason,
  created_at: row.created_at.toISOString(),
});

const asClaim = (row: ClaimRow): Claim => ({
  ...asOwnClaim(row),
  note: row.note,
  customer_id: row.customer_id,
  kind: row.kind as Claim['kind'],
  person: { name: row.person_name, email: row.email, phone: row.phone },
  meter:
    row.meter_id === null
      ? null
      : { id: row.meter_id, name: row.meter_name ?? '', place: row.place ?? '', holder: row.holder },
  decided_by: row.decided_by_name,
  decided_at: row.decided_at?.toISOString() ?? null,
});

export async function listClaims(ctx: Ctx, query: PageQuery & { filter: ClaimFilter }): Promise<Result<Claim[]>> {
  let rows = claimRows(ctx);
  if (query.filter.state) rows = rows.where('k.state', '=', query.filter.state);
  return findPage(rows, 'k.id', query, asClaim);
}

export async function getClaim(ctx: Ctx, id: string): Promise<Result<Claim>> {
  const row = await claimRows(ctx).where('k.id', '=', id).executeTakeFirst();
  return row ? ok(asClaim(row)) : refuse('electricity.claim.not_found');
}

/** The caller's latest claims. */
export async function ownClaims(ctx: Ctx): Promise<Result<OwnClaim[]>> {
  const account = await ownAccount(ctx);
  if (!account.ok) return account;
  const rows = await claimRows(ctx)
    .where('k.account_id', '=', account.data.id)
    .orderBy('k.id', 'desc')
    .limit(20)
    .execute();
  return ok(rows.map(asOwnClaim));
}
