/**
 * Whether a location counts as gone: so many of its machines are, and half of it. It ends below a quarter, or when one
 * machine at most is still gone.
 */
export function judgeSite(site: { machines: number; gone: number }, open: boolean, least: number): boolean {
  const { machines, gone } = site;
  if (open) return gone >= 2 && gone * 4 >= machines;
  return gone >= least && gone * 2 >= machines;
}
