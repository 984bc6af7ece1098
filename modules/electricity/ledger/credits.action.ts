import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { getMeter } from '../meters/meters.query.ts';
import { METER } from '../names.ts';
import type { Credit } from './contract.ts';
import { waitingCredits } from './credits.query.ts';

/** What the caller's meter has to add; refuses with `electricity.meter.not_found` and `not_yours`. */
export async function ownCredits(ctx: Ctx, reference: string): Promise<Result<Credit[]>> {
  const device = await machineOf(ctx, reference);
  return device.ok ? ok(await waitingCredits(ctx, device.data.deviceId)) : device;
}

/**
 * The machine has added a credit. Saying so again changes nothing, so that an answer may be lost. Refusals: those of
 * ownCredits, `electricity.credit.not_found`, `electricity.credit.order` (an earlier one is not acknowledged).
 */
export async function acknowledgeCredit(ctx: Ctx, reference: string, creditId: string): Promise<Result<Credit[]>> {
  const device = await machineOf(ctx, reference);
  if (!device.ok) return device;
  const { deviceId, meterId, number: meterNumber } = device.data;
  return transaction(ctx, async (tx) => {
    const credit = await tx.db
      .selectFrom('electricity_credit')
      .select(['number', 'wh', 'acknowledged_at'])
      .where(inOrg(tx))
      .where('id', '=', creditId)
      .where('device_id', '=', deviceId)
      .forUpdate()
      .executeTakeFirst();
    if (!credit) return refuse('electricity.credit.not_found');
    if (credit.acknowledged_at === null) {
      const [first] = await waitingCredits(tx, deviceId);
      if (first && first.number < credit.number) return refuse('electricity.credit.order');
      await tx.db
        .updateTable('electricity_credit')
        .set({ acknowledged_at: tx.clock.now() })
        .where(inOrg(tx))
        .where('id', '=', creditId)
        .execute();
      await audit(tx, 'electricity.credit.acknowledged', {
        subject: { type: METER, id: meterId },
        after: { meter: meterNumber, number: credit.number, wh: credit.wh },
      });
    }
    return ok(await waitingCredits(tx, deviceId));
  });
}

async function machineOf(ctx: Ctx, reference: string) {
  const meter = await getMeter(ctx, reference);
  if (!meter.ok) return meter;
  const { id, number, device_id } = meter.data;
  if (ctx.actor.kind !== 'device' || device_id === null || ctx.actor.id !== device_id) {
    return refuse('electricity.meter.not_yours');
  }
  return ok({ deviceId: device_id, meterId: id, number });
}
