import { parseShortId } from '../lib/ids.ts';

export const CODE_LENGTH = 8;
/** Long enough to find the phone; a code on a screen is read by others too. */
export const CODE_MINUTES = 15;

/** What a deep link carries, and what people write: `staff-7KQ2M9XA`. */
export const payloadOf = (code: string) => `staff-${code}`;

/** The code in a deep link's payload, or null when it is somebody else's payload. */
export function codeIn(payload: string): string | null {
  const [, code] = /^staff[-_:\s]+([\s\S]+)$/i.exec(payload.trim()) ?? [];
  return code === undefined ? null : (parseShortId(code, CODE_LENGTH) ?? '');
}
