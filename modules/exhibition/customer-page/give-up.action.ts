import { audit } from '../../../kernel/audit/index.ts';
import { revokePortalTokens } from '../../../kernel/auth/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { CUSTOMER } from '../customers/register-customer.action.ts';
import { removeCustomer } from '../registration/move-up.action.ts';
import { followLink, portalOf } from './portal.query.ts';
import { portalSubject } from './portal-subject.rule.ts';

/**
 * The holder of a customer's link says that they don't come. Only while their page offers it: before the exhibition is
 * over, where people register themselves, and without a bill.
 */
export async function giveUp(ctx: Ctx, token: string): Promise<Result<null>> {
  const link = await followLink(ctx, token);
  if (!link) return refuse('exhibition.portal.link_invalid');
  const { inside, customerId: id } = link;
  const page = await portalOf(inside, id);
  if (!page.ok) return page;
  if (!page.data.may_give_up) return refuse('exhibition.portal.stays');
  return transaction(inside, async (tx) => {
    const { name, code } = page.data.customer;
    await audit(tx, 'exhibition.customer.gave_up', { subject: { type: CUSTOMER, id }, before: { name, code } });
    await revokePortalTokens(tx, orgOf(tx).id, portalSubject(id));
    return removeCustomer(tx, id);
  });
}
