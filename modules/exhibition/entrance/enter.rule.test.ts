import { expect, test } from 'vitest';
import { letsIn, mayEnter } from './enter.rule.ts';

const fair = { id: 'fair', starts_on: '2026-11-26', ends_on: '2026-11-28', enter_again: true };
const here = { of: 'fair', waiting: false, came: false };

test.each([
  ['who is registered, for the first time of the day', fair, here, '2026-11-26', 'welcome'],
  ['the same again', fair, { ...here, came: true }, '2026-11-28', 'again'],
  [
    'the same again where one comes once',
    { ...fair, enter_again: false },
    { ...here, came: true },
    '2026-11-28',
    'came_already',
  ],
  ['the day before', fair, here, '2026-11-25', 'not_open'],
  ['the day after', fair, here, '2026-11-29', 'not_open'],
  ['who is registered elsewhere', fair, { ...here, of: 'other' }, '2026-11-25', 'other_exhibition'],
  ['who waits', fair, { of: null, waiting: true, came: false }, '2026-11-26', 'waiting'],
  ['who is nobody', fair, { of: null, waiting: false, came: false }, '2026-11-26', 'not_registered'],
] as const)('%s', (_, exhibition, shown, today, verdict) => {
  expect(mayEnter(exhibition, shown, today)).toBe(verdict);
  expect(letsIn(verdict)).toBe(verdict === 'welcome' || verdict === 'again');
});
