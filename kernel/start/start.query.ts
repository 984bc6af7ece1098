import { can } from '../auth/index.ts';
import type { Ctx } from '../ctx/index.ts';
import { ok, type Result } from '../lib/result.ts';
import type { StartStep } from '../module/index.ts';
import { getSettings } from '../settings/index.ts';
import type { StartView } from './contract.ts';
import { startSettings } from './settings.ts';

/**
 * The steps that the caller can do, each with what is really there now. Those of a module that is off are left out by its
 * permission.
 */
export async function viewStart(ctx: Ctx): Promise<Result<StartView>> {
  const { steps, rights } = ctx.services.start;
  const mine = steps.filter(({ permission }) => can(rights, ctx, permission));
  const [{ dismissed }, ...seen] = await Promise.all([getSettings(ctx, startSettings), ...mine.map(lookAt(ctx))]);
  const shown = seen.flatMap((step) => step ?? []);
  return ok({ dismissed, done: shown.filter(({ done }) => done).length, total: shown.length, steps: shown });
}

const lookAt =
  (ctx: Ctx) =>
  async ({ id, to, look }: StartStep) => {
    const seen = await look(ctx);
    if (!seen) return null;
    const { done, say = 'todo', sayDone = 'done', trouble = false, values = {} } = seen;
    return { id, to: seen.to ?? to, done, say: done ? sayDone : say, trouble: trouble && !done, values };
  };
