import { type Ctx, orgOf } from '../../kernel/ctx/index.ts';
import { dayIn } from '../../kernel/lib/time.ts';

/** Today in the organization's zone. */
export const today = (ctx: Ctx): string => dayIn(orgOf(ctx).timeZone, ctx.clock.now());

/** The first day of a day's month, by which blocks are counted and consumption is kept: `2026-11-23` → `2026-11-01`. */
export const monthOf = (day: string): string => `${day.slice(0, 7)}-01`;
