/** The same with its texts trimmed. */
export function trimmed<T extends object>(input: T): T {
  const entries = Object.entries(input).map(([name, value]) => [
    name,
    typeof value === 'string' ? value.trim() : value,
  ]);
  return Object.fromEntries(entries) as T;
}

/** Of `names` the fields in which `wanted` differs from `row`, before and after; null when there are none. */
export function changedFields<K extends string>(
  names: readonly K[],
  row: Record<K, unknown>,
  wanted: Partial<Record<K, unknown>>,
): { before: Record<string, unknown>; after: Record<string, unknown> } | null {
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  const changed = names.filter((name) => wanted[name] !== undefined && !same(wanted[name], row[name]));
  if (changed.length === 0) return null;
  const of = (values: Partial<Record<K, unknown>>) => Object.fromEntries(changed.map((name) => [name, values[name]]));
  return { before: of(row), after: of(wanted) };
}
