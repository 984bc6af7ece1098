import { isUuid, parseShortId } from '../../../kernel/lib/ids.ts';

/** A customer's reference in an address: the uuid, or the 8-character ID in any case, with spaces or hyphens. */
export type CustomerReference = { column: 'id' | 'code'; value: string };

export const CODE_LENGTH = 8;

/** null when it can be neither. */
export function readReference(text: string): CustomerReference | null {
  if (isUuid(text)) return { column: 'id', value: text.toLowerCase() };
  const code = parseShortId(text, CODE_LENGTH);
  return code ? { column: 'code', value: code } : null;
}
