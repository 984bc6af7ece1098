/**
 * The token of a changing code: like a fixed one, with the end of its step signed too, as milliseconds since 1970 in
 * six bytes (big-endian; up to the year 10889). So a scanner checks it without a network.
 */
import { extractToken, type ParsedToken, parseToken, type TokenFormat } from '../../../kernel/credentials/contract.ts';

export const CHANGING: TokenFormat = { number: 2, own: 6 };

/** The bytes of a step's end. */
export function bytesOf(until: number): Uint8Array {
  const bytes = new Uint8Array(CHANGING.own);
  for (let i = bytes.length - 1, rest = until; i >= 0; i--, rest = Math.floor(rest / 256)) bytes[i] = rest % 256;
  return bytes;
}

/** The end of a code's step; null for a fixed code. */
export function untilOf({ own }: { own?: Uint8Array }): Date | null {
  return own ? new Date(own.reduce((sum, byte) => sum * 256 + byte, 0)) : null;
}

/** The format of a scanned text that may be a code; undefined: that of a fixed code. */
export function formatOf(text: string): TokenFormat | undefined {
  return extractToken(text, CHANGING) === null ? undefined : CHANGING;
}

/** The token in a scanned text, fixed or changing, without checking its signature. */
export function parseCode(text: string): ParsedToken | null {
  const format = formatOf(text);
  const token = extractToken(text, format);
  return token === null ? null : parseToken(token, format);
}
