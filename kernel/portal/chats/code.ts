import { parseShortId } from '../../lib/ids.ts';

export const CODE_LENGTH = 8;
/** Long enough to find the phone; other people may read a code on a screen, too. */
export const CODE_MINUTES = 15;

/** The payload of a deep link, which people may also type: `account-7KQ2M9XA`. */
export const payloadOf = (code: string) => `account-${code}`;

/** The code in a deep link's payload, or null when the payload is of another kind. */
export function codeIn(payload: string): string | null {
  const [, code] = /^account[-_:\s]+([\s\S]+)$/i.exec(payload.trim()) ?? [];
  return code === undefined ? null : (parseShortId(code, CODE_LENGTH) ?? '');
}
