import type { Selectable } from 'kysely';
import type { DB } from '../../../db/types.ts';
import type { BinNow, Judged, Report } from './judge-status.rule.ts';

/** What a report may need of its machine: a report costs what it reads. */
export const REPORTING = [
  'id',
  'serial',
  'device_id',
  'merchant_id',
  'location_id',
  'model',
  'state',
  'status',
  'temperature_dc',
  'errors',
  'locked',
  'firmware',
  'package_number',
  'wanted_package_id',
  'said_at',
  'clock_offset_s',
  'kept_at',
  'alarms',
  'bins',
  'levels',
] as const;
type Row = Pick<Selectable<DB['coffee_machine']>, (typeof REPORTING)[number]>;
/** `levels` by position; null: not reported yet */
export type ReportingMachine = Omit<Row, 'levels'> & { levels: (number | null)[] };

/** One report of a machine: as it was before, what it said, and what is taken of it. */
export type Heartbeat = {
  /** locked, as it was before this report */
  machine: ReportingMachine;
  /** its bins before this report, by position */
  bins: BinNow[];
  said: Report;
  judged: Judged;
  /** by our clock */
  at: Date;
};

/** The bins of a machine, by position, from its row. */
export function binsIn({ bins, levels }: Pick<ReportingMachine, 'bins' | 'levels'>): BinNow[] {
  return (bins as unknown as [number, number, number][]).map(([position, capacity_milli, threshold_milli]) => ({
    position,
    capacity_milli,
    threshold_milli,
    level_milli: levels[position - 1] ?? null,
  }));
}

/** The levels of a machine, by position, after those that were reported. */
export function levelsAfter(before: (number | null)[], reported: Judged['levels']): (number | null)[] {
  if (reported.length === 0) return before;
  const levels = [...before];
  for (const { position, level_milli } of reported) {
    while (levels.length < position - 1) levels.push(null);
    levels[position - 1] = level_milli;
  }
  return levels;
}
