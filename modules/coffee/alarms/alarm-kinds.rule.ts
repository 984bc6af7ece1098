/** What can be wrong with a machine, or with a location where several are gone at once (`site`). */
export const ALARM_KINDS = [
  'offline',
  'site',
  'overheating',
  'fault',
  'payment',
  'door',
  'firmware',
  'low_bin',
  'empty_bin',
  'orders',
  'drift',
  'rollback',
] as const;
export type AlarmKind = (typeof ALARM_KINDS)[number];

export const SEVERITIES = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Critical: it sells nothing, or something may break. */
export const SEVERITY: Record<AlarmKind, Severity> = {
  offline: 'critical',
  site: 'critical',
  overheating: 'critical',
  fault: 'critical',
  payment: 'critical',
  door: 'warning',
  firmware: 'info',
  low_bin: 'warning',
  empty_bin: 'critical',
  orders: 'warning',
  drift: 'warning',
  rollback: 'critical',
};

export const isAtLeast = (severity: Severity, least: Severity): boolean =>
  SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least);

/** How a machine's row names an open alarm: `door`, `low_bin:3`. */
export const keyOf = (kind: AlarmKind, position = 0): string => (position === 0 ? kind : `${kind}:${position}`);

export function readKey(key: string): { kind: AlarmKind; position: number } {
  const [kind, position] = key.split(':');
  return { kind: kind as AlarmKind, position: Number(position ?? 0) };
}

/** Numbers and words that an alarm's sentence has. */
export type Detail = Record<string, number | string | string[] | null>;
/** An alarm that is on or off now; one that is missing stays as it was. */
export type Verdict = { kind: AlarmKind; position: number; open: boolean; detail: Detail };
