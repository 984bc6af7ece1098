export type Difference = {
  /** such as `ingredients[beans].quantity` */
  path: string;
  /** null: it was not there */
  before: string | number | boolean | null;
  after: string | number | boolean | null;
};

/**
 * What differs between two recipes, leaf by leaf. Parts of a list are found again by their material, since an ingredient
 * that moved up is the same one; steps by their place.
 */
export function diffOf(before: unknown, after: unknown): Difference[] {
  const [old, now] = [leaves(before), leaves(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((path) => old.get(path) !== now.get(path))
    .map((path) => ({ path, before: old.get(path) ?? null, after: now.get(path) ?? null }));
}

type Leaf = string | number | boolean | null;

function leaves(value: unknown, path = '', found = new Map<string, Leaf>()): Map<string, Leaf> {
  if (Array.isArray(value)) {
    const seen = new Map<string, number>();
    for (const [i, one] of value.entries()) {
      const material = (one as { material?: unknown } | null)?.material;
      const name = typeof material === 'string' ? material : String(i + 1);
      const times = (seen.get(name) ?? 0) + 1;
      seen.set(name, times);
      leaves(one, `${path}[${name}${times > 1 ? ` ${times}` : ''}]`, found);
    }
  } else if (value !== null && typeof value === 'object') {
    for (const [name, one] of Object.entries(value)) leaves(one, path ? `${path}.${name}` : name, found);
  } else if (value !== undefined) found.set(path, value as Leaf);
  return found;
}
