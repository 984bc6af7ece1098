/**
 * JSON as firmware writes it with `printf`: a sensor that is off prints `nan`, a buffer ends with a zero byte, a file
 * begins with a byte order mark. A program that sends such a text can't be mended from here, and what stands beside the
 * fault is right, so it is read.
 */

/**
 * What stands outside of strings and is no JSON, and strings, which are kept but for their control characters. Whatever
 * begins is matched to its end, also where it never ends, so that no text is read twice.
 */
const TOKENS = new RegExp(
  [
    /"(?:[^"\\]|\\[\s\S])*(?:"|\\?$)/,
    /[-+]?\b(?:nan|inf(?:inity)?)\b(?:\([^)]{0,20}\))?/,
    /[-+]?1\.#\w+/,
    /[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/,
    /,(?=\s*[\]}])/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gi',
);

/** The value of a device's text; undefined when even so it is none. A number that is none (`nan`, `1e999`) is null. */
export function readDeviceJson(text: string): unknown {
  const bare = trimmed(text);
  try {
    return JSON.parse(bare);
  } catch {
    try {
      return JSON.parse(bare.replaceAll('\0', ' ').replace(TOKENS, mended));
    } catch {
      return undefined;
    }
  }
}

/** Without zero bytes, byte order marks and spaces around it. */
function trimmed(text: string): string {
  const isAround = (at: number) => text[at] === '\0' || text[at]?.trim() === '';
  let [from, to] = [0, text.length];
  while (from < to && isAround(from)) from++;
  while (to > from && isAround(to - 1)) to--;
  return text.slice(from, to);
}

function mended(token: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what JSON refuses in a string
  if (token.startsWith('"')) return token.replace(/[\u0000-\u001f]/g, ' ');
  if (token === ',') return '';
  const number = Number(token);
  return Number.isFinite(number) ? String(number) : 'null';
}
