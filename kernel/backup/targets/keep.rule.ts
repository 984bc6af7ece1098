import { isBeforeUpgrade } from './backup-name.rule.ts';

/** How many of each are kept; the newest of each day, week and month counts. */
export const KEEP = { day: 7, week: 4, month: 12 };
/** Of those from before an upgrade, besides: the way back from the last two. */
export const KEEP_BEFORE_UPGRADE = 2;

/**
 * The backups that are no longer needed. Days, weeks (from Monday) and months are those of UTC; only those with a backup
 * count, so that a machine that was off for a month keeps its old ones. The newest always stays; those from before an
 * upgrade are counted by themselves.
 */
export function expired<B extends { at: Date; name: string }>(backups: B[]): B[] {
  const newestFirst = [...backups].sort((a, b) => b.at.getTime() - a.at.getTime());
  const upgrades = newestFirst.filter(({ name }) => isBeforeUpgrade(name));
  const kept = new Set([...newestFirst.slice(0, 1), ...upgrades.slice(0, KEEP_BEFORE_UPGRADE)]);
  const ordinary = newestFirst.filter((backup) => !upgrades.includes(backup));
  for (const [period, count] of Object.entries(KEEP) as [keyof typeof KEEP, number][]) {
    const seen = new Set<string>();
    for (const backup of ordinary) {
      const name = NAMES[period](backup.at);
      if (seen.has(name)) continue;
      if (seen.size === count) break;
      seen.add(name);
      kept.add(backup);
    }
  }
  return newestFirst.filter((backup) => !kept.has(backup));
}

const day = (at: Date) => at.toISOString().slice(0, 10);
const DAY_MS = 86_400_000;
const NAMES: Record<keyof typeof KEEP, (at: Date) => string> = {
  day,
  week: (at) => day(new Date(at.getTime() - ((at.getUTCDay() + 6) % 7) * DAY_MS)),
  month: (at) => day(at).slice(0, 7),
};
