import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { withdrawn } from '../commands/command-states.rule.ts';
import { openCommands, saveCommands } from '../commands/write-commands.action.ts';
import { lockMachines } from '../machines/lock-machine.query.ts';
import { BATCH } from '../names.ts';
import { getBatch } from './batches.query.ts';
import type { Batch, BatchChange } from './contract.ts';

/** What can be done with a batch whose commands are not all ended: from which states, and to which. */
const BATCH_MOVES: Record<'pause' | 'resume' | 'cancel', { from: string[]; to: string }> = {
  pause: { from: ['running'], to: 'paused' },
  resume: { from: ['paused'], to: 'running' },
  cancel: { from: ['running', 'paused'], to: 'cancelled' },
};

/**
 * Pauses, resumes or cancels a batch. A paused one hands nothing out, and its commands still expire; cancelling takes
 * its open commands back, of which some may be under way. Refusals: `coffee.batch.not_found`, `coffee.batch.state`.
 */
export async function changeBatch(ctx: Ctx, id: string, change: BatchChange): Promise<Result<Batch>> {
  return transaction(ctx, async (tx) => {
    const row = await tx.db
      .selectFrom('coffee_batch')
      .selectAll()
      .where(inOrg(tx))
      .where('id', '=', id)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!row) return refuse('coffee.batch.not_found');
    const { from, to } = BATCH_MOVES[change];
    const machines = await machinesWithOpen(tx, id);
    if (!from.includes(row.state) || machines.length === 0) return refuse('coffee.batch.state');
    const now = tx.clock.now();
    await tx.db
      .updateTable('coffee_batch')
      .set({ state: to, changed_at: now })
      .where(inOrg(tx))
      .where('id', '=', id)
      .execute();
    if (change === 'cancel') {
      await lockMachines(tx, machines);
      const open = (await openCommands(tx, machines)).filter((one) => one.batch_id === id && !one.withdrawn);
      await saveCommands(
        tx,
        open.map((command) => withdrawn(command, now, 'cancelled')),
      );
    }
    await audit(tx, `coffee.batch.${to}`, {
      subject: { type: BATCH, id },
      before: { state: row.state },
      after: { state: to, kind: row.kind },
    });
    publish(tx, BATCH, id, row.merchant_id);
    return getBatch(tx, id);
  });
}

async function machinesWithOpen(tx: Ctx, batchId: string): Promise<string[]> {
  const rows = await tx.db
    .selectFrom('coffee_command')
    .select('machine_id')
    .where(inOrg(tx))
    .where('batch_id', '=', batchId)
    .where('ended_at', 'is', null)
    .execute();
  return rows.map(({ machine_id }) => machine_id);
}
