import { type CompiledQuery, sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { insertNew } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import type { Balance } from '../meters/lock-balance.query.ts';
import { electricitySettings } from '../settings.ts';
import type { Reading, ReportInput } from './contract.ts';
import { type Count, countOn, countWrites } from './count-readings.action.ts';
import { type Judgement, judge } from './judge.rule.ts';

/** Readings of one caller for one meter. `byHolder`: what would count waits for staff to look at the photo. */
export type Sheet = {
  /** locked; the same object for the same meter */
  balance: Balance;
  source: 'device' | 'hand';
  fileId: string | null;
  byHolder: boolean;
  byName: string;
  readings: ReportInput['readings'];
};

type Outcome = {
  id: string | null;
  taken_at: string;
  state: Judgement['state'] | 'repeated';
  flag: Reading['flag'];
  code: string | null;
};

/** What came of a sheet, and what its meter had left then. */
export type Recorded = { outcomes: Outcome[]; balanceWh: number };

const OWN = { state: 'flagged', flag: 'own' } as const;

/**
 * Judges the readings of each sheet in the order of their times, sheet after sheet. Answers what came of each, and what
 * is to be written for all of them together.
 * @param known the counters that `knownReadings` found for their times, since the locks
 */
export async function recordReadings(
  tx: Ctx,
  sheets: Sheet[],
  known: Known,
): Promise<{ recorded: Recorded[]; writes: CompiledQuery[] }> {
  const { reading_gap_hours, most_kilowatts } = await getSettings(tx, electricitySettings);
  const limits = { gapHours: reading_gap_hours, mostWatts: most_kilowatts * 1000 };
  const now = tx.clock.now();
  const rows: NewReading[] = [];
  const counts: Count[] = [];
  const recorded = sheets.map((sheet) => {
    const { balance } = sheet;
    const outcomes = inTime(sheet.readings).map(({ taken_at, register_wh }): Outcome => {
      const at = new Date(taken_at);
      const key = keyOf(balance, at);
      const before = known.get(key);
      if (before !== undefined) {
        const same = before === register_wh;
        const code = same ? null : 'electricity.reading.contradicts';
        return { id: null, taken_at, state: same ? 'repeated' : 'refused', flag: null, code };
      }
      const seen = judge(lastOf(balance), { registerWh: register_wh, at }, now, limits);
      const judged = sheet.byHolder && seen.state === 'counted' ? OWN : seen;
      if (judged.state === 'refused') return { id: null, taken_at, state: 'refused', flag: null, code: judged.code };
      known.set(key, register_wh);
      const id = newId(now.getTime());
      const usedWh = judged.state === 'counted' ? judged.usedWh : null;
      rows.push(newReading(sheet, { id, at, registerWh: register_wh, judged, usedWh, now }));
      if (usedWh !== null) {
        counts.push(countOn(balance, { id, registerWh: register_wh, at, usedWh, byName: sheet.byName }));
      }
      return { id, taken_at, state: judged.state, flag: judged.flag, code: null };
    });
    return { outcomes, balanceWh: balance.balance_wh };
  });
  const kept = insertNew(tx.db, 'electricity_reading', ['meter_id', 'series', 'taken_at'], rows);
  return { recorded, writes: [...kept, ...countWrites(tx, counts)] };
}

const inTime = (readings: ReportInput['readings']) =>
  readings.toSorted((a, b) => Date.parse(a.taken_at) - Date.parse(b.taken_at));

const keyOf = ({ meter_id, series }: { meter_id: string; series: number }, at: Date) =>
  `${meter_id} ${series} ${at.getTime()}`;

const lastOf = ({ register_wh, read_at }: Balance) =>
  register_wh === null || read_at === null ? null : { registerWh: register_wh, at: read_at };

type Known = Map<string, number>;
type Asked = { of: string; readings: ReportInput['readings'] };

/** The counters of readings that are known, by meter, series and time. @param by what `of` names a meter by */
export async function knownReadings(tx: Ctx, by: 'id' | 'device_id', asked: Asked[]): Promise<Known> {
  const times = asked.flatMap(({ of, readings }) => readings.map(({ taken_at }) => ({ of, taken_at })));
  const organizationId = orgOf(tx).id;
  // Raw SQL: each key is a subquery of its own, so that it goes by the index however many are asked.
  const { rows } = await sql<{ meter_id: string; series: number; taken_at: Date; register_wh: number }>`
    select k.*, (select r.register_wh from electricity_reading r
      where r.organization_id = ${organizationId} and r.id = k.id) as register_wh
    from unnest(${times.map((one) => one.of)}::uuid[], ${times.map((one) => one.taken_at)}::timestamptz[]) a (owner, at)
    cross join lateral (
      select k.meter_id, k.series, k.taken_at, k.id from electricity_meter m
      join electricity_balance b on b.organization_id = ${organizationId} and b.meter_id = m.id
      join electricity_reading_key k on k.organization_id = ${organizationId} and k.meter_id = m.id
        and k.series = b.series and k.taken_at = a.at
      where m.organization_id = ${organizationId} and m.${sql.ref(by)} = a.owner limit 1
    ) k`.execute(tx.db);
  return new Map(rows.map((row) => [keyOf(row, row.taken_at), row.register_wh]));
}

type Judged = {
  id: string;
  at: Date;
  registerWh: number;
  judged: Exclude<Judgement, { state: 'refused' }> | typeof OWN;
  usedWh: number | null;
  now: Date;
};
type NewReading = ReturnType<typeof newReading>;

function newReading(sheet: Sheet, { id, at, registerWh, judged, usedWh, now }: Judged) {
  const { organization_id, meter_id, series } = sheet.balance;
  return {
    organization_id,
    id,
    meter_id,
    series,
    taken_at: at,
    register_wh: registerWh,
    source: sheet.source,
    file_id: sheet.fileId,
    by_name: sheet.byName,
    state: judged.state,
    flag: judged.flag,
    used_wh: usedWh,
    created_at: now,
  };
}
