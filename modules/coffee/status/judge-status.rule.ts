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
  refused: { position: number; reason: 'unknown_bin' | 'above_capacity' | 'below_zero' | 'twice' }[];
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
/** Clocks that a server sets are right to this. */
const RIGHT_S = 30;
/** Reports of one clock differ from ours by the same, but for their time on the way. */
const EVEN_S = 5;
/** A sensor of a scale may show a little more than what fits, or less than nothing: that counts as full, or empty. */
const OVERFULL = 1.05;
const UNDER_EMPTY = -0.05;
/** int4 in the database: a clock that is off by more than 68 years is off by 68 years. */
const MAX_OFFSET_S = 2_147_483_647;

/**
 * What a report changes. null: nothing of it could be read, but the machine was heard.
 * @param keepMs how often a report in which nothing changed is kept
 */
export function judgeStatus(
  before: MachineBefore,
  bins: BinBefore[],
  report: Report | null,
  now: Date,
  keepMs: number,
): Judged {
  const nothing = { levels: [], refused: [], changed: false, keep: false };
  if (report === null) return { stale: false, machine: before, ...nothing };
  const said = report.at === undefined ? null : new Date(report.at);
  if (said && isOvertaken(before, said, now)) {
    // What its clock says is noted, so that the next report of a clock that was set back is known by it.
    return { stale: true, machine: { ...before, clock_offset_s: offset(said, now) }, ...nothing };
  }
  const { levels, refused } = judgeLevels(bins, report.bins ?? []);
  const machine = {
    status: report.state ?? (before.kept_at === null ? 'ready' : before.status),
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

/**
 * Whether a newer report of the same clock came before. An older time may also be that of a clock that was set back by
 * minutes, as when it is corrected: then it is right now and was ahead before, or it runs as far behind as with the report
 * before this one. Those are taken in the order in which they come.
 */
function isOvertaken({ said_at, clock_offset_s }: MachineBefore, said: Date, now: Date): boolean {
  const behind = said_at ? said_at.getTime() - said.getTime() : 0;
  if (behind <= 0 || behind >= OVERTAKEN_MS) return false;
  const [was, is] = [clock_offset_s ?? 0, offset(said, now)];
  const corrected = Math.abs(is) <= RIGHT_S && was > RIGHT_S;
  const even = behind > EVEN_S * 1000 && Math.abs(is - was) <= EVEN_S;
  return !corrected && !even;
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
    else if (milli < bin.capacity_milli * UNDER_EMPTY) refused.push({ position, reason: 'below_zero' });
    else if (milli > bin.capacity_milli * OVERFULL) refused.push({ position, reason: 'above_capacity' });
    else levels.push({ position, level_milli: Math.max(0, Math.min(milli, bin.capacity_milli)) });
    seen.add(position);
  }
  return { levels, refused };
}

function offset(said: Date, now: Date): number {
  const seconds = Math.round((said.getTime() - now.getTime()) / 1000);
  return Math.max(-MAX_OFFSET_S, Math.min(MAX_OFFSET_S, seconds));
}

export type BinNow = { position: number; capacity_milli: number; threshold_milli: number; level_milli: number | null };
