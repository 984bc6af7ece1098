import type { Ctx } from '../../ctx/index.ts';
import type { ChatAdapter } from '../types.ts';
import type { Due } from './store.ts';

/** Ticks and typing under way at once; they only please, so more are left out. */
const AT_ONCE = 20;
let underWay = 0;

/** Shows somebody that they were read, and that an answer comes: beside the answer, once, and nothing waits for it. */
export function show(ctx: Ctx, adapter: ChatAdapter | undefined, event: Due, typing: boolean): void {
  if (!adapter?.seen || underWay >= AT_ONCE) return;
  underWay++;
  adapter
    .seen(ctx, event.account, event.payload, typing)
    .catch((error: Error) => ctx.log.debug({ channel: event.channel, error: error.message }, 'not shown as read'))
    .finally(() => underWay--);
}
