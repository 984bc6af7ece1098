import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, limitOf, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { inRollout } from '../commands/in-rollout.query.ts';
import { readCommand } from '../commands/read-command.query.ts';
import { addCommands } from '../commands/write-commands.action.ts';
import { BATCH, COMMAND } from '../names.ts';
import { getBatch } from './batches.query.ts';
import type { Batch, BatchInput } from './contract.ts';
import { lockChosen, MAX_MACHINES } from './lock-chosen.query.ts';

/**
 * Gives all machines in use that a filter chooses the same command, in one transaction. Refusals: `coffee.batch.none`
 * (no machine fits), `coffee.batch.too_many`, `coffee.command.in_rollout`, `coffee.order.amount`,
 * `coffee.package.not_found`, `coffee.merchant.not_found`.
 */
export async function giveBatch(ctx: Ctx, { command, filter }: BatchInput): Promise<Result<Batch>> {
  return transaction(ctx, async (tx) => {
    const meant = await readCommand(tx, command);
    if (!meant.ok) return meant;
    const machines = await lockChosen(tx, filter);
    if (machines.length === 0) return refuse('coffee.batch.none');
    if (machines.length > MAX_MACHINES) return refuse('coffee.batch.too_many', { most: MAX_MACHINES });
    const ids = machines.map((machine) => machine.id);
    if (meant.data.kind === 'update_recipe' && (await inRollout(tx, ids))) return refuse('coffee.command.in_rollout');
    const now = tx.clock.now();
    const id = newId(now.getTime());
    const merchant_id = limitOf(tx.actor)?.id ?? filter.merchant_id ?? null;
    await tx.db
      .insertInto('coffee_batch')
      .values({
        organization_id: orgOf(tx).id,
        id,
        merchant_id,
        kind: meant.data.kind,
        params: JSON.stringify(meant.data.params),
        chosen_by: JSON.stringify(filter),
        machines: machines.length,
        by_name: tx.actor.name,
        created_at: now,
        expires_at: meant.data.expiresAt,
        changed_at: now,
      })
      .execute();
    const { leftOut } = await addCommands(tx, machines, meant.data, { batchId: id });
    if (leftOut > 0)
      await tx.db
        .updateTable('coffee_batch')
        .set({ left_out: leftOut })
        .where(inOrg(tx))
        .where('id', '=', id)
        .execute();
    await audit(tx, 'coffee.batch.given', {
      subject: { type: BATCH, id },
      after: { kind: meant.data.kind, machines: machines.length, left_out: leftOut, ...meant.data.params },
    });
    publish(tx, BATCH, id, merchant_id);
    publish(tx, COMMAND);
    return getBatch(tx, id);
  });
}
