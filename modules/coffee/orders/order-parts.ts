import type { Insertable } from 'kysely';
import type { DB } from '../../../db/types.ts';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import type { MachineRow } from '../machines/lock-machine.ts';
import { reckonUse } from '../stock/reckon-use.ts';

/** A new order of a machine, as it was written. */
export type NewOrder = {
  row: Insertable<DB['coffee_order']> & { id: string; made_at: Date; hour_at: Date };
  items: { product: string; quantity: number; amount_minor: number }[];
};

/**
 * What new orders do besides: each part gets those of one report, in the transaction that writes them, with the machine
 * locked. Each order comes here once, however often it was sent; a late one comes with the time at which it was made.
 */
export const ORDER_PARTS: ((tx: Ctx, machine: MachineRow, orders: NewOrder[]) => Promise<void>)[] = [reckonUse];
