import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { readSignedIds, signIds } from '../../../kernel/lib/signed-ids.ts';

const PURPOSE = 'exhibition:waiting';

/** Where somebody who waits leaves the list, on the exhibition's own page. It is not stored: it contains the row's id. */
export function waitingLink(ctx: Ctx, pageUrl: string, waitingId: string): string {
  const url = new URL(pageUrl);
  url.searchParams.set('leave', signIds(ctx.config.SECRET_KEY, PURPOSE, orgOf(ctx).id, waitingId));
  return url.href;
}

/** Who a link is of; null when we didn't make it for this organization. */
export function readWaitingToken(ctx: Ctx, token: string): string | null {
  const ids = readSignedIds(ctx.config.SECRET_KEY, PURPOSE, token);
  return ids?.organizationId === orgOf(ctx).id ? ids.recordId : null;
}
