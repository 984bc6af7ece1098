import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';

const MAX_LENGTH = 500;

/** The stored form of a note: one space between words, 1 to 500 characters. */
export function noteText(typed: string): Result<string> {
  const text = typed.trim().replaceAll(/\s+/g, ' ');
  if (text === '') return refuse('sample.note.blank', undefined, { text: 'sample.note.blank' });
  if ([...text].length > MAX_LENGTH) return refuse('sample.note.too_long', undefined, { text: 'sample.note.too_long' });
  return ok(text);
}
