import { expect, test } from 'vitest';
import { backupName, readName } from './backup-name.rule.ts';
import { expired, isAsFull } from './keep.rule.ts';

const DAY = 86_400_000;
const now = Date.UTC(2026, 10, 23, 2);
const made = (days: number, { organizations = 3, rows = 40_000, beforeUpgrade = false } = {}) => {
  const at = new Date(now - days * DAY);
  const name = backupName(at, { installation: '4f3a91c2', organizations, rows }, beforeUpgrade);
  return { name, ...(readName(name) as NonNullable<ReturnType<typeof readName>>) };
};
const nights = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => made(from + n));

test('a name says when, whose, and how much; one of a version before says when', () => {
  expect(made(0)).toEqual({
    name: 'counterfoil-20261123T020000Z-4f3a91c2-3org-40000row.tar.zst.age',
    at: new Date(now),
    beforeUpgrade: false,
    installation: '4f3a91c2',
    organizations: 3,
    rows: 40_000,
  });
  const old = { installation: null, organizations: null, rows: null, at: new Date(now), beforeUpgrade: true };
  expect(readName('counterfoil-20261123T020000Z-before-upgrade.tar.zst.age')).toEqual(old);
  expect(readName('holiday.tar.zst.age')).toBeNull();
});

test('of two years of nights, 7 days, 4 weeks and 12 months stay', () => {
  const all = nights(0, 730);
  const gone = new Set(expired(all).gone);
  const kept = all.filter((backup) => !gone.has(backup)).map(({ at }) => at.toISOString().slice(0, 10));
  const days = '2026-11-23 2026-11-22 2026-11-21 2026-11-20 2026-11-19 2026-11-18 2026-11-17';
  // Sundays end the weeks before.
  const weeks = '2026-11-15 2026-11-08';
  const months =
    '2026-10-31 2026-09-30 2026-08-31 2026-07-31 2026-06-30 2026-05-31 2026-04-30 2026-03-31 2026-02-28 2026-01-31 2025-12-31';
  expect(kept.join(' ')).toBe(`${days} ${weeks} ${months}`);
});

test('when nothing was written for a year, the old ones stay', () => {
  expect(expired([made(400), made(401), made(430)]).gone).toEqual([]);
});

test('several of a day stay while they are younger than two days, up to twelve; later the newest of the day', () => {
  const hours = Array.from({ length: 20 }, (_, hour) => made(hour / 24));
  expect(expired(hours).gone).toEqual(hours.slice(12));
  const [evening, noon] = [made(3.1), made(3.4)];
  expect(expired([...nights(0, 3), evening, noon]).gone).toEqual([noon]);
});

test('those from before the last two upgrades stay, and leave the others their days', () => {
  const [march, june, today] = [200, 90, 0.2].map((days) => made(days, { beforeUpgrade: true }));
  expect(expired([...nights(0, 7), march, june, today].filter((one) => one !== undefined)).gone).toEqual([march]);
});

test('one with fewer organizations or far fewer rows takes no fuller one away', () => {
  const empty = (days: number) => made(days, { organizations: 1, rows: 51 });
  const [full, fuller] = [made(9), made(10)];
  // For nine days only the emptier one was backed up: the last full one stays, and one of those is enough.
  const all = [...Array.from({ length: 9 }, (_, days) => empty(days)), full, fuller];
  const { gone, fuller: stays } = expired(all);
  expect(stays).toEqual([full]);
  expect(gone).toContain(fuller);
  expect(gone).not.toContain(full);
  const says = { organizations: 3, rows: 40_000 };
  expect(isAsFull({ organizations: 2, rows: 90_000 }, says)).toBe(false);
  expect(isAsFull({ organizations: 3, rows: 19_999 }, says)).toBe(false);
  expect(isAsFull({ organizations: 3, rows: 20_000 }, says)).toBe(true);
  expect(isAsFull({ organizations: 0, rows: 51 }, { organizations: null, rows: null })).toBe(true);
});
