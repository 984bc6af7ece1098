/** `{r}` is `@2x` on screens with small pixels. Parts of the host (`{s}`) are refused: the pages allow one origin. */
const KNOWN = new Set(['{z}', '{x}', '{y}', '{r}']);
/** Other characters of a host, such as * or ;, mean something in a Content-Security-Policy. */
const HOST = /^[a-z0-9-]+(\.[a-z0-9-]+)*$/;

/**
 * The origin of a server of map tiles, such as `https://tiles.example.com`.
 * @param template the address of a tile with {z}, {x} and {y} in its path or query, by https
 * @returns null when it is no such address
 */
export function tilesOrigin(template: string): string | null {
  const url = /^https:\/\/[^\s\\#]+$/.test(template) ? URL.parse(template) : null;
  if (!url) return null;
  const { origin, hostname, username, password } = url;
  if (!HOST.test(hostname) || username || password) return null;
  const parts: string[] = template.match(/\{[^}]*\}/g) ?? [];
  if (!parts.every((part) => KNOWN.has(part))) return null;
  return ['{z}', '{x}', '{y}'].every((part) => parts.includes(part)) ? origin : null;
}
