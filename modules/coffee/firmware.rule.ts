/** Numbers and words of a version, such as 2, 10, "rc": 2.10-rc. */
const partsOf = (version: string): (number | string)[] =>
  (version.toLowerCase().match(/\d+|[a-z]+/g) ?? []).map((part) => (/^\d/.test(part) ? Number(part) : part));

/** Whether a version is older than the wanted one: 2.9 is older than 2.10, and 2.4-rc is older than 2.4. */
export function isBehind(version: string, wanted: string): boolean {
  const [a, b] = [partsOf(version), partsOf(wanted)];
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    // What is missing is zero; a word is before a release.
    const [x, y] = [a[i] ?? 0, b[i] ?? 0];
    if (x === y) continue;
    if (typeof x === 'number' && typeof y === 'number') return x < y;
    if (typeof x === 'string' && typeof y === 'string') return x < y;
    return typeof x === 'string';
  }
  return false;
}

/** Lines such as `Barista Uno = 2.4.0`, and `* = 2.0` for all other models; null when a line is none. */
export function readFirmware(text: string): Map<string, string> | null {
  const wanted = new Map<string, string>();
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const [, model, version] = /^\s*([^=]+?)\s*=\s*([A-Za-z0-9][A-Za-z0-9._+-]{0,39})\s*$/.exec(line) ?? [];
    if (!model || !version) return null;
    wanted.set(model.toLowerCase(), version);
  }
  return wanted;
}

export const wantedFirmware = (wanted: Map<string, string>, model: string): string | null =>
  wanted.get(model.toLowerCase()) ?? wanted.get('*') ?? null;
