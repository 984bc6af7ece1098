/**
 * A prefix for the numbers of an exhibition, from its name and first day: "Winter Handloom Fair", 2026-11-25 → WHF26.
 * Empty when the name has no Latin letter.
 */
export function prefixFor(name: string, startsOn: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter((word) => /^[A-Z]/.test(word));
  // One word gives its beginning, several give their initials.
  const letters = words.length === 1 ? (words[0] ?? '').slice(0, 4) : words.map((word) => word[0]).join('');
  return letters === '' ? '' : `${letters.slice(0, 6)}${/^\d{4}/.test(startsOn) ? startsOn.slice(2, 4) : ''}`;
}
