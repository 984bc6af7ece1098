import { revokePortalTokens } from '../../../kernel/auth/index.ts';
import { credentialUrl, reissueCredential, revokeCredential } from '../../../kernel/credentials/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { getCustomer } from '../customers/customers.query.ts';
import { CUSTOMER } from '../customers/register-customer.action.ts';
import { sendWelcome } from '../customers/resend-welcome.action.ts';
import { portalSubject } from './portal-subject.rule.ts';

/** Revokes a customer's link and QR code at once, after a lost badge or a wrong address. */
export async function revokeLink(ctx: Ctx, reference: string, reason?: string): Promise<Result<null>> {
  return transaction(ctx, async (tx) => {
    const customer = await getCustomer(tx, reference);
    if (!customer.ok) return customer;
    const { id } = customer.data;
    const revoked = await revokeCredential(tx, {
      subjectType: CUSTOMER,
      subjectId: id,
      reason: reason?.trim() || 'revoked',
    });
    if (!revoked.ok) return revoked;
    await Promise.all([revokePortalTokens(tx, orgOf(tx).id, portalSubject(id)), touch(tx, id)]);
    return ok(null);
  });
}

/** Makes a new link and QR code, revokes the old ones, and sends the new ones by e-mail where there is an address. */
export async function renewLink(ctx: Ctx, reference: string): Promise<Result<{ qr: string }>> {
  return transaction(ctx, async (tx) => {
    const customer = await getCustomer(tx, reference);
    if (!customer.ok) return customer;
    const { id, email } = customer.data;
    const renewed = await reissueCredential(tx, { subjectType: CUSTOMER, subjectId: id });
    if (!renewed.ok) return renewed;
    await Promise.all([revokePortalTokens(tx, orgOf(tx).id, portalSubject(id)), touch(tx, id)]);
    await sendWelcome(tx, { id, email });
    return ok({ qr: credentialUrl(tx.config.PUBLIC_URL, renewed.data.token) });
  });
}

/**
 * The customer's page shows the QR code, so a new one counts as a change of the customer, and screens load it again.
 */
async function touch(tx: Ctx, id: string): Promise<void> {
  await tx.db
    .updateTable('exhibition_customer')
    .set({ updated_at: tx.clock.now() })
    .where(inOrg(tx))
    .where('id', '=', id)
    .execute();
}
