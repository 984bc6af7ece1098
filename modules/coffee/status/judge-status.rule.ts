import { toMilli } from '../quantity.rule.ts';

/** A machine as it was before the report, as far as the judgement needs it. */
export type MachineBefore = {
  status: string;
  temperature_dc: number | null;
  errors: string[];
  locked: boolean;
  firmware: string | null;
  package_number: number | null;
  said_at: Date | null;
  clock_offset_s: number | null;
  kept_at: Date | null;
};
export type BinBefore = { position: number; capacity_milli: number; level_milli: number | null };

export type Report = {
  at?: string;
  temperature?: number | null;
  state?: string;
  locked?: boolean;
  firmware?: string;
  package?: number;
  bins?: { position: number; level: number }[];
  errors?: string[];
};

export type Judged = {
  /** A newer report of the same clock came before. Nothing of this one is taken but that the machine was heard. */
  stale: boolean;
  /** the machine afterwards */
  machine: MachineBefore;
  /** the levels that were taken */
  levels: { position: number; level_milli: number }[];
  refused: { position: number; reason: 'unknown_bin' | 'above_capacity' | 'twice' }[];
  /** whether anything differs from before, beside times */
  changed: boolean;
  /** whether the report is kept as a row of telemetry */
  keep: boolean;
};

/**
 * A report that is older than the newest by up to this is one that was overtaken on its way. One that is much older
 * comes from a clock that was set back, and counts.
 */
const OVERTAKEN_MS = 10 * 60_000;
/** A sensor of a scale may show a little more than what fits: that counts as full. */
const OVERFULL = 1.05;
/** int4 in the database: a clock that is off by more than 68 years is off by 68 years. */
const MOST_OFFSET_S = 2_147_483_647;

/** What a report changes. @param keepMs how often a report in which nothing changed is kept */
export function judgeStatus(
  before: MachineBefore,
  bins: BinBefore[],
  report: Report,
  now: Date,
  keepMs: number,
): Judged {
  const said = report.at === undefined ? null : new Date(report.at);
  const behind = said && before.said_at ? before.said_at.getTime() - said.getTime() : 0;
  if (behind > 0 && behind < OVERTAKEN_MS) {
    return { stale: true, machine: before, levels: [], refused: [], changed: false, keep: false };
  }
  const { levels, refused } = judgeLevels(bins, report.bins ?? []);
  const machine = {
    status: report.state ?? (before.status === 'unknown' ? 'ready' : before.status),
    temperature_dc: report.temperature == null ? before.temperature_dc : Math.round(report.temperature * 10),
    errors: report.errors === undefined ? before.errors : [...new Set(report.errors)].sort(),
    locked: report.locked ?? (report.state === undefined ? before.locked : report.state === 'locked'),
    firmware: report.firmware ?? before.firmware,
    package_number: report.package ?? before.package_number,
    said_at: said ?? before.said_at,
    clock_offset_s: said === null ? before.clock_offset_s : offset(said, now),
    kept_at: before.kept_at,
  };
  const changed =
    machine.status !== before.status ||
    machine.temperature_dc !== before.temperature_dc ||
    machine.locked !== before.locked ||
    machine.firmware !== before.firmware ||
    machine.package_number !== before.package_number ||
    machine.errors.join() !== before.errors.join() ||
    levels.some(({ position, level_milli }) => bins.find((b) => b.position === position)?.level_milli !== level_milli);
  const news = machine.status !== before.status || machine.errors.join() !== before.errors.join();
  const keep = news || before.kept_at === null || now.getTime() - before.kept_at.getTime() >= keepMs;
  if (keep) machine.kept_at = now;
  return { stale: false, machine, levels, refused, changed, keep };
}

function judgeLevels(bins: BinBefore[], said: { position: number; level: number }[]) {
  const levels: Judged['levels'] = [];
  const refused: Judged['refused'] = [];
  const seen = new Set<number>();
  for (const { position, level } of said) {
    const bin = bins.find((one) => one.position === position);
    const milli = toMilli(level);
    if (seen.has(position)) refused.push({ position, reason: 'twice' });
    else if (!bin) refused.push({ position, reason: 'unknown_bin' });
    else if (milli > bin.capacity_milli * OVERFULL) refused.push({ position, reason: 'above_capacity' });
    else levels.push({ position, level_milli: Math.min(milli, bin.capacity_milli) });
    seen.add(position);
  }
  return { levels, refused };
}

function offset(said: Date, now: Date): number {
  const seconds = Math.round((said.getTime() - now.getTime()) / 1000);
  return Math.max(-MOST_OFFSET_S, Math.min(MOST_OFFSET_S, seconds));
}
