import { searchable } from '../lib/searchable.ts';

/** What of a hit the text is compared with. */
export type Named = {
  title: string;
  text?: string | null | undefined;
  keys?: (string | null | undefined)[] | undefined;
};

/**
 * How well a hit fits, the least first: a key typed whole, the name typed whole, a key's beginning, the name's beginning, a
 * word's beginning, any other.
 */
export function rankOf(typed: string, { title, text, keys = [] }: Named): number {
  const wanted = plain(typed);
  const codes = keys
    .filter((key) => key !== null && key !== undefined && key !== '')
    .map((key) => plain(key as string));
  const name = searchable(title).trim();
  const words = searchable(typed).trim();
  if (codes.includes(wanted)) return 0;
  if (name === words) return 1;
  if (codes.some((code) => code.startsWith(wanted))) return 2;
  if (name.startsWith(words)) return 3;
  return `${name} ${searchable(text ?? '')}`.split(/[\s,;·()/-]+/).some((word) => word.startsWith(words)) ? 4 : 5;
}

/** Without what people leave out of codes and phone numbers. */
const plain = (text: string): string => searchable(text).replaceAll(/[\s()/+-]/g, '');
