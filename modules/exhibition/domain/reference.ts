import { isUuid, parseShortId } from '../../../kernel/lib/ids.ts';

/** How a customer is named in an address: by the uuid, or by the 8-character ID, typed in any case, with spaces or hyphens. */
export type CustomerReference = { id: string } | { code: string } | null;

export const CODE_LENGTH = 8;

export function readReference(text: string): CustomerReference {
  if (isUuid(text)) return { id: text.toLowerCase() };
  const code = parseShortId(text, CODE_LENGTH);
  return code ? { code } : null;
}
