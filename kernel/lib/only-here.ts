/** Whether only the machine itself can open an address of this program. */
export function isOnlyHere(url: string): boolean {
  const name = new URL(url).hostname.toLowerCase().replace(/^\[|\]$/g, '');
  return name === 'localhost' || name.endsWith('.localhost') || name === '::1' || /^(127\.|0\.0\.0\.0$)/.test(name);
}
