import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { ownAccount } from '../../../kernel/portal/index.ts';
import { giveMeter } from '../meters/hold-meter.action.ts';
import { lockMeter } from '../meters/lock-meter.action.ts';
import { type MeterState, mayMeter } from '../meters/meter-states.rule.ts';
import { CLAIM } from '../names.ts';
import { customerFor } from './claim-meter.action.ts';
import { getClaim } from './claims.query.ts';
import type { Claim } from './contract.ts';

/**
 * Gives the meter to whoever claimed it. Refusals: `electricity.claim.not_found`, `decided`,
 * `electricity.meter.not_found`, `held`, `state_not_allowed`.
 */
export async function approveClaim(ctx: Ctx, id: string): Promise<Result<Claim>> {
  return transaction(ctx, async (tx) => {
    const claim = await lockWaiting(tx, id);
    if (!claim.ok) return claim;
    const { number, customer_id, kind, name, account_id, person } = claim.data;
    const meter = await lockMeter(tx, number);
    if (!meter.ok) return meter;
    if (!mayMeter('claim', meter.data.state as MeterState)) return refuse('electricity.meter.state_not_allowed');
    const whose = customer_id ? { id: customer_id } : { kind: kind ?? 'household', name: name ?? person };
    const customer = await customerFor(tx, { id: account_id, name: person }, whose);
    if (!customer.ok) return customer;
    const given = await giveMeter(tx, meter.data, customer.data);
    return given.ok ? decide(tx, id, number, 'approved', '') : given;
  });
}

/** Refuses a claim with a reason that its person reads. Refusals: `electricity.claim.not_found`, `decided`. */
export async function refuseClaim(ctx: Ctx, id: string, reason: string): Promise<Result<Claim>> {
  return transaction(ctx, async (tx) => {
    const claim = await lockWaiting(tx, id);
    return claim.ok ? decide(tx, id, claim.data.number, 'refused', reason.trim()) : claim;
  });
}

/** The caller takes a claim of their own back. Refusals: `electricity.claim.not_found`, `decided`. */
export async function withdrawClaim(ctx: Ctx, id: string): Promise<Result<null>> {
  const account = await ownAccount(ctx);
  if (!account.ok) return account;
  return transaction(ctx, async (tx) => {
    const claim = await lockWaiting(tx, id);
    if (!claim.ok) return claim;
    if (claim.data.account_id !== account.data.id) return refuse('electricity.claim.not_found');
    const withdrawn = await decide(tx, id, claim.data.number, 'withdrawn', '');
    return withdrawn.ok ? ok(null) : withdrawn;
  });
}

async function lockWaiting(tx: Ctx, id: string) {
  const row = await tx.db
    .selectFrom('electricity_claim')
    .select(['number', 'customer_id', 'kind', 'name', 'account_id', 'state'])
    .where(inOrg(tx))
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return refuse('electricity.claim.not_found');
  if (row.state !== 'waiting') return refuse('electricity.claim.decided');
  const claim = await getClaim(tx, id);
  return claim.ok ? ok({ ...row, person: claim.data.person.name }) : claim;
}

async function decide(
  tx: Ctx,
  id: string,
  number: string,
  state: 'approved' | 'refused' | 'withdrawn',
  reason: string,
): Promise<Result<Claim>> {
  await tx.db
    .updateTable('electricity_claim')
    .set({ state, reason, decided_at: tx.clock.now(), decided_by_name: tx.actor.name })
    .where(inOrg(tx))
    .where('id', '=', id)
    .execute();
  await audit(tx, 'electricity.claim.decided', {
    subject: { type: CLAIM, id },
    before: { number, state: 'waiting' },
    after: { number, state },
    note: reason || null,
  });
  return getClaim(tx, id);
}
