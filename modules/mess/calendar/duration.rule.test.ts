import { expect, test } from 'vitest';
import { durationText } from './duration.rule.ts';

test.each([
  ['en', 4, '4 minutes'],
  ['en', 60, '60 minutes'],
  ['en', 150, '2.5 hours'],
  ['en', 3000, '2.1 days'],
  ['es', 180, '3 horas'],
])('in %s %s minutes are %s', (locale, minutes, text) => {
  expect(durationText(locale, minutes, 'long')).toBe(text);
});
