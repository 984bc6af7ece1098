import { cleanJson } from '../lib/clean-text.ts';

/** What a record looked like, as JSON can carry it. */
export type Snapshot = Record<string, unknown>;

/** Field names whose values must never be readable in the trail. */
const SECRET = /pass(word|phrase)|secret|token|private_?key|api_?key|key_hash|authorization|cookie|otp|backup_?codes?/i;
const HIDDEN = '[hidden]';

/**
 * Reduces two snapshots of a record to the fields that differ, and hides secrets: that one changed is still told.
 * With only one of the two (a record made or removed) all of its fields are kept.
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
