/** Everybody who may have a code, by module: for commands that make codes for all of them. */
import type { Ctx } from '../ctx/index.ts';
import type { Result } from '../lib/result.ts';
import type { Manifest } from '../module/index.ts';

/** `code`: valid, never issued, or revoked. `name` names a picture's file: a roll number, a customer's code. */
export type CodeHolder = { id: string; name: string; code: 'good' | 'none' | 'revoked' };

/** The holders of one subject type of a module. */
export type CodeHolders = {
  /** the credentials' subject type, e.g. `mess.student` */
  subjectType: string;
  /** all who may have a code now, in the order of registration */
  list(ctx: Ctx): Promise<CodeHolder[]>;
  /**
   * Issues codes for these ids, or with `renew` replaces theirs; returns the text of each QR. Holders without a fixed
   * code are left out.
   */
  issue(ctx: Ctx, ids: string[], renew: boolean): Promise<Result<{ id: string; qr: string }[]>>;
};

declare module '../module/index.ts' {
  interface Manifest {
    /** holders of codes in this module, for `counterfoil qr` */
    codeHolders?: CodeHolders[];
  }
}

/** Holders in one transaction; after an interruption the earlier ones are done. */
const BATCH = 100;

export type CodesMade = { made: number; skipped: number };
export type MakeCodes = {
  /** new codes for all, instead of first ones for those who have none */
  renew: boolean;
  progress?: (done: number, total: number) => void;
  /** called with each code, also existing ones, unless they are left unchanged */
  each?: (holder: CodeHolder, qr: string) => Promise<void>;
};

/**
 * Makes codes for everybody in an organization who may have one, in all modules that it uses. Only `renew` replaces
 * revoked codes. A holder whose status changes at the same moment is skipped.
 */
export async function makeCodes(
  ctx: Ctx,
  manifests: Manifest[],
  { renew, progress, each }: MakeCodes,
): Promise<CodesMade> {
  const used = manifests.filter(({ kind, name }) => kind === 'package' || ctx.organization?.modules.includes(name));
  const lists = await Promise.all(
    used
      .flatMap((manifest) => manifest.codeHolders ?? [])
      .map(async (holders) => ({ holders, all: await holders.list(ctx) })),
  );
  const wanted = lists.map(({ holders, all }) => ({
    holders,
    wanted: all.filter(({ code }) => renew || code === 'none' || (each !== undefined && code === 'good')),
  }));
  const total = wanted.reduce((sum, list) => sum + list.wanted.length, 0);
  const counts = { made: 0, skipped: 0 };
  let done = 0;
  for (const { holders, wanted: list } of wanted) {
    for (let from = 0; from < list.length; from += BATCH) {
      const batch = list.slice(from, from + BATCH);
      const issued = await issueEach(ctx, holders, batch, renew);
      counts.skipped += batch.filter(({ id }) => !issued.known.has(id)).length;
      counts.made += batch.filter(({ id, code }) => issued.known.has(id) && (renew || code === 'none')).length;
      for (const holder of batch) {
        const qr = issued.codes.get(holder.id);
        if (qr) await each?.(holder, qr);
      }
      done += batch.length;
      progress?.(done, total);
    }
  }
  return counts;
}

/** All together, or one by one when one of them may no longer have a code. */
async function issueEach(ctx: Ctx, holders: CodeHolders, batch: CodeHolder[], renew: boolean) {
  const codes = new Map<string, string>();
  const known = new Set<string>();
  const take = async (some: CodeHolder[]): Promise<boolean> => {
    const issued = await holders.issue(
      ctx,
      some.map(({ id }) => id),
      renew,
    );
    if (!issued.ok) return false;
    for (const { id } of some) known.add(id);
    for (const { id, qr } of issued.data) codes.set(id, qr);
    return true;
  };
  if (!(await take(batch))) for (const one of batch) await take([one]);
  return { codes, known };
}
