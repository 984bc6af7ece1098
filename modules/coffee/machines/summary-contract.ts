import { type Static, Type } from 'typebox';
import { Amount, At, Currency, Id, nullable } from '../../../kernel/lib/schemas.ts';
import { Bin, Machine } from './contract.ts';

const Sales = Type.Object({
  orders: Type.Integer(),
  sales: Amount,
  sales_minor: Type.Integer({ description: 'Net: without what was given back.' }),
});

/** One machine at a glance. */
export const MachineSummary = Type.Object({
  machine: Machine,
  bins: Type.Array(Bin),
  currency: Currency,
  today: Sales,
  week: Sales,
  open_exceptions: Type.Integer({ description: 'Orders that wait for a look; 100 at most.' }),
  last_order_at: nullable(At),
  last_order_id: nullable(Id),
});
export type MachineSummary = Static<typeof MachineSummary>;
