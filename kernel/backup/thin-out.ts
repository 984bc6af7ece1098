import type { Ctx } from '../ctx/index.ts';
import { type Installation, shortId } from '../installation/index.ts';
import { expired, isAsFull } from './targets/keep.rule.ts';
import type { StoredBackup, Target } from './targets/target.ts';

export type ThinnedOut = {
  /** names of those that are no longer needed, and were removed */
  removed: string[];
  /** of this installation, with more in them than the newest; the last of them is never removed */
  fuller: string[];
  /** of other installations, or of nobody knows which: never touched */
  others: string[];
};

/**
 * Removes the backups of this installation that are no longer needed, and no others
 * (docs/decisions/0751-which-backups-go.md).
 */
export async function thinOut(ctx: Ctx, target: Target, installation: Installation | null): Promise<ThinnedOut> {
  const all = await target.list();
  const { own, others } = await sort(ctx, target, all, installation);
  const [newest] = own;
  const fuller = newest ? own.filter((one) => !isAsFull(newest, one)) : [];
  const { gone } = expired(own);
  for (const { name } of gone) await target.remove(name);
  const removed = new Set(gone.map(({ name }) => name));
  const names = (backups: StoredBackup[]) => backups.map(({ name }) => name);
  return {
    removed: [...removed],
    fuller: names(fuller).filter((name) => !removed.has(name)),
    others: names(others),
  };
}

/** A backup of a version that gave no ids is ours when this database remembers that it was made there. */
async function sort(ctx: Ctx, { place }: Target, all: StoredBackup[], installation: Installation | null) {
  const made = await ctx.system
    .selectFrom('backup')
    .select(['name', 'rows'])
    .where('state', '=', 'done')
    .where('place', '=', place)
    .execute();
  const remembered = new Map(made.map(({ name, rows }) => [name, rows === null ? null : Number(rows)]));
  const isOwn = ({ name, installation: of }: StoredBackup) =>
    of === null ? remembered.has(name) : installation !== null && of === shortId(installation.id);
  const own = all
    .filter(isOwn)
    .map((backup) => ({ ...backup, rows: backup.rows ?? remembered.get(backup.name) ?? null }));
  return { own, others: all.filter((backup) => !isOwn(backup)) };
}
