import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';

/** What an order, or a refund of one, adds to the sums of its hour and day. */
export type SumChange = {
  machine_id: string;
  merchant_id: string;
  hour_at: Date;
  sold_on: string;
  payment_method: string;
  currency: string;
  orders: number;
  items: number;
  amount_minor: number;
  refunds: number;
  refunded_minor: number;
  products: { product: string; items: number; amount_minor: number }[];
};

/**
 * Adds to the sums, in the transaction that changes the orders, so that they always agree with a scan of them. The rows
 * are written in one order by everybody: machines' hours first, then those that many machines share, last and shortly.
 */
export async function addSums(tx: Ctx, changes: SumChange[]): Promise<void> {
  if (changes.length === 0) return;
  const organization_id = orgOf(tx).id;
  const scopes = ({ merchant_id }: SumChange) => [merchant_id, organization_id];
  const hours = sumUp(changes, ({ products: _, ...row }) => [row]);
  const productDays = sumUp(changes, (one) =>
    scopes(one).flatMap((scope_id) =>
      one.products.map((of) => ({ scope_id, sold_on: one.sold_on, currency: one.currency, ...of })),
    ),
  );
  const days = sumUp(changes, ({ machine_id: _m, merchant_id, hour_at: _h, products: _p, ...row }) =>
    [merchant_id, organization_id].map((scope_id) => ({ scope_id, ...row })),
  );
  const scopeHours = sumUp(changes, (one) =>
    scopes(one).map((scope_id) => {
      const { hour_at, sold_on, currency, orders, amount_minor, refunded_minor } = one;
      return { scope_id, hour_at, sold_on, currency, orders, amount_minor, refunded_minor };
    }),
  );
  await Promise.all([
    write(
      tx,
      'coffee_hour',
      hours,
      ['machine_id', 'hour_at', 'payment_method', 'currency', 'merchant_id'],
      ['sold_on'],
    ),
    write(tx, 'coffee_product_day', productDays, ['scope_id', 'sold_on', 'product', 'currency']),
    write(tx, 'coffee_scope_hour', scopeHours, ['scope_id', 'hour_at', 'currency'], ['sold_on']),
    write(tx, 'coffee_day', days, ['scope_id', 'sold_on', 'payment_method', 'currency']),
  ]);
}

const NUMBERS = ['orders', 'items', 'amount_minor', 'refunds', 'refunded_minor'];
type Row = Record<string, string | number | Date>;

/** Rows that differ only in their numbers become one. */
function sumUp(changes: SumChange[], rowsOf: (change: SumChange) => Row[]): Row[] {
  const sums = new Map<string, Row>();
  for (const row of changes.flatMap(rowsOf)) {
    const key = JSON.stringify(Object.entries(row).filter(([name]) => !NUMBERS.includes(name)));
    const sum = sums.get(key);
    if (!sum) sums.set(key, { ...row });
    else for (const name of NUMBERS) if (name in row) sum[name] = Number(sum[name]) + Number(row[name]);
  }
  return [...sums.values()];
}

/** Raw SQL: any number of rows in one statement, in the order of the key, so that two transactions take turns. */
async function write(
  tx: Ctx,
  table: 'coffee_hour' | 'coffee_product_day' | 'coffee_scope_hour' | 'coffee_day',
  rows: Row[],
  key: string[],
  also: string[] = [],
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const numbers = NUMBERS.filter((name) => name in first);
  const list = (names: string[]) => sql.join(names.map((name) => sql.ref(name)));
  const columns = [...key, ...also, ...numbers];
  const added = numbers.map((name) => sql`${sql.ref(name)} = ${sql.ref(`s.${name}`)} + ${sql.ref(`excluded.${name}`)}`);
  await sql`
    insert into ${sql.table(table)} as s (organization_id, ${list(columns)})
    select ${orgOf(tx).id}::uuid, ${list(columns)}
    from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb) order by ${list(key)}
    on conflict (organization_id, ${list(key)}) do update set ${sql.join(added)}`.execute(tx.db);
}
