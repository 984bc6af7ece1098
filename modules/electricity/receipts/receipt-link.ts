import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { readSignedIds, signIds } from '../../../kernel/lib/signed-ids.ts';

const PURPOSE = 'electricity:receipt';

/**
 * The address of a purchase's receipt, also as PDF with `.pdf` after it. Whoever has the link can open it; only this
 * server can make it, so the QR on a receipt leads to the page that says whether it is genuine.
 */
export function receiptLink(ctx: Ctx, purchaseId: string): string {
  return `${ctx.config.PUBLIC_URL}/receipt/${signIds(ctx.config.SECRET_KEY, PURPOSE, orgOf(ctx).id, purchaseId)}`;
}

export const readReceiptToken = (secretKey: string, token: string) => readSignedIds(secretKey, PURPOSE, token);
