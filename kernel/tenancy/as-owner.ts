import { sql } from 'kysely';
import type { Ctx, Organization } from '../ctx/index.ts';
import { transaction } from '../db/index.ts';
import type { Result } from '../lib/result.ts';

/**
 * A transaction as the tables' owner, working for `organization`: for the few writes that touch what no organization
 * owns (accounts, sessions, the organization's own row) together with what it does own (membership, audit). Row-level
 * security doesn't bind here, so every statement names its organization. Always a transaction of its own.
 */
export function asOwner<T>(
  ctx: Ctx,
  organization: Organization | null,
  work: (tx: Ctx) => Promise<Result<T>>,
): Promise<Result<T>> {
  return transaction({ ...ctx, organization, db: ctx.system, inTransaction: false }, async (tx) => {
    if (organization) await sql`select set_config('app.organization_id', ${organization.id}, true)`.execute(tx.db);
    return work(tx);
  });
}
