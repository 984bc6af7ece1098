import { audit } from '../../../kernel/audit/index.ts';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { addDays, dayIn } from '../../../kernel/lib/time.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { makeCode } from '../codes.ts';
import { METER } from '../names.ts';
import { electricitySettings } from '../settings.ts';
import type { ClaimCode, Meter } from './contract.ts';
import { changeMeterRow, type LockedMeter, lockMeter } from './lock-meter.action.ts';
import { getMeter } from './meters.query.ts';

/**
 * Makes the code with which its holder claims a meter; an earlier code no longer works. Refusals:
 * `electricity.meter.not_found`, `electricity.meter.held` (a meter is taken from its holder first, by a person).
 */
export async function makeClaimCode(ctx: Ctx, reference: string): Promise<Result<ClaimCode>> {
  return transaction(ctx, async (tx) => {
    const locked = await lockMeter(tx, reference);
    if (!locked.ok) return locked;
    const { id, number, customer_id } = locked.data;
    if (customer_id !== null) return refuse('electricity.meter.held');
    const { claim_code_days } = await getSettings(tx, electricitySettings);
    const { code, hash } = makeCode(tx);
    const now = tx.clock.now();
    await changeMeterRow(tx, id, {
      claim_code_hash: hash,
      claim_code_expires_at: new Date(now.getTime() + claim_code_days * 86_400_000),
    });
    await audit(tx, 'electricity.meter.code_made', { subject: { type: METER, id }, after: { number } });
    return ok({ code, expires_on: addDays(dayIn(orgOf(tx).timeZone, now), claim_code_days) });
  });
}

/** Gives a locked meter to a customer; its code is used up. Refuses with `electricity.meter.held`. */
export async function giveMeter(tx: Ctx, meter: LockedMeter, customer: { id: string; name: string }) {
  if (meter.customer_id !== null) return refuse('electricity.meter.held');
  await changeMeterRow(tx, meter.id, {
    customer_id: customer.id,
    claim_code_hash: null,
    claim_code_expires_at: null,
  });
  await audit(tx, 'electricity.meter.given', {
    subject: { type: METER, id: meter.id },
    after: { number: meter.number, customer_id: customer.id, customer: customer.name },
  });
  return ok(null);
}

/**
 * Takes a meter from its holder, for instance when somebody moves out. What it has left stays with the meter; what it
 * used and what was bought for it until now is no next holder's to see. Refusals: `electricity.meter.not_found`,
 * `electricity.meter.not_held`.
 */
export async function releaseMeter(ctx: Ctx, reference: string, reason: string): Promise<Result<Meter>> {
  return transaction(ctx, async (tx) => {
    const locked = await lockMeter(tx, reference);
    if (!locked.ok) return locked;
    const { id, number, customer_id } = locked.data;
    if (customer_id === null) return refuse('electricity.meter.not_held');
    const now = tx.clock.now();
    const history_on = addDays(dayIn(orgOf(tx).timeZone, now), 1);
    await changeMeterRow(tx, id, {
      customer_id: null,
      building_id: null,
      department_id: null,
      history_from: now,
      history_on,
    });
    await audit(tx, 'electricity.meter.released', {
      subject: { type: METER, id },
      before: { number, customer_id },
      after: { number, customer_id: null },
      note: reason,
    });
    return getMeter(tx, id);
  });
}
