/** Shorter names are those of many programs. */
const SHORTEST = 7;

/**
 * Variables that are none of ours, but nearly: a letter more, less, another, or two in the wrong order, twice at most.
 * Read as nothing, `BACKUP_PASSPHRSE` would mean that no backups are made.
 * @returns pairs of what is set and what is probably meant
 */
export function misspelt(set: readonly string[], ours: readonly string[]): [string, string][] {
  const known = new Set(ours);
  return set.flatMap((name): [string, string][] => {
    if (known.has(name) || name.length < SHORTEST || !/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) return [];
    const near = ours
      .filter((one) => one.length >= SHORTEST && Math.abs(one.length - name.length) <= 2)
      .map((one) => [one, distance(one, name.toUpperCase())] as const)
      .filter(([one, far]) => far <= (one.length >= 12 ? 2 : 1))
      .sort(([, a], [, b]) => a - b);
    return near[0] ? [[name, near[0][0]]] : [];
  });
}

/** The number of letters to add, remove, change or swap (Damerau and Levenshtein, swaps of neighbours only). */
function distance(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, i) => i)];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const [above, before] = [rows[i - 1] as number[], rows[i - 2]];
      const changed = (above[j - 1] as number) + (one[i - 1] === other[j - 1] ? 0 : 1);
      let least = Math.min((above[j] as number) + 1, (row[j - 1] as number) + 1, changed);
      if (before && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        least = Math.min(least, (before[j - 2] as number) + 1);
      row.push(least);
    }
    rows.push(row);
  }
  return (rows.at(-1) as number[]).at(-1) as number;
}
