import { expect, test } from 'vitest';
import { prefixFor } from './prefix.rule.ts';

test.each([
  ['Winter Handloom Fair', '2026-11-25', 'WHF26'],
  ['Onam', '2026-08-26', 'ONAM26'],
  ["St. Mary's Bazaar", '2026-01-01', 'SMSB26'],
  ['Féria 2026', '2026-05-01', 'FERI26'],
  ['A B C D E F G H', '2026-05-01', 'ABCDEF26'],
  ['हथकरघा मेला', '2026-05-01', ''],
  ['', '2026-05-01', ''],
  ['Onam', '', 'ONAM'],
])('%j from %s begins with %j', (name, startsOn, prefix) => {
  expect(prefixFor(name, startsOn)).toBe(prefix);
  expect(prefix).toMatch(/^[A-Z0-9]{0,8}$/);
});
