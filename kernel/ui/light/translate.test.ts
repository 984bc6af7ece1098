import { expect, test } from 'vitest';
import { languageName } from './language.ts';
import { translator } from './translate.ts';

const t = translator('en', {
  portal: { hello: 'Hello {{name}}', bills_one: '{{count}} bill', bills_other: '{{count}} bills' },
});

test('fills in values and leaves placeholders without one', () => {
  expect(t('portal.hello', { name: 'Asha' })).toBe('Hello Asha');
  expect(t('portal.hello')).toBe('Hello {{name}}');
});

test('picks the plural form of the language', () => {
  expect(t('portal.bills', { count: 1 })).toBe('1 bill');
  expect(t('portal.bills', { count: 0 })).toBe('0 bills');
  // A number that was written out has no form; a text that counts nothing has one only.
  expect(t('portal.bills', { count: '1,000' })).toBe('1,000 bills');
  const hi = translator('hi', { n_one: 'एक', n_other: 'कई' });
  expect(hi('n', { count: 0 })).toBe('एक');
});

test('shows a missing key as itself', () => {
  expect(t('portal.nothing.here')).toBe('portal.nothing.here');
});

test('shows a language by its own name', () => {
  expect(['en', 'es', 'hi'].map(languageName)).toEqual(['English', 'Español', 'हिन्दी']);
});
