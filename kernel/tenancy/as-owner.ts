import { sql } from 'kysely';
import type { Ctx, Organization } from '../ctx/index.ts';
import { transaction } from '../db/index.ts';
import type { Result } from '../lib/result.ts';

/**
 * Opens a transaction with the rights of the tables' owner, for `organization`: for the few writes to rows that belong
 * to no organization (accounts, sessions, the organization's own row) together with its own rows (membership, audit).
 * Row-level security doesn't apply here, so every statement names its organization. Always a separate transaction.
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
