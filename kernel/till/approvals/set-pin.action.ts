import { audit } from '../../audit/index.ts';
import { mayHash, provePassword } from '../../auth/index.ts';
import { type Ctx, orgOf } from '../../ctx/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { asOwner } from '../../tenancy/index.ts';
import { hashPin, readPin } from './pin.ts';

/**
 * A member sets or removes (null) the PIN by which they approve at others' tills, with their password. Refusals:
 * `auth.person_required`, `auth.wrong_password`, `auth.too_many_attempts`, `till.pin_malformed`, `till.pin_simple`.
 */
export async function setPin(ctx: Ctx, input: { password: string; pin: string | null }): Promise<Result<null>> {
  const { actor } = ctx;
  if (actor.kind !== 'user') return refuse('auth.person_required');
  const pin = input.pin === null ? null : readPin(input.pin);
  if (pin && !pin.ok) return pin;
  const busy = mayHash();
  if (busy) return busy;
  const proved = await provePassword(ctx, input.password);
  if (!proved.ok) return proved;
  // Hashing takes its time, so it is done before the transaction.
  const hash = pin ? await hashPin(ctx, actor.id, pin.data) : null;
  const organization = orgOf(ctx);
  return asOwner(ctx, organization, async (tx) => {
    const key = { organization_id: organization.id, user_id: actor.id };
    const set_at = tx.clock.now();
    if (hash === null) {
      await tx.db
        .deleteFrom('till_pin')
        .where('organization_id', '=', key.organization_id)
        .where('user_id', '=', key.user_id)
        .execute();
    } else {
      await tx.db
        .insertInto('till_pin')
        .values({ ...key, hash, set_at })
        .onConflict((on) => on.columns(['organization_id', 'user_id']).doUpdateSet({ hash, set_at }))
        .execute();
    }
    const subject = { type: 'auth.user', id: actor.id };
    if (hash === null) await audit(tx, 'till.pin.removed', { subject });
    else await audit(tx, 'till.pin.set', { subject });
    return ok(null);
  });
}
