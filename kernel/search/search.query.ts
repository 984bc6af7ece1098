import type { Ctx } from '../ctx/index.ts';
import { ok, type Result } from '../lib/result.ts';
import { searchable } from '../lib/searchable.ts';
import type { Hit } from '../module/index.ts';
import type { FoundView } from './contract.ts';
import { rankOf } from './rank.rule.ts';

/** Of each kind; the screen shows few, and ranks over all kinds need more than it shows. */
const OF_A_KIND = 5;
/** Each looks by a connection of its own, and somebody who types must not take all that others need. */
const AT_ONCE = 3;
/** A single letter fits nearly everything. */
const LEAST = 2;

/** What the packages and the modules in use find, as far as the caller may see it; the best fit first. */
export async function searchAll(ctx: Ctx, typed: string): Promise<Result<FoundView[]>> {
  if (searchable(typed).trim().length < LEAST) return ok([], { next: null });
  const allowed = ctx.services.search.filter(({ permission }) => ctx.services.authenticator.can(ctx, permission));
  const found: { kind: string; hit: Hit; rank: number }[] = [];
  const waiting = allowed.values();
  const look = async () => {
    for (const { kind, find } of waiting) {
      const hits = await find(ctx, typed, OF_A_KIND);
      // What one kind can't read in this text, another may.
      if (hits.ok) found.push(...hits.data.map((hit) => ({ kind, hit, rank: rankOf(typed, hit) })));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, look));
  const place = (kind: string) => allowed.findIndex((one) => one.kind === kind);
  const ranked = found.sort((a, b) => a.rank - b.rank || place(a.kind) - place(b.kind));
  return ok(
    ranked.map(({ kind, hit: { id, title, text, to } }) => ({ kind, id, title, text: text ?? null, to })),
    { next: null },
  );
}
