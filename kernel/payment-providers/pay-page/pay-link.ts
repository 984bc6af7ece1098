import type { Config } from '../../config/index.ts';
import { type Ctx, orgOf } from '../../ctx/index.ts';
import { readSignedIds, signIds } from '../../lib/signed-ids.ts';

const PURPOSE = 'payments:pay-link';

/**
 * The address of the page where anyone with the link can pay a payment. It is not stored: it contains the payment's id.
 */
export function payLink(ctx: Ctx, paymentId: string): string {
  return `${ctx.config.PUBLIC_URL}/pay/${signIds(ctx.config.SECRET_KEY, PURPOSE, orgOf(ctx).id, paymentId)}`;
}

/** The payment and organization of a link; null when we didn't make it. */
export function readPayToken(config: Config, token: string): { organizationId: string; paymentId: string } | null {
  const ids = readSignedIds(config.SECRET_KEY, PURPOSE, token);
  return ids && { organizationId: ids.organizationId, paymentId: ids.recordId };
}
