type Lasting = { daysLeft: number | null; errorDays: number | null };

/** How long a bin lasts with how far that may be off, such as "empty in 4.2 days, ± 0.6"; '' when nobody knows. */
export function lastsText(
  { daysLeft, errorDays }: Lasting,
  translate: (key: string, values: object) => string,
  number: (value: number) => string,
): string {
  if (daysLeft === null) return '';
  const key = errorDays === null ? 'lasts' : 'lasts_about';
  return translate(`console.coffee.round.${key}`, { days: number(daysLeft), error: number(errorDays ?? 0) });
}
