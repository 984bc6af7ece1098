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
    await tx.db
      .updateTable('raffle_number')
      .set(FREE)
      .where(mine(tx, all))
      .where('order_id', '=', sql<string>`any (${here.map((order) => order.id)}::uuid[])`)
      .where('state', '=', 'reserved')
      .execute();
  }
}

/** Holds an order's reserved numbers until another moment. */
export async function prolong(tx: Ctx, order: Holder, until: Date): Promise<void> {
  const { numUpdatedRows } = await held(tx, order, 'reserved').set({ reserved_until: until }).executeTakeFirstOrThrow();
  expectAll(order, numUpdatedRows);
}

/** Marks the numbers of an order sold. */
export async function sell(tx: Ctx, order: Holder): Promise<void> {
  const sold = { state: 'sold', reserved_until: null };
  const { numUpdatedRows } = await held(tx, order, 'reserved').set(sold).executeTakeFirstOrThrow();
  expectAll(order, numUpdatedRows);
}

/**
 * Takes free numbers for an order without numbers: all, or none and false. `until` reserves them, null sells them.
 */
export async function take(tx: Ctx, order: Holder, until: Date | null): Promise<boolean> {
  const state = until ? 'reserved' : 'sold';
  // Raw: it locks and updates in one statement, whose text the order of locking depends on.
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
  await held(tx, order, 'sold').set(FREE).execute();
}

const FREE = { state: 'available', order_id: null, reserved_until: null };

/** The update of the numbers that an order holds in this state. */
const held = (tx: Ctx, order: Holder, state: 'reserved' | 'sold') =>
  tx.db.updateTable('raffle_number').where(mine(tx, order)).where('order_id', '=', order.id).where('state', '=', state);

// Compared with a parameter, numbers are found by the index whatever the statistics are.
const mine = (tx: Ctx, order: Pick<Holder, 'raffle_id' | 'numbers'>) =>
  sql<boolean>`organization_id = ${orgOf(tx).id} and raffle_id = ${order.raffle_id} and number = any (${order.numbers}::int[])`;

/** An order that holds fewer numbers than it bought is a fault: throw. */
function expectAll(order: Holder, changed: bigint): void {
  if (Number(changed) !== order.numbers.length) {
    throw new Error(`order ${order.id} holds ${changed} of its ${order.numbers.length} numbers`);
  }
}
