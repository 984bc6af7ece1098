import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { lockOwn } from '../machines/own-machine.query.ts';
import { MACHINE } from '../names.ts';

/**
 * A machine says that it goes, or its broker says that the connection broke (its last will): it is offline at once. Its
 * next report takes that back. Refusals: `coffee.machine.not_yours`, `coffee.machine.retired`.
 */
export async function markGone(
  ctx: Ctx,
  { deviceId, reference = null }: { deviceId: string; reference?: string | null },
): Promise<Result<{ now: string }>> {
  return transaction(ctx, async (tx) => {
    const locked = await lockOwn(tx, deviceId, reference);
    if (!locked.ok) return locked;
    const { id, merchant_id, offline_at } = locked.data;
    const now = tx.clock.now();
    if (offline_at === null) {
      await tx.db
        .updateTable('coffee_machine')
        .set({ offline_at: now })
        .where(inOrg(tx))
        .where('id', '=', id)
        .execute();
      publish(tx, MACHINE, id, merchant_id);
    }
    return ok({ now: now.toISOString() });
  });
}
