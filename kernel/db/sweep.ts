import type { Ctx } from '../ctx/index.ts';
import { enterOrganization } from './organization.ts';

export type Sweep = {
  /** Which organizations have something due: their ids. Asked once, without an organization. */
  due(ctx: Ctx): Promise<string[]>;
  /**
   * One short piece of the work in one organization. True when there is more: then it gets another turn after the
   * others.
   */
  step(inside: Ctx): Promise<boolean>;
};

/**
 * Work over all organizations in two steps: which of them have something due, then one short statement each, in turns,
 * so that one with a hundred thousand rows does not keep the others waiting. What fails in one does not stop the
 * others; it is thrown at the end, so that the job is tried again.
 */
export async function sweep(ctx: Ctx, { due, step }: Sweep): Promise<void> {
  const failures: unknown[] = [];
  let waiting = await due(ctx);
  while (waiting.length > 0) {
    const again: string[] = [];
    for (const id of waiting) {
      try {
        const inside = await enterOrganization(ctx, { id });
        if (inside && (await step(inside))) again.push(id);
      } catch (error) {
        ctx.log.warn({ err: error, organization: id }, 'a sweep failed in one organization');
        failures.push(error);
      }
    }
    waiting = again;
  }
  if (failures.length > 0) throw failures[0];
}
