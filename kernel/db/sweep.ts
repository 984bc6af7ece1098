import type { Ctx } from '../ctx/index.ts';
import { enterOrganization } from './organization.ts';

export type Sweep = {
  /** Returns the ids of the organizations with due work. Called once, without an organization. */
  due(ctx: Ctx): Promise<string[]>;
  /**
   * Does one short piece of the work in one organization. Returns true when there is more; then it is called again
   * after the other organizations.
   */
  step(inside: Ctx): Promise<boolean>;
};

/**
 * Does work in all organizations: finds those with due work, then does one short piece in each, in turns, so that one
 * with a hundred thousand rows does not delay the others. A failure in one organization does not stop the others; it is
 * thrown at the end, so that the job is tried again.
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
