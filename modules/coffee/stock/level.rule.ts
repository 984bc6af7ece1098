/** A rise of so much of the capacity is a filling; a smaller one is a scale that trembles. */
const FILLING = 0.05;

/** How much was filled in between one reported level and the next; before the first one nothing is known. */
export function filledBetween(before: number | null, after: number, capacity: number): number {
  const rise = before === null ? 0 : after - before;
  return rise >= capacity * FILLING ? rise : 0;
}
