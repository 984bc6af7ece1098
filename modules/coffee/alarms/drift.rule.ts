/** What a machine used of a material since it was filled. */
export type Span = { used_milli: number; reckoned_milli: number; capacity_milli: number; unknown_items: number };

/** Below this part of what the bins hold, nothing is said: scales, and what a cup takes before its order comes. */
const MIN_PART = 0.05;

/**
 * Whether more is gone than was sold: leak or theft, or a recipe that takes less than the machine does. It ends at half
 * of the limit. Null: as it was, or nobody can know, since something was sold of which no recipe is known.
 */
export function judgeDrift(span: Span, percent: number): boolean | null {
  if (span.unknown_items > 0) return null;
  const more = span.used_milli - span.reckoned_milli;
  const limit = Math.max((Math.max(span.reckoned_milli, 0) * percent) / 100, span.capacity_milli * MIN_PART);
  if (more > limit) return true;
  return more <= limit / 2 ? false : null;
}
