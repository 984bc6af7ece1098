import { cleanJson } from '../lib/clean-text.ts';

/** The fields of a record, as JSON values. */
export type Snapshot = Record<string, unknown>;

/** Values of fields with such names are never stored in the trail. */
const SECRET = /pass(word|phrase)|secret|token|private_?key|api_?key|key_hash|authorization|cookie|otp|backup_?codes?/i;
const HIDDEN = '[hidden]';

/**
 * Reduces two snapshots of a record to the fields that differ. The values of secrets are hidden, but the entry shows
 * that one changed. When one of the two is missing (a record was made or removed), all fields are kept.
 */
export function reduceChange(
  before: Snapshot | null | undefined,
  after: Snapshot | null | undefined,
): { before: string | null; after: string | null } {
  if (!before || !after) return { before: serialize(before), after: serialize(after) };
  const was: Snapshot = {};
  const is: Snapshot = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (same(before[key], after[key])) continue;
    if (before[key] !== undefined) was[key] = before[key];
    if (after[key] !== undefined) is[key] = after[key];
  }
  return { before: serialize(was), after: serialize(is) };
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function serialize(snapshot: Snapshot | null | undefined): string | null {
  if (!snapshot) return null;
  return cleanJson(snapshot, (key, value) => (key !== '' && value != null && SECRET.test(key) ? HIDDEN : value));
}
