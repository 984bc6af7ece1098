/** How many of each are kept; the newest of each day, week and month counts. */
const KEEP = { day: 7, week: 4, month: 12 };
/** Of those from before an upgrade, besides: the way back from the last two. */
const KEEP_BEFORE_UPGRADE = 2;
/** All of these days, up to so many: what was damaged this morning is in the backup of yesterday noon. */
const KEEP_RECENT = { days: 2, most: 12 };
/** With less than this part of the rows, a newer backup takes no other's place. */
const AS_MANY_ROWS = 0.5;

/** null: not known, as in the name of a version before. */
export type Fullness = { organizations: number | null; rows: number | null };
type Backup = Fullness & { at: Date; beforeUpgrade: boolean };

/** Whether `one` may take the place of `other`: with as many organizations, and not with far fewer rows. */
export const isAsFull = (one: Fullness, other: Fullness): boolean =>
  (one.organizations ?? Infinity) >= (other.organizations ?? 0) &&
  (one.rows ?? Infinity) >= (other.rows ?? 0) * AS_MANY_ROWS;

/**
 * Which backups of one installation are no longer needed, and which of those stay all the same, because none that is
 * newer and stays is as full. Days, weeks (from Monday) and months are those of UTC; only those with a backup count, so
 * that a machine that was off for a month keeps its old ones. The newest always stays; those from before an upgrade are
 * counted by themselves.
 */
export function expired<B extends Backup>(backups: B[]): { gone: B[]; fuller: B[] } {
  const newestFirst = [...backups].sort((a, b) => b.at.getTime() - a.at.getTime());
  const upgrades = newestFirst.filter(({ beforeUpgrade }) => beforeUpgrade);
  const ordinary = newestFirst.filter(({ beforeUpgrade }) => !beforeUpgrade);
  const since = (newestFirst[0]?.at.getTime() ?? 0) - KEEP_RECENT.days * DAY_MS;
  const recent = ordinary.filter(({ at }) => at.getTime() > since).slice(0, KEEP_RECENT.most);
  const kept = new Set([...newestFirst.slice(0, 1), ...upgrades.slice(0, KEEP_BEFORE_UPGRADE), ...recent]);
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
  const fuller: B[] = [];
  for (const backup of newestFirst) {
    if (kept.has(backup)) continue;
    if ([...kept].some((one) => one.at >= backup.at && isAsFull(one, backup))) continue;
    kept.add(backup);
    fuller.push(backup);
  }
  return { gone: newestFirst.filter((backup) => !kept.has(backup)), fuller };
}

const day = (at: Date) => at.toISOString().slice(0, 10);
const DAY_MS = 86_400_000;
const NAMES: Record<keyof typeof KEEP, (at: Date) => string> = {
  day,
  week: (at) => day(new Date(at.getTime() - ((at.getUTCDay() + 6) % 7) * DAY_MS)),
  month: (at) => day(at).slice(0, 7),
};
