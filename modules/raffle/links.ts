import type { Ctx } from '../../kernel/ctx/index.ts';

/** The public page of a raffle: its grid, how to buy, and the draw. */
export const publicUrl = (ctx: Ctx, code: string) => `${ctx.config.PUBLIC_URL}/r/${code}`;
/** The address in a ticket's QR code. */
export const ticketUrl = (ctx: Ctx, code: string, token: string) => `${publicUrl(ctx, code)}/t/${token}`;
