import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';

/**
 * The statements that change the numbers of an existing order. Each changes only numbers that the order holds, or takes
 * free ones. The caller has locked the order's row.
 */
export type Holder = { id: string; raffle_id: string; numbers: number[] };

/** Frees the reserved numbers of orders, one raffle at a time, in ascending order. */
export async function release(tx: Ctx, orders: Holder[]): Promise<void> {
  for (const raffle_id of [...new Set(orders.map((order) => order.raffle_id))].sort()) {
    const here = orders.filter((order) => order.raffle_id === raffle_id);
    const all = { raffle_id, numbers: here.flatMap((order) => order.numbers) };
    await sql`update raffle_number set state = 'available', order_id = null, reserved_until = null
      where ${mine(tx, all)} and order_id = any (${here.map((order) => order.id)}::uuid[]) and state = 'reserved'`.execute(
      tx.db,
    );
  }
}

/** Holds an order's reserved numbers until another moment. */
export async function prolong(tx: Ctx, order: Holder, until: Date): Promise<void> {
  const { numAffectedRows } = await sql`
    update raffle_number set reserved_until = ${until}
    where ${mine(tx, order)} and order_id = ${order.id} and state = 'reserved'`.execute(tx.db);
  expectAll(order, numAffectedRows);
}

/** Marks the numbers of an order sold. */
export async function sell(tx: Ctx, order: Holder): Promise<void> {
  const { numAffectedRows } = await sql`
    update raffle_number set state = 'sold', reserved_until = null
    where ${mine(tx, order)} and order_id = ${order.id} and state = 'reserved'`.execute(tx.db);
  expectAll(order, numAffectedRows);
}

/**
 * Takes free numbers for an order without numbers: all, or none and false. `until` reserves them, null sells them.
 */
export async function take(tx: Ctx, order: Holder, until: Date | null): Promise<boolean> {
  const state = until ? 'reserved' : 'sold';
  const { rows } = await sql<{ taken: number }>`
    with wanted as materialized (
      select number from raffle_number where ${mine(tx, order)} and state = 'available' order by number for no key update
    ), taken as (
      update raffle_number set state = ${state}, order_id = ${order.id}, reserved_until = ${until}
      where ${mine(tx, order)} and state = 'available' and (select count(*) from wanted) = ${order.numbers.length}
      returning number
    )
    select count(*)::int as taken from taken`.execute(tx.db);
  const taken = rows[0]?.taken ?? 0;
  if (taken > 0) expectAll(order, BigInt(taken));
  return taken > 0;
}

/** Frees a sold number of a refunded order. */
export async function giveBack(tx: Ctx, order: Holder): Promise<void> {
  await sql`update raffle_number set state = 'available', order_id = null, reserved_until = null
    where ${mine(tx, order)} and order_id = ${order.id} and state = 'sold'`.execute(tx.db);
}

// Compared with a parameter, numbers are found by the index whatever the statistics are.
const mine = (tx: Ctx, order: Pick<Holder, 'raffle_id' | 'numbers'>) =>
  sql`organization_id = ${orgOf(tx).id} and raffle_id = ${order.raffle_id} and number = any (${order.numbers}::int[])`;

/** An order that holds fewer numbers than it bought is a fault: throw. */
function expectAll(order: Holder, changed: bigint | undefined): void {
  if (Number(changed ?? 0n) !== order.numbers.length) {
    throw new Error(`order ${order.id} holds ${changed} of its ${order.numbers.length} numbers`);
  }
}
