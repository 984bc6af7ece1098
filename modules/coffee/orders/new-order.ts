import type { Insertable } from 'kysely';
import type { DB } from '../../../db/types.ts';

/** An order of a machine, as it is written. */
export type NewOrder = {
  row: Insertable<DB['coffee_order']> & { id: string; made_at: Date; hour_at: Date };
  items: { product: string; quantity: number; amount_minor: number }[];
};
