import { isCleanText } from './clean-text.ts';

/** Deeper than any form or filter; deeper values are meant to exhaust the server. */
const DEEPEST = 32;

/**
 * The path to the first value in a parsed request that is not valid text or is nested too deep: `lines.0.name`, or null
 * when there is none. Keys are checked too. `''` is the value itself.
 */
export function findBadText(value: unknown, depth = 0): string | null {
  if (typeof value === 'string') return isCleanText(value) ? null : '';
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return null;
  if (depth === DEEPEST) return '';
  // The path is put together only where something was found: of a large body, texts of all paths took a second.
  for (const key of Object.keys(value)) {
    if (!isCleanText(key)) return '';
    const found = findBadText((value as Record<string, unknown>)[key], depth + 1);
    if (found !== null) return found ? `${key}.${found}` : key;
  }
  return null;
}
