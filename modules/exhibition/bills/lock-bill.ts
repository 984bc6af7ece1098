import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import type { CustomerReference } from '../customers/reference.rule.ts';

/** A bill, locked with its customer for the rest of the transaction. */
export type LockedBill = {
  id: string;
  code: string;
  customer_id: string | null;
  customer_name: string | null;
  exhibition_id: string;
  stall_id: string | null;
  commission_basis_points: number | null;
  amount_minor: number;
  paid_minor: number;
  refunded_minor: number;
  currency: string;
  description: string;
  rounding_minor: number;
  taxes: unknown;
  state: string;
  created_at: Date;
  created_by_id: string | null;
  voided_at: Date | null;
};

/**
 * Locks a bill's customer and then the bill: everything that moves a bill's money, voids it or adds one locks in this
 * order. Undefined when there is no such bill.
 */
export async function lockBill(tx: Ctx, id: string): Promise<LockedBill | undefined> {
  // Sent together, and run in this order.
  const [customer, bill] = await Promise.all([
    tx.db
      .selectFrom('exhibition_customer')
      .select('name')
      .where(inOrg(tx))
      .where('id', '=', (of) =>
        of
          .selectFrom('exhibition_bill')
          .select('customer_id')
          .where(inOrg(tx))
          .where('id', '=', id)
          .$asScalar()
          .$notNull(),
      )
      .forNoKeyUpdate()
      .executeTakeFirst(),
    rows(tx).where('id', '=', id).executeTakeFirst(),
  ]);
  return bill && { ...bill, customer_name: customer?.name ?? null };
}

/**
 * The same for several bills of one customer, in the order of their ids. Bills of others are left out; undefined when there
 * is no such customer.
 */
export async function lockBills(
  tx: Ctx,
  { column, value }: CustomerReference,
  ids: string[],
): Promise<LockedBill[] | undefined> {
  const customer = await tx.db
    .selectFrom('exhibition_customer')
    .select(['id', 'name'])
    .where(inOrg(tx))
    .where(column, '=', value)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!customer) return undefined;
  const bills = await rows(tx)
    .where('customer_id', '=', customer.id)
    .where((eb) => eb('id', '=', eb.fn.any(eb.val(ids))))
    .orderBy('id')
    .execute();
  return bills.map((bill) => ({ ...bill, customer_name: customer.name }));
}

const rows = (tx: Ctx) =>
  tx.db
    .selectFrom('exhibition_bill')
    .select(['id', 'code', 'customer_id', 'exhibition_id', 'amount_minor', 'paid_minor', 'refunded_minor'])
    .select(['stall_id', 'commission_basis_points'])
    .select(['currency', 'description', 'rounding_minor', 'taxes', 'state'])
    .select(['created_at', 'created_by_id', 'voided_at'])
    .where(inOrg(tx))
    .forNoKeyUpdate();
