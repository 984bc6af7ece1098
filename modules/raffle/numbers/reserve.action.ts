import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import type { Write } from '../../../kernel/db/index.ts';

/**
 * The free ones among the wanted numbers, locked in ascending order, so that two buyers of the same numbers wait for each
 * other and never deadlock. For a random order the wanted ones are guesses: it takes the first `count` that are free and
 * not locked, and never waits. In the order of the guesses, since the lowest ones would favour low numbers.
 */
export async function lockFree(
  tx: Ctx,
  raffleId: string,
  wanted: number[],
  { random, count }: { random: boolean; count: number },
): Promise<number[]> {
  const inOrder = random
    ? sql`order by array_position(${wanted}::int[], number) limit ${count} for no key update skip locked`
    : sql`order by number for no key update`;
  const { rows } = await sql<{ number: number }>`
    select number from raffle_number where ${these(tx, raffleId, wanted)} and state = 'available' ${inOrder}`.execute(
    tx.db,
  );
  return rows.map(({ number }) => number).sort((a, b) => a - b);
}

/** Reserves numbers that `lockFree` locked, as one of the last statements of the transaction. */
export function reserveWrite(tx: Ctx, raffleId: string, numbers: number[], orderId: string, until: Date): Write {
  return tx.db
    .updateTable('raffle_number')
    .set({ state: 'reserved', order_id: orderId, reserved_until: until })
    .where(these(tx, raffleId, numbers))
    .compile();
}

// Compared with a parameter, never joined: a new raffle has no statistics yet, and a join would read all of its numbers.
const these = (tx: Ctx, raffleId: string, numbers: number[]) =>
  sql<boolean>`organization_id = ${orgOf(tx).id} and raffle_id = ${raffleId} and number = any (${numbers}::int[])`;
