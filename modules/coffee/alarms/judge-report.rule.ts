import { isBehind, wantedFirmware } from '../firmware.rule.ts';
import type { BinNow } from '../status/judge-status.rule.ts';
import { type AlarmKind, type Detail, keyOf, readKey, type Verdict } from './alarm-kinds.rule.ts';

/** From when on something is wrong; `readRules` makes it of the settings. */
export type AlarmRules = {
  hotDc: number;
  /** parts of error codes */
  paymentErrors: string[];
  doorErrors: string[];
  /** model → oldest firmware; `*`: all others */
  firmware: Map<string, string>;
  /** of a bin's capacity: this much above its threshold ends the alarm */
  leewayPercent: number;
};

/** A machine as it is after its report. */
export type MachineNow = {
  status: string;
  temperature_dc: number | null;
  errors: string[];
  model: string;
  firmware: string | null;
};

/** Five degrees below the limit end it, so that a boiler that hovers about it gives one alarm. */
const COOLER_DC = 50;
/** Less than this part of a bin is empty: a scale doesn't show nothing. It ends at twice of it. */
const EMPTY = 0.01;
const FULL = 0.95;

/**
 * What a report changes of a machine's alarms. What stays as it was, between two limits or not reported, is left out.
 * @param open the keys of those that are open
 */
export function judgeReport(
  open: ReadonlySet<string>,
  machine: MachineNow,
  bins: BinNow[],
  rules: AlarmRules,
): Verdict[] {
  const verdicts: Verdict[] = [{ kind: 'offline', position: 0, open: false, detail: {} }];
  const add = (kind: AlarmKind, on: boolean, detail: Detail) => verdicts.push({ kind, position: 0, open: on, detail });
  const { temperature_dc, errors, status, firmware } = machine;
  if (temperature_dc !== null && (temperature_dc >= rules.hotDc || temperature_dc < rules.hotDc - COOLER_DC))
    add('overheating', temperature_dc >= rules.hotDc, { temperature_dc, limit_dc: rules.hotDc });
  const has = (code: string, parts: string[]) => parts.some((part) => code.toLowerCase().includes(part));
  const door = errors.filter((code) => has(code, rules.doorErrors));
  const payment = errors.filter((code) => !door.includes(code) && has(code, rules.paymentErrors));
  const other = errors.filter((code) => !door.includes(code) && !payment.includes(code));
  add('door', door.length > 0, { errors: door });
  add('payment', payment.length > 0, { errors: payment });
  add('fault', other.length > 0 || (status === 'fault' && errors.length === 0), { errors: other });
  const wanted = wantedFirmware(rules.firmware, machine.model);
  if (firmware !== null)
    add('firmware', wanted !== null && isBehind(firmware, wanted), { firmware, wanted: wanted ?? '' });
  for (const bin of bins) verdicts.push(...judgeBin(open, bin, rules));
  return [...verdicts, ...goneBins(open, bins)].filter(
    ({ kind, position, open: on }) => open.has(keyOf(kind, position)) !== on,
  );
}

/** A bin is low, empty, or neither; an empty one isn't low besides. */
function judgeBin(open: ReadonlySet<string>, bin: BinNow, rules: AlarmRules): Verdict[] {
  const { position, capacity_milli, threshold_milli, level_milli } = bin;
  if (level_milli === null) return [];
  const detail = { level_milli, capacity_milli, threshold_milli };
  const none = capacity_milli * EMPTY;
  const empty = level_milli <= none || (level_milli <= none * 2 && open.has(keyOf('empty_bin', position)));
  const verdicts: Verdict[] = [{ kind: 'empty_bin', position, open: empty, detail }];
  // One whose threshold is near its capacity is not low when it is full.
  const enough = Math.min(threshold_milli + (capacity_milli * rules.leewayPercent) / 100, capacity_milli * FULL);
  const low = !empty && level_milli <= threshold_milli;
  if (empty || low || level_milli > enough) verdicts.push({ kind: 'low_bin', position, open: low, detail });
  return verdicts;
}

/** Alarms of bins that the machine no longer has. */
function goneBins(open: ReadonlySet<string>, bins: BinNow[]): Verdict[] {
  return [...open]
    .map(readKey)
    .filter(({ position }) => position > 0 && !bins.some((bin) => bin.position === position))
    .map(({ kind, position }) => ({ kind, position, open: false, detail: {} }));
}
