import { expect, test } from 'vitest';
import { noteText } from './note-text.rule.ts';

test.each([
  ['The tap drips', 'The tap drips'],
  ['  the \n tap\tdrips ', 'the tap drips'],
  ['नल टपकता है', 'नल टपकता है'],
])('%j is kept as %j', (typed, kept) => expect(noteText(typed)).toEqual({ ok: true, data: kept }));

test.each([
  ['', 'sample.note.blank'],
  [' \n ', 'sample.note.blank'],
  ['x'.repeat(501), 'sample.note.too_long'],
])('%j is refused', (typed, code) => expect(noteText(typed)).toMatchObject({ ok: false, code }));
