const UNITS = [
  ['day', 1440],
  ['hour', 60],
  ['minute', 1],
] as const;

/** Minutes as text in a suitable unit: "2.5 hr", or `long` "2.5 hours". "217 min" is hard to read. */
export function durationText(locale: string, minutes: number, unitDisplay: 'short' | 'long' = 'short'): string {
  const [unit, size] = UNITS.find(([, length]) => minutes >= length * 2) ?? UNITS[2];
  const digits = unit === 'minute' ? 0 : 1;
  const format = new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay, maximumFractionDigits: digits });
  return format.format(minutes / size);
}
