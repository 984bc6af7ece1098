import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { lockMachine } from '../machines/lock-machine.query.ts';
import { MACHINE } from '../names.ts';
import { toMilli } from '../quantity.rule.ts';
import type { Refill, RefillInput } from './contract.ts';
import { getRefill } from './refills.query.ts';

/** A phone keeps a round for days; an older time, or one to come, is a wrong clock, and counts as now. */
const MAX_AGE_MS = 30 * 86_400_000;
const MAX_AHEAD_MS = 5 * 60_000;

/**
 * Somebody filled a bin. The level is what the machine measures; this says who was there, when, and how much they put
 * in. The same bin at the same moment again is the same filling. Refusals: `coffee.machine.not_found`,
 * `coffee.bin.not_found`, `coffee.machine.retired`.
 */
export function recordRefill(ctx: Ctx, input: RefillInput): Promise<Result<Refill>> {
  return transaction(ctx, async (tx) => {
    const locked = await lockMachine(tx, input.machine_id);
    if (!locked.ok) return locked;
    const { id: machine_id, serial, merchant_id, state } = locked.data;
    if (state === 'retired') return refuse('coffee.machine.retired');
    const organization_id = orgOf(tx).id;
    const { position, amount = null, note = '' } = input;
    const bin = await tx.db
      .selectFrom('coffee_bin')
      .select('material_id')
      .where(inOrg(tx))
      .where('machine_id', '=', machine_id)
      .where('position', '=', position)
      .executeTakeFirst();
    if (!bin) return refuse('coffee.bin.not_found');
    const now = tx.clock.now();
    const filled_at = judgeTime(input.at, now);
    const id = newId(now.getTime());
    const values = { position, amount_milli: amount === null ? null : toMilli(amount), filled_at, note: note.trim() };
    const written = await tx.db
      .insertInto('coffee_refill')
      .values({
        organization_id,
        id,
        machine_id,
        merchant_id,
        material_id: bin.material_id,
        source: 'person',
        ...values,
        received_at: now,
        by_id: tx.actor.id,
        by_name: tx.actor.name,
      })
      .onConflict((same) => same.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!written) return getRefill(tx, { machine_id, position, filled_at });
    await audit(tx, 'coffee.machine.refilled', {
      subject: { type: MACHINE, id: machine_id },
      after: { serial, position, amount, at: filled_at.toISOString() },
      note: note.trim(),
    });
    publish(tx, MACHINE, machine_id, merchant_id);
    return getRefill(tx, { id });
  });
}

function judgeTime(at: string | undefined, now: Date): Date {
  const said = at === undefined ? now : new Date(at);
  const behind = now.getTime() - said.getTime();
  return behind > MAX_AGE_MS || behind < -MAX_AHEAD_MS ? now : said;
}
