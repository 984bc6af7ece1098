import { audit } from '../audit/index.ts';
import { type Ctx, inOrg } from '../ctx/index.ts';
import { transaction } from '../db/index.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import type { DigestView } from './contract.ts';

/** Turns the caller's own daily mail on or off. Refuses with `auth.person_required`. */
export async function chooseDigest(ctx: Ctx, daily: boolean): Promise<Result<DigestView>> {
  if (ctx.actor.kind !== 'user') return refuse('auth.person_required');
  const { id } = ctx.actor;
  return transaction(ctx, async (tx) => {
    const row = await tx.db
      .updateTable('membership')
      .set({ digest: daily, updated_at: tx.clock.now() })
      .where(inOrg(tx))
      .where('user_id', '=', id)
      .where('digest', '<>', daily)
      .returning('user_id')
      .executeTakeFirst();
    if (row)
      await audit(tx, `waiting.digest.${daily ? 'on' : 'off'}`, {
        subject: { type: 'auth.user', id },
        after: { daily },
      });
    return ok({ daily });
  });
}
