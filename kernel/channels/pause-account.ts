import { type Ctx, orgOf } from '../ctx/index.ts';
import type { AccountFault } from '../messages/index.ts';

/**
 * What leaves through an organization's account waits, in this process: the channel told beside the messages that it is
 * at fault.
 */
export function pauseAccount(ctx: Ctx, channel: string, fault: AccountFault): void {
  ctx.log.warn({ channel, ...fault }, 'an account of a channel has to wait');
  ctx.services.messages?.dispatcher?.pause(orgOf(ctx).id, channel, fault);
}
