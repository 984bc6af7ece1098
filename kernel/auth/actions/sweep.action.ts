import type { Ctx } from '../../ctx/index.ts';

/**
 * Removes expired rows: nothing reads them any more, and old sessions are personal data. Returns the number of rows.
 */
export async function sweepAuth(ctx: Ctx): Promise<number> {
  const now = ctx.clock.now();
  const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
  const removed = await Promise.all([
    ctx.system.deleteFrom('auth_session').where('expires_at', '<', now).executeTakeFirst(),
    ctx.system.deleteFrom('auth_verification').where('expires_at', '<', now).executeTakeFirst(),
    ctx.system.deleteFrom('auth_refresh_token').where('expires_at', '<', daysAgo(1)).executeTakeFirst(),
    ctx.system.deleteFrom('auth_throttle').where('last_failed_at', '<', daysAgo(2)).executeTakeFirst(),
  ]);
  return removed.reduce((sum, r) => sum + Number(r.numDeletedRows), 0);
}
