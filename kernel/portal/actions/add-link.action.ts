import { audit } from '../../audit/index.ts';
import { findPortalGrant } from '../../auth/index.ts';
import { type Ctx, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { type Result, refuse } from '../../lib/result.ts';
import { asHolder, ownAccount, viewAccount } from '../account.ts';
import type { AccountView } from '../contract.ts';

/**
 * Lets an account open from now on what a link opens, such as the link in a mail. A second call does nothing. Refuses
 * with `portal.account_wanted`, and `auth.bad_token` for an invalid link or one of another organization.
 */
export async function addLink(ctx: Ctx, token: string): Promise<Result<AccountView>> {
  const own = await ownAccount(ctx);
  if (!own.ok) return own;
  const grant = await findPortalGrant(ctx, ctx.services.auth.manifests, token);
  if (grant?.organization.id !== orgOf(ctx).id) return refuse('auth.bad_token');
  const { id, name } = own.data;
  return transaction(ctx, async (tx) => {
    const added = await tx.db
      .insertInto('portal_link')
      .values({
        organization_id: orgOf(tx).id,
        account_id: id,
        subject: grant.subject,
        created_at: tx.clock.now(),
      })
      .onConflict((same) => same.doNothing())
      .returning('subject')
      .executeTakeFirst();
    if (added) {
      const subject = { type: 'portal.account', id };
      await audit(asHolder(tx, own.data), 'portal.link.added', { subject, after: { name, subject: grant.subject } });
    }
    return viewAccount(tx);
  });
}
