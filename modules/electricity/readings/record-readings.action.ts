import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { insertOnce, transaction } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { type Balance, lockBalance } from '../ledger/add-entry.ts';
import { waitingCredits } from '../ledger/credits.query.ts';
import { mayMeter } from '../meters/contract.ts';
import { getMeter } from '../meters/meters.query.ts';
import { METER, READING } from '../names.ts';
import { electricitySettings } from '../settings.ts';
import type { HandInput, Reading, Report, ReportInput } from './contract.ts';
import { countReading } from './count-reading.ts';
import { type Judgement, judge } from './judge.rule.ts';
import { readingPhoto } from './photo.ts';
import { getReading, knownReadings } from './readings.query.ts';

/**
 * Readings that a meter's machine reports, in any order, also again: each counts once. A machine reports only for its
 * own meter. The answer has what the machine has to add.
 *
 * Refusals: `electricity.meter.not_found`, `not_yours`, `state_not_allowed`; a reading that can't be right is refused or
 * flagged by itself.
 */
export async function reportReadings(ctx: Ctx, reference: string, input: ReportInput): Promise<Result<Report>> {
  const meter = await getMeter(ctx, reference);
  if (!meter.ok) return meter;
  const { id, device_id, state } = meter.data;
  if (ctx.actor.kind !== 'device' || ctx.actor.id !== device_id) return refuse('electricity.meter.not_yours');
  if (!mayMeter('report', state)) return refuse('electricity.meter.state_not_allowed');
  return transaction(ctx, async (tx) => {
    const balance = await lockBalance(tx, id);
    if (!balance.ok) return balance;
    // The machine was replaced while this request waited.
    if (balance.data.device_id !== device_id) return refuse('electricity.meter.not_yours');
    const machine = { source: 'device', fileId: null, byHolder: false } as const;
    const results = await record(tx, balance.data, machine, input.readings);
    const credits = await waitingCredits(tx, device_id);
    const counted = results.some((one) => one.state === 'counted');
    if (counted) publish(tx, METER, id);
    return ok({
      now: tx.clock.now().toISOString(),
      results: results.map(({ taken_at, state, flag, code }) => ({ taken_at, state, flag, code })),
      balance_wh: balance.data.balance_wh,
      credits,
    });
  });
}

/**
 * A reading by hand, with a photo when there is one. It counts like a machine's; one by the holder waits for staff.
 * Refusals: `electricity.meter.not_found`,
 * `state_not_allowed`, `electricity.reading.future`, `known`, `photo_unknown`.
 */
export async function readByHand(ctx: Ctx, reference: string, input: HandInput): Promise<Result<Reading>> {
  const meter = await getMeter(ctx, reference);
  if (!meter.ok) return meter;
  const { id, number, state } = meter.data;
  if (!mayMeter('report', state)) return refuse('electricity.meter.state_not_allowed');
  return transaction(ctx, async (tx) => {
    const balance = await lockBalance(tx, id);
    if (!balance.ok) return balance;
    const file = input.file_id ?? null;
    if (file && !(await isPhoto(tx, file))) {
      return refuse('electricity.reading.photo_unknown', undefined, { file_id: 'electricity.reading.photo_unknown' });
    }
    const { register_wh, taken_at = tx.clock.now().toISOString() } = input;
    const source = { source: 'hand', fileId: file, byHolder: tx.actor.kind === 'portal' } as const;
    const [result] = await record(tx, balance.data, source, [{ taken_at, register_wh }]);
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
    .where('organization_id', '=', orgOf(tx).id)
    .where('id', '=', id)
    .where('purpose', '=', readingPhoto.name);
  if (tx.actor.kind === 'portal') photos = photos.where('created_by_id', '=', tx.actor.id);
  return (await photos.executeTakeFirst()) !== undefined;
}

/** `byHolder`: what would count waits for staff to look at the photo. */
type Source = { source: 'device' | 'hand'; fileId: string | null; byHolder: boolean };

type Outcome = {
  id: string | null;
  taken_at: string;
  state: Judgement['state'] | 'repeated';
  flag: Reading['flag'];
  code: string | null;
};

const OWN = { state: 'flagged', flag: 'own' } as const;

/** Judges readings one after the other in the order of their times, and counts them on the locked balance. */
async function record(
  tx: Ctx,
  balance: Balance,
  { source, fileId, byHolder }: Source,
  readings: ReportInput['readings'],
): Promise<Outcome[]> {
  const { reading_gap_hours, most_kilowatts } = await getSettings(tx, electricitySettings);
  const limits = { gapHours: reading_gap_hours, mostWatts: most_kilowatts * 1000 };
  const { meter_id, series } = balance;
  const times = readings.map(({ taken_at }) => new Date(taken_at));
  const known = await knownReadings(tx, { meterId: meter_id, series, times });
  const outcomes: Outcome[] = [];
  for (const { taken_at, register_wh } of readings.toSorted(
    (a, b) => Date.parse(a.taken_at) - Date.parse(b.taken_at),
  )) {
    const at = new Date(taken_at);
    const before = known.get(at.getTime());
    if (before !== undefined) {
      const same = before === register_wh;
      outcomes.push({
        id: null,
        taken_at,
        state: same ? 'repeated' : 'refused',
        flag: null,
        code: same ? null : 'electricity.reading.contradicts',
      });
      continue;
    }
    const { register_wh: lastWh, read_at } = balance;
    const last = lastWh === null || read_at === null ? null : { registerWh: lastWh, at: read_at };
    const seen = judge(last, { registerWh: register_wh, at }, tx.clock.now(), limits);
    const judged = byHolder && seen.state === 'counted' ? OWN : seen;
    if (judged.state === 'refused') {
      outcomes.push({ id: null, taken_at, state: 'refused', flag: null, code: judged.code });
      continue;
    }
    known.set(at.getTime(), register_wh);
    const id = newId(tx.clock.now().getTime());
    const usedWh = judged.state === 'counted' ? judged.usedWh : null;
    await Promise.all([
      insertOnce(
        tx.db,
        'electricity_reading',
        ['meter_id', 'series', 'taken_at'],
        [
          {
            organization_id: balance.organization_id,
            id,
            meter_id,
            series,
            taken_at: at,
            register_wh,
            source,
            file_id: fileId,
            by_name: tx.actor.name,
            state: judged.state,
            flag: judged.flag,
            used_wh: usedWh,
            created_at: tx.clock.now(),
          },
        ],
      ),
      usedWh === null ? null : countReading(tx, balance, { id, registerWh: register_wh, at, usedWh }),
    ]);
    outcomes.push({ id, taken_at, state: judged.state, flag: judged.flag, code: null });
  }
  return outcomes;
}
