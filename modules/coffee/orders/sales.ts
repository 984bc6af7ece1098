import type { Insertable } from 'kysely';
import type { DB } from '../../../db/types.ts';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { post } from '../../../kernel/ledger/index.ts';
import type { MachineRow } from '../machines/lock-machine.query.ts';
import { INCOME, MACHINE } from '../names.ts';
import type { SumChange } from './sums.ts';

/** What a sold order adds to the sums. */
export function saleOf({ row, items }: NewOrder): SumChange {
  return {
    machine_id: row.machine_id,
    merchant_id: row.merchant_id,
    hour_at: row.hour_at,
    sold_on: row.sold_on as unknown as string,
    payment_method: row.payment_method,
    currency: row.currency,
    orders: 1,
    items: row.items,
    amount_minor: Number(row.amount_minor),
    refunds: 0,
    refunded_minor: 0,
    products: items.map(({ product, quantity, amount_minor }) => ({ product, items: quantity, amount_minor })),
  };
}

/** One entry for all orders of a report; what the kernel's payments took is in the ledger already. */
export async function postSales(tx: Ctx, machine: MachineRow, sales: NewOrder[]): Promise<void> {
  const sums = new Map<string, number>();
  for (const { row } of sales) {
    if (row.payment_id) continue;
    const key = `${row.currency} ${row.payment_method}`;
    sums.set(key, (sums.get(key) ?? 0) + Number(row.amount_minor));
  }
  const lines = [...sums]
    .filter(([, minor]) => minor > 0)
    .flatMap(([key, minor]) => {
      const [currency = '', method = ''] = key.split(' ');
      return [
        { account: assetOf(method), amountMinor: minor, currency },
        { account: INCOME, amountMinor: -minor, currency },
      ];
    });
  if (lines.length === 0) return;
  const numbers = sales.length === 1 ? sales[0]?.row.number : `${sales.length} orders`;
  const subject = { type: MACHINE, id: machine.id };
  await post(tx, { kind: 'coffee.sold', memo: `${machine.serial} ${numbers}`, subject, lines });
}

/** The ledger's account for money that machines took: `assets:coffee:cash`, from which it is fetched or paid out. */
export const assetOf = (method: string): string => `assets:coffee:${method}`;

/** An order of a machine, as it is written. */
export type NewOrder = {
  row: Insertable<DB['coffee_order']> & { id: string; made_at: Date; hour_at: Date };
  items: { product: string; quantity: number; amount_minor: number }[];
};
