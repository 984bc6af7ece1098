import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { percent } from '../exhibitions/exhibitions.query.ts';
import type { BillLine } from './contract.ts';
import { formatQuantity } from './lines.rule.ts';

/** The lines of some bills, in their order. */
export const billLines = (ctx: Ctx, billIds: string[]) =>
  ctx.db
    .selectFrom('exhibition_bill_line')
    .selectAll()
    .where(inOrg(ctx))
    .where((line) => line('bill_id', '=', line.fn.any(line.val(billIds))))
    .orderBy('bill_id')
    .orderBy('position')
    .execute();

export type BillLineRow = Awaited<ReturnType<typeof billLines>>[number];

export function asBillLine(row: BillLineRow, currency: string): BillLine {
  return {
    position: row.position,
    item_id: row.item_id,
    name: row.name,
    code: row.code,
    hsn: row.hsn,
    unit: row.unit as BillLine['unit'],
    quantity: formatQuantity(row.quantity_milli),
    quantity_milli: row.quantity_milli,
    unit_price: formatAmount(row.unit_price_minor, currency),
    unit_price_minor: row.unit_price_minor,
    discount: formatAmount(row.discount_minor, currency),
    discount_minor: row.discount_minor,
    amount: formatAmount(row.amount_minor, currency),
    amount_minor: row.amount_minor,
    tax_percent: row.tax_basis_points === null ? null : percent(row.tax_basis_points),
    returned: formatQuantity(row.returned_milli),
    returned_milli: row.returned_milli,
    returned_minor: row.returned_minor,
  };
}
