import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { lockOwn } from '../machines/own-machine.query.ts';
import { handedOut, isReady, whenDue } from './command-states.rule.ts';
import type { Pending } from './contract.ts';
import { type CommandRow, openCommands, saveCommands } from './write-commands.action.ts';

/** One answer has so many; the machine asks again. */
const MAX_AT_ONCE = 20;

/**
 * What a machine should do now. Each command is handed out, and marked so, in one commit: of two requests at once, the
 * second waits for the first, and gets what is left. Whether the answer arrived is not known until the machine
 * acknowledges. Refusals: `coffee.machine.not_yours`, `coffee.machine.retired`.
 * @param reference the machine that the caller named; null: its own
 */
export async function handOutCommands(
  ctx: Ctx,
  { deviceId, reference = null }: { deviceId: string; reference?: string | null },
): Promise<Result<Pending>> {
  return transaction(ctx, async (tx) => {
    const locked = await lockOwn(tx, deviceId, reference);
    if (!locked.ok) return locked;
    const now = tx.clock.now();
    const open = (await openCommands(tx, [locked.data.id])).map((command) => {
      const later = whenDue(command, now);
      return { command: later ?? command, changed: later !== null };
    });
    const held = await heldBack(
      tx,
      open.map(({ command }) => command),
    );
    const ready = open
      .filter(({ command }) => isReady(command, now, held.has(command.batch_id ?? command.rollout_id ?? '')))
      .slice(0, MAX_AT_ONCE)
      .map(({ command }) => handedOut(command, now));
    const lapsed = open.filter(({ command, changed }) => changed && !ready.some(({ id }) => id === command.id));
    await saveCommands(tx, [...lapsed.map(({ command }) => command), ...ready]);
    return ok({
      now: now.toISOString(),
      commands: ready.map(({ id, kind, params, expires_at, tries }) => ({
        id,
        kind,
        params,
        expires_at: expires_at.toISOString(),
        try: tries,
      })),
    });
  });
}

/** The batches and rollouts of these commands that are paused. */
async function heldBack(tx: Ctx, commands: CommandRow[]): Promise<Set<string>> {
  const batches = [...new Set(commands.flatMap(({ batch_id }) => batch_id ?? []))];
  const rollouts = [...new Set(commands.flatMap(({ rollout_id }) => rollout_id ?? []))];
  const [heldBatches, heldRollouts] = await Promise.all([
    batches.length === 0
      ? []
      : tx.db
          .selectFrom('coffee_batch')
          .select('id')
          .where(inOrg(tx))
          .where('id', '=', (eb) => eb.fn.any(eb.val(batches)))
          .where('state', '<>', 'running')
          .execute(),
    rollouts.length === 0
      ? []
      : tx.db
          .selectFrom('coffee_rollout')
          .select('id')
          .where(inOrg(tx))
          .where('id', '=', (eb) => eb.fn.any(eb.val(rollouts)))
          .where('state', '=', 'paused')
          .execute(),
  ]);
  return new Set([...heldBatches, ...heldRollouts].map(({ id }) => id));
}
