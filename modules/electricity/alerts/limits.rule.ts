import { kwhToWh } from '../readings/kwh.rule.ts';

/** From when on a meter alerts: little left, much in a day, much in a month; null: the usual limit, or none. */
export type Limits = { lowWh: number | null; dayWh: number | null; monthWh: number | null };
export const LIMITS = ['lowWh', 'dayWh', 'monthWh'] as const satisfies (keyof Limits)[];
type Typed = Record<keyof Limits, string>;

/** Limits in kilowatt-hours, as people type them. */
export function showLimits({ lowWh, dayWh, monthWh }: Limits): Typed {
  const show = (wh: number | null) => (wh === null ? '' : String(wh / 1000));
  return { lowWh: show(lowWh), dayWh: show(dayWh), monthWh: show(monthWh) };
}

/** What somebody typed; or the field that is no number of kilowatt-hours. */
export function readLimits(typed: Typed): { ok: true; limits: Limits } | { ok: false; field: keyof Limits } {
  const limits: Limits = { lowWh: null, dayWh: null, monthWh: null };
  for (const field of LIMITS) {
    if (typed[field].trim() === '') continue;
    const wh = kwhToWh(typed[field]);
    if (wh === null) return { ok: false, field };
    limits[field] = wh;
  }
  return { ok: true, limits };
}
