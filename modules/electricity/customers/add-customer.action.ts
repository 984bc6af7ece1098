import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { CUSTOMER } from '../names.ts';

export type NewCustomer = { kind: string; name: string };

/** Adds a customer, in the caller's transaction. Nobody acts for it until an account claims a meter or is invited. */
export async function addCustomer(tx: Ctx, { kind, name }: NewCustomer): Promise<{ id: string; name: string }> {
  const now = tx.clock.now();
  const id = newId(now.getTime());
  await tx.db
    .insertInto('electricity_customer')
    .values({ organization_id: orgOf(tx).id, id, kind, name, created_at: now })
    .execute();
  await audit(tx, 'electricity.customer.added', { subject: { type: CUSTOMER, id }, after: { kind, name } });
  return { id, name };
}
