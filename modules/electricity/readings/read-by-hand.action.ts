import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { queueWrites, transaction } from '../../../kernel/db/index.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { mayMeter } from '../meters/contract.ts';
import { lockBalance } from '../meters/lock-balance.query.ts';
import { getMeter } from '../meters/meters.query.ts';
import { METER, READING } from '../names.ts';
import type { HandInput, Reading } from './contract.ts';
import { readingPhoto } from './photo.ts';
import { getReading } from './readings.query.ts';
import { knownReadings, recordReadings } from './record-readings.action.ts';

/**
 * A reading by hand, with a photo when there is one. It counts like a machine's; one by the holder waits for staff.
 * Refusals: `electricity.meter.not_found`, `state_not_allowed`, `electricity.reading.future`, `known`, `photo_unknown`.
 */
export async function readByHand(ctx: Ctx, reference: string, input: HandInput): Promise<Result<Reading>> {
  const meter = await getMeter(ctx, reference);
  if (!meter.ok) return meter;
  const { id, number, state } = meter.data;
  if (!mayMeter('report', state)) return refuse('electricity.meter.state_not_allowed');
  return transaction(ctx, async (tx) => {
    const balance = await lockBalance(tx, id);
    if (!balance.ok) return balance;
    const fileId = input.file_id ?? null;
    if (fileId && !(await isPhoto(tx, fileId))) {
      return refuse('electricity.reading.photo_unknown', undefined, { file_id: 'electricity.reading.photo_unknown' });
    }
    const { register_wh, taken_at = tx.clock.now().toISOString() } = input;
    const by = { byHolder: tx.actor.kind === 'portal', byName: tx.actor.name };
    const readings = [{ taken_at, register_wh }];
    const known = await knownReadings(tx, 'id', [{ of: id, readings }]);
    const sheet = { balance: balance.data, source: 'hand', fileId, ...by, readings } as const;
    const { recorded, writes } = await recordReadings(tx, [sheet], known);
    await queueWrites(tx, writes);
    const result = recorded[0]?.outcomes[0];
    if (!result?.id) return refuse(result?.code ?? 'electricity.reading.known');
    await audit(tx, 'electricity.reading.entered', {
      subject: { type: READING, id: result.id },
      after: { number, register_wh, state: result.state, flag: result.flag },
    });
    publish(tx, METER, id);
    return getReading(tx, result.id);
  });
}

/** Whether it is a photo of a counter; a holder's own, since ids of others' files must lead nowhere. */
async function isPhoto(tx: Ctx, id: string): Promise<boolean> {
  let photos = tx.db
    .selectFrom('file')
    .select('id')
    .where(inOrg(tx))
    .where('id', '=', id)
    .where('purpose', '=', readingPhoto.name);
  if (tx.actor.kind === 'portal') photos = photos.where('created_by_id', '=', tx.actor.id);
  return (await photos.executeTakeFirst()) !== undefined;
}
