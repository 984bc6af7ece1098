import { audit } from '../../../kernel/audit/index.ts';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import type { Meter } from '../meters/contract.ts';
import { lockBalance } from '../meters/lock-balance.query.ts';
import { getMeter } from '../meters/meters.query.ts';
import { METER } from '../names.ts';
import { addEntry } from './add-entry.action.ts';
import type { AdjustInput } from './contract.ts';

/** Gives or takes units with a reason. Refuses with `electricity.meter.not_found` and `electricity.adjustment.zero`. */
export async function adjust(ctx: Ctx, reference: string, { wh, reason }: AdjustInput): Promise<Result<Meter>> {
  if (wh === 0) return refuse('electricity.adjustment.zero', undefined, { wh: 'electricity.adjustment.zero' });
  const meter = await getMeter(ctx, reference);
  if (!meter.ok) return meter;
  const { id, number } = meter.data;
  return transaction(ctx, async (tx) => {
    const balance = await lockBalance(tx, id);
    if (!balance.ok) return balance;
    const sourceId = newId(tx.clock.now().getTime());
    await addEntry(tx, balance.data, { kind: 'adjustment', wh, sourceId, reason });
    await audit(tx, 'electricity.adjusted', {
      subject: { type: METER, id },
      after: { number, wh, balance_wh: balance.data.balance_wh },
      note: reason,
    });
    publish(tx, METER, id);
    return getMeter(tx, id);
  });
}
