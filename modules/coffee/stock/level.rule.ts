/** A rise of so much of the capacity is a filling; a smaller one is a scale that trembles. */
export const FILLING = 0.05;

export type LevelChange = { used_milli: number; filled_milli: number };

/** What the change from one reported level to the next means. Before the first one nothing is known. */
export function judgeLevel(before: number | null, after: number, capacity: number): LevelChange {
  if (before === null) return { used_milli: 0, filled_milli: 0 };
  const rise = after - before;
  return rise >= capacity * FILLING ? { used_milli: 0, filled_milli: rise } : { used_milli: -rise, filled_milli: 0 };
}
