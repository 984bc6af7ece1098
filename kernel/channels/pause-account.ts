import { type Ctx, orgOf } from '../ctx/index.ts';
import type { AccountFault } from '../messages/index.ts';

/**
 * Pauses the messages of an organization's account in this process, because the channel reported a fault of the
 * account.
 */
export function pauseAccount(ctx: Ctx, channel: string, fault: AccountFault): void {
  ctx.log.warn({ channel, ...fault }, 'an account of a channel has to wait');
  ctx.services.messages?.dispatcher?.pause(orgOf(ctx).id, channel, fault);
}
