import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { changedFields, trimmed } from '../changed-fields.ts';
import { MERCHANT } from '../names.ts';
import type { Merchant, MerchantInput, MerchantPatch } from './contract.ts';
import { getMerchant } from './merchants.query.ts';

const FIELDS = ['name', 'contact_name', 'phone', 'email', 'status'] as const;
const TAKEN = refuse('coffee.merchant.name_taken', undefined, { name: 'coffee.merchant.name_taken' });
const BLANK = refuse('coffee.name_blank', undefined, { name: 'coffee.name_blank' });
const isTaken = (error: unknown) => (error as { constraint?: string }).constraint === 'coffee_merchant_name';

/** Adds a merchant. Refusals: `coffee.name_blank`, `coffee.merchant.name_taken`. */
export async function addMerchant(ctx: Ctx, input: MerchantInput): Promise<Result<Merchant>> {
  const values = trimmed(input);
  if (!values.name) return BLANK;
  try {
    return await transaction(ctx, async (tx) => {
      const now = tx.clock.now();
      const id = newId(now.getTime());
      await tx.db
        .insertInto('coffee_merchant')
        .values({ organization_id: orgOf(tx).id, id, ...values, created_at: now, updated_at: now })
        .execute();
      await audit(tx, 'coffee.merchant.added', { subject: { type: MERCHANT, id }, after: values });
      publish(tx, MERCHANT, id, id);
      return getMerchant(tx, id);
    });
  } catch (error) {
    if (isTaken(error)) return TAKEN;
    throw error;
  }
}

/**
 * Changes a merchant; equal values write nothing. Refusals: `coffee.merchant.not_found`, `coffee.merchant.name_taken`,
 * `coffee.name_blank`.
 */
export async function changeMerchant(ctx: Ctx, id: string, patch: MerchantPatch): Promise<Result<Merchant>> {
  const values = trimmed(patch);
  if (values.name === '') return BLANK;
  try {
    return await transaction(ctx, async (tx) => {
      const row = await tx.db
        .selectFrom('coffee_merchant')
        .selectAll()
        .where(inOrg(tx))
        .where('id', '=', id)
        .forNoKeyUpdate()
        .executeTakeFirst();
      if (!row) return refuse('coffee.merchant.not_found');
      const change = changedFields(FIELDS, row, values);
      if (!change) return getMerchant(tx, id);
      await tx.db
        .updateTable('coffee_merchant')
        .set({ ...change.after, updated_at: tx.clock.now() })
        .where(inOrg(tx))
        .where('id', '=', id)
        .execute();
      await audit(tx, 'coffee.merchant.changed', {
        subject: { type: MERCHANT, id },
        before: { name: row.name, ...change.before },
        after: { name: row.name, ...change.after },
      });
      publish(tx, MERCHANT, id, id);
      return getMerchant(tx, id);
    });
  } catch (error) {
    if (isTaken(error)) return TAKEN;
    throw error;
  }
}
