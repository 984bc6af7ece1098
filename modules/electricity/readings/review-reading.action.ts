import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { queueWrites, transaction } from '../../../kernel/db/index.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import type { Meter } from '../meters/contract.ts';
import { lockBalance } from '../meters/lock-balance.query.ts';
import { getMeter } from '../meters/meters.query.ts';
import { METER, READING } from '../names.ts';
import type { Reading, ReplaceInput } from './contract.ts';
import { countOn, countWrites } from './count-readings.action.ts';
import { getReading } from './readings.query.ts';

/**
 * Decides on a flagged reading: accepted, it counts from the last one that did; dismissed, it never counts. Refusals:
 * `electricity.reading.not_found`, `decided`, `overtaken` (it is lower or older than what was counted since).
 */
export async function reviewReading(ctx: Ctx, id: string, accept: boolean): Promise<Result<Reading>> {
  const seen = await getReading(ctx, id);
  if (!seen.ok) return seen;
  return transaction(ctx, async (tx) => {
    const balance = await lockBalance(tx, seen.data.meter.id);
    if (!balance.ok) return balance;
    const row = await tx.db
      .selectFrom('electricity_reading')
      .select(['state', 'flag', 'series', 'taken_at', 'register_wh'])
      .where(inOrg(tx))
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    if (row.state !== 'flagged') return refuse('electricity.reading.decided');
    const { register_wh, read_at, series } = balance.data;
    const usedWh = row.register_wh - (register_wh ?? row.register_wh);
    const overtaken = row.series !== series || usedWh < 0 || (read_at !== null && row.taken_at <= read_at);
    if (accept && overtaken) return refuse('electricity.reading.overtaken');
    await tx.db
      .updateTable('electricity_reading')
      .set(accept ? { state: 'counted', used_wh: usedWh } : { state: 'dismissed' })
      .where(inOrg(tx))
      .where('id', '=', id)
      .execute();
    if (accept) {
      const counted = { id, registerWh: row.register_wh, at: row.taken_at, usedWh, byName: tx.actor.name };
      await queueWrites(tx, countWrites(tx, [countOn(balance.data, counted)]));
    }
    const { number } = seen.data.meter;
    await audit(tx, 'electricity.reading.reviewed', {
      subject: { type: READING, id },
      before: { number, state: 'flagged' },
      after: { number, state: accept ? 'counted' : 'dismissed', register_wh: row.register_wh, flag: row.flag },
    });
    publish(tx, METER, seen.data.meter.id);
    return getReading(tx, id);
  });
}

/**
 * Another meter was put behind the number: its counter begins anew, and readings of the one before no longer count.
 * What is left stays. Refuses with `electricity.meter.not_found`.
 */
export async function replaceMeter(ctx: Ctx, reference: string, input: ReplaceInput): Promise<Result<Meter>> {
  const meter = await getMeter(ctx, reference);
  if (!meter.ok) return meter;
  return transaction(ctx, async (tx) => {
    const balance = await lockBalance(tx, meter.data.id);
    if (!balance.ok) return balance;
    const { organization_id, meter_id, register_wh, series } = balance.data;
    const now = tx.clock.now();
    await tx.db
      .updateTable('electricity_balance')
      .set({ series: series + 1, register_wh: input.register_wh, read_at: now, updated_at: now })
      .where('organization_id', '=', organization_id)
      .where('meter_id', '=', meter_id)
      .execute();
    const { number } = meter.data;
    await audit(tx, 'electricity.meter.replaced', {
      subject: { type: METER, id: meter_id },
      before: { number, register_wh, series },
      after: { number, register_wh: input.register_wh, series: series + 1 },
      note: input.reason,
    });
    return getMeter(tx, meter_id);
  });
}
