import { isCleanText } from './clean-text.ts';

/** Deeper than any form or filter; what comes deeper is meant to exhaust whoever walks through it. */
const DEEPEST = 32;

/**
 * Where in a parsed request something stands that is no text, or that lies too deep: `lines.0.name`, or null when all
 * is well. Keys are looked at too. `''` is the value itself.
 */
export function findBadText(value: unknown, path = '', depth = 0): string | null {
  if (typeof value === 'string') return isCleanText(value) ? null : path;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return null;
  if (depth === DEEPEST) return path;
  for (const [key, inner] of Object.entries(value)) {
    if (!isCleanText(key)) return path;
    const found = findBadText(inner, path ? `${path}.${key}` : key, depth + 1);
    if (found !== null) return found;
  }
  return null;
}
