import { isUuid, parseShortId } from '../../../kernel/lib/ids.ts';

export const RAFFLE_CODE = 6;
/** The codes of raffles in the directory of public codes. */
export const RAFFLE_CODES = { kind: 'raffle', length: RAFFLE_CODE };
export const ORDER_CODE = 8;

export type Reference = { column: 'id' | 'code'; value: string };

/**
 * The reference to a raffle or an order: its uuid, or its code of `length` characters in any spelling; null when it is
 * neither.
 */
export function readReference(text: string, length: number): Reference | null {
  const given = text.trim();
  if (isUuid(given)) return { column: 'id', value: given };
  const code = parseShortId(given, length);
  return code ? { column: 'code', value: code } : null;
}
