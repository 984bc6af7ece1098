import { timingSafeEqual } from 'node:crypto';
import { audit } from '../../../kernel/audit/index.ts';
import { accountCounters, attemptsOf, countAttempt, forgive, hourOf } from '../../../kernel/auth/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { type AccountRow, ownAccount } from '../../../kernel/portal/index.ts';
import { hashTyped } from '../codes.ts';
import { addCustomer } from '../customers/add-customer.action.ts';
import { ownCustomer } from '../customers/customers.query.ts';
import { memberOf } from '../customers/member.query.ts';
import { addMember, lockCustomer } from '../customers/members.action.ts';
import { giveMeter } from '../meters/hold-meter.action.ts';
import { lockMeter } from '../meters/lock-meter.action.ts';
import { type MeterState, mayMeter } from '../meters/meter-states.rule.ts';
import { CLAIM } from '../names.ts';
import { readNumber } from '../number.rule.ts';
import { getClaim } from './claims.query.ts';
import type { Claimed, ClaimInput } from './contract.ts';

/** Wrong codes for one meter, from all accounts, before the pauses begin. */
const FREE_BY_METER = 10;
/** Claims of one account that staff have not decided yet. */
const MAX_WAITING = 5;

/**
 * Claims a meter for the caller. With its code it is theirs at once. With the number alone a claim waits for staff, and
 * the answer is the same whether the meter exists, and whoever holds it.
 *
 * Refusals: `electricity.meter.number_malformed`, `number_wrong`, `electricity.claim.code_wrong` (also for a meter that
 * doesn't exist), `customer_wanted`, `too_many`, `auth.too_many_attempts`, those of memberOf.
 */
export async function claimMeter(ctx: Ctx, input: ClaimInput): Promise<Result<Claimed>> {
  const account = await ownAccount(ctx);
  if (!account.ok) return account;
  const number = readNumber(input.number);
  if (!number.ok) return { ...number, fields: { number: number.code } };
  const whose = await readCustomer(ctx, input);
  if (!whose.ok) return whose;
  return input.code?.trim()
    ? byCode(ctx, account.data, number.data, input.code, whose.data)
    : byStaff(ctx, account.data, number.data, whose.data, input.note?.trim() ?? '');
}

type Whose = { id: string } | { kind: string; name: string };

/** An existing customer that the caller manages, or the name and kind of a new one. */
async function readCustomer(ctx: Ctx, { customer_id, kind, name }: ClaimInput): Promise<Result<Whose>> {
  if (customer_id !== undefined) {
    const manager = await memberOf(ctx, customer_id, 'manage');
    return manager.ok ? ok({ id: customer_id }) : manager;
  }
  return kind && name?.trim() ? ok({ kind, name: name.trim() }) : refuse('electricity.claim.customer_wanted');
}

async function byCode(
  ctx: Ctx,
  account: AccountRow,
  number: string,
  typed: string,
  whose: Whose,
): Promise<Result<Claimed>> {
  const counters = [
    ...accountCounters(ctx, 'electricity claim', account.id),
    attemptsOf(FREE_BY_METER, 'electricity meter', hourOf(ctx), orgOf(ctx).id, number),
  ];
  const counted = await countAttempt(ctx, counters);
  if (!counted.ok) return counted;
  const wrong = refuse('electricity.claim.code_wrong', undefined, { code: 'electricity.claim.code_wrong' });
  const hash = hashTyped(ctx, typed);
  if (!hash) return wrong;
  const claimed = await transaction(ctx, async (tx): Promise<Result<Claimed>> => {
    const meter = await lockMeter(tx, number);
    if (!meter.ok) return wrong;
    const { claim_code_hash, claim_code_expires_at, state } = meter.data;
    const fits = claim_code_hash !== null && timingSafeEqual(claim_code_hash, hash);
    if (!fits || (claim_code_expires_at ?? new Date(0)) <= tx.clock.now()) return wrong;
    if (!mayMeter('claim', state as MeterState)) return wrong;
    const customer = await customerFor(tx, account, whose);
    if (!customer.ok) return customer;
    const given = await giveMeter(tx, meter.data, customer.data);
    if (!given.ok) return given;
    const shown = await ownCustomer(tx, customer.data.id, 'manager');
    return shown.ok ? ok({ customer: shown.data, claim: null }) : shown;
  });
  if (claimed.ok) await forgive(ctx, counters);
  return claimed;
}

/** The customer that gets the meter; a new one has the account as its manager. */
export async function customerFor(
  tx: Ctx,
  account: { id: string; name: string },
  whose: Whose,
): Promise<Result<{ id: string; name: string }>> {
  if ('id' in whose) return lockCustomer(tx, whose.id);
  const { kind, name } = whose;
  const customer = await addCustomer(tx, { kind, name });
  await addMember(tx, customer, account, 'manager');
  return ok(customer);
}

async function byStaff(
  ctx: Ctx,
  account: AccountRow,
  number: string,
  whose: Whose,
  note: string,
): Promise<Result<Claimed>> {
  return transaction(ctx, async (tx) => {
    const organization_id = orgOf(tx).id;
    const now = tx.clock.now();
    // The account's row is locked, so that many claims at the same moment are counted too.
    await tx.db
      .selectFrom('portal_account')
      .select('id')
      .where(inOrg(tx))
      .where('id', '=', account.id)
      .forUpdate()
      .execute();
    const waiting = await tx.db
      .selectFrom('electricity_claim')
      .select(['id', 'number'])
      .where(inOrg(tx))
      .where('account_id', '=', account.id)
      .where('state', '=', 'waiting')
      .execute();
    const known = waiting.find((one) => one.number === number);
    if (!known && waiting.length >= MAX_WAITING) return refuse('electricity.claim.too_many', { most: MAX_WAITING });
    const id = known?.id ?? newId(now.getTime());
    if (!known) {
      const customer = 'id' in whose ? { customer_id: whose.id } : whose;
      await tx.db
        .insertInto('electricity_claim')
        .values({ organization_id, id, account_id: account.id, number, note, ...customer, created_at: now })
        .execute();
      await audit(tx, 'electricity.claim.made', { subject: { type: CLAIM, id }, after: { number, ...customer }, note });
    }
    const claim = await getClaim(tx, id);
    if (!claim.ok) return claim;
    const { name, state, reason, created_at } = claim.data;
    return ok({ customer: null, claim: { id, number, name, state, reason, created_at } });
  });
}
