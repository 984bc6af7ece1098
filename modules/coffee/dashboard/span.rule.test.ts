import { expect, test } from 'vitest';
import { mondayOf, spanOf } from './span.rule.ts';

test.each([
  [{}, '2026-10-25', '2026-11-23', 'day'],
  [{ from: '2026-11-22' }, '2026-11-22', '2026-11-23', 'hour'],
  [{ from: '2026-01-01' }, '2026-01-01', '2026-11-23', 'week'],
  [{ from: '2026-11-20', by: 'hour' as const }, '2026-11-20', '2026-11-23', 'hour'],
])('%j', (asked, from, to, by) => {
  expect(spanOf(asked, '2026-11-23')).toMatchObject({ data: { from, to, by } });
});

test.each([
  [{ from: '2026-11-24' }, 'coffee.span.backwards'],
  [{ from: '2024-01-01' }, 'coffee.span.too_long'],
  [{ from: '2026-11-01', by: 'hour' as const }, 'coffee.span.too_long'],
])('%j is refused', (asked, code) => {
  expect(spanOf(asked, '2026-11-23')).toMatchObject({ ok: false, code });
});

test('a week begins on Monday', () => {
  expect(['2026-11-22', '2026-11-23', '2026-11-29'].map(mondayOf)).toEqual(['2026-11-16', '2026-11-23', '2026-11-23']);
});
