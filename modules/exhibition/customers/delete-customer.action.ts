import { audit } from '../../../kernel/audit/index.ts';
import { revokeCredential } from '../../../kernel/credentials/index.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { contact } from './change-customer.action.ts';
import { getCustomer } from './customers.query.ts';
import { CUSTOMER } from './register-customer.action.ts';

/** Removes a customer who never had a bill. One with bills, voided ones too, stays, because the books refer to them. */
export async function deleteCustomer(ctx: Ctx, reference: string): Promise<Result<null>> {
  try {
    return await transaction(ctx, async (tx) => {
      const customer = await getCustomer(tx, reference);
      if (!customer.ok) return customer;
      const { id } = customer.data;
      await tx.db.deleteFrom('exhibition_customer').where(inOrg(tx)).where('id', '=', id).execute();
      await revokeCredential(tx, { subjectType: CUSTOMER, subjectId: id, reason: 'deleted' });
      await audit(tx, 'exhibition.customer.deleted', {
        subject: { type: CUSTOMER, id },
        before: contact(customer.data),
      });
      return ok(null);
    });
  } catch (error) {
    if ((error as { constraint?: string }).constraint === 'exhibition_bill_organization_id_customer_id_fkey') {
      return refuse('exhibition.customer.has_bills');
    }
    throw error;
  }
}
