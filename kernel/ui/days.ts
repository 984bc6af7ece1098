const DAY_MS = 86_400_000;

/** How many milliseconds a zone's clocks are ahead of UTC at an instant. */
function offsetAt(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) - at;
}

function startOf(day: string, timeZone: string): number {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // Twice, because the offset at UTC midnight may differ from the one at the zone's own midnight.
  const near = midnight - offsetAt(midnight, timeZone);
  return midnight - offsetAt(near, timeZone);
}

/** '2026-11-21' → the instant at which that day starts in the zone, or (edge 'end') ends. */
export function instantOf(day: string, edge: 'start' | 'end', timeZone: string): string {
  if (edge === 'start') return new Date(startOf(day, timeZone)).toISOString();
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
  return new Date(startOf(next, timeZone)).toISOString();
}

/** The day from which `instantOf` made the instant. */
export function dayOf(instant: string, edge: 'start' | 'end', timeZone: string): string {
  const at = Date.parse(instant) - (edge === 'end' ? 1 : 0);
  return new Date(at + offsetAt(at - (at % 1000), timeZone)).toISOString().slice(0, 10);
}
