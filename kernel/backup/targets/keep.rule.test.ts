import { expect, test } from 'vitest';
import { backupName } from './backup-name.rule.ts';
import { expired } from './keep.rule.ts';

const DAY = 86_400_000;
const now = Date.UTC(2026, 10, 23, 2);
const ago = (days: number, beforeUpgrade = false) => {
  const at = new Date(now - days * DAY);
  return { at, name: backupName(at, beforeUpgrade) };
};

test('of two years of nights, 7 days, 4 weeks and 12 months stay', () => {
  const all = Array.from({ length: 730 }, (_, days) => ago(days));
  const gone = new Set(expired(all));
  const kept = all.filter((backup) => !gone.has(backup)).map(({ at }) => at.toISOString().slice(0, 10));
  const days = '2026-11-23 2026-11-22 2026-11-21 2026-11-20 2026-11-19 2026-11-18 2026-11-17';
  // Sundays end the weeks before.
  const weeks = '2026-11-15 2026-11-08';
  const months =
    '2026-10-31 2026-09-30 2026-08-31 2026-07-31 2026-06-30 2026-05-31 2026-04-30 2026-03-31 2026-02-28 2026-01-31 2025-12-31';
  expect(kept.join(' ')).toBe(`${days} ${weeks} ${months}`);
});

test('when nothing was written for a year, the old ones stay', () => {
  expect(expired([ago(400), ago(401), ago(430)])).toEqual([]);
});

test('of one day the newest stays', () => {
  const [first, second] = [ago(0), ago(-1 / 24)];
  expect(expired([first, second])).toEqual([first]);
});

test('those from before the last two upgrades stay, and leave the others their days', () => {
  const [march, june, today] = [ago(200, true), ago(90, true), ago(0.2, true)];
  const nights = Array.from({ length: 7 }, (_, days) => ago(days));
  expect(expired([...nights, march, june, today])).toEqual([march]);
});
