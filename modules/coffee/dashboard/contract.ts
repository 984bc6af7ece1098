import { type Static, Type } from 'typebox';
import { Amount, Currency, Day, Id } from '../../../kernel/lib/schemas.ts';

const STEPS = ['hour', 'day', 'week'] as const;

export const SummaryQuery = Type.Object({
  from: Type.Optional(Type.String({ format: 'date', description: 'First day; default: 29 days before the last one.' })),
  to: Type.Optional(Type.String({ format: 'date', description: 'Last day; default: today.' })),
  merchant_id: Type.Optional(Id),
  by: Type.Optional(
    Type.Enum([...STEPS], { description: 'Default: hours up to two days, weeks from 100 days on, else days.' }),
  ),
});
export type SummaryQuery = Static<typeof SummaryQuery>;

const Money = { amount: Amount, amount_minor: Type.Integer() };

/** What was sold from day to day, and how the machines are now. Sales are net: without what was given back. */
export const Summary = Type.Object({
  from: Day,
  to: Day,
  currency: Currency,
  sales: Amount,
  sales_minor: Type.Integer(),
  sold_minor: Type.Integer({ description: 'Before refunds.' }),
  refunded: Amount,
  refunded_minor: Type.Integer(),
  refunds: Type.Integer(),
  orders: Type.Integer(),
  items: Type.Integer(),
  average: { ...Amount, description: 'Of an order, of the net sales.' },
  machines: Type.Object({
    total: Type.Integer({ description: 'In use.' }),
    online: Type.Integer(),
    fault: Type.Integer({ description: 'Online, and something is wrong with them.' }),
    waiting: Type.Integer({ description: 'Never reported.' }),
  }),
  online_percent: Type.Integer({ description: 'Of the machines that ever reported.' }),
  low_bins: Type.Integer(),
  open_exceptions: Type.Integer({ description: 'Orders that wait for a look, of any day; 1,000 at most.' }),
  open_alarms: Type.Integer({ description: 'Of machines and locations; one for all machines of a location.' }),
  critical_alarms: Type.Integer(),
  methods: Type.Array(Type.Object({ method: Type.String(), orders: Type.Integer(), ...Money })),
  top_products: Type.Array(
    Type.Object({ product: Type.String(), name: Type.String(), items: Type.Integer(), ...Money }),
  ),
  by: Type.Enum([...STEPS]),
  trend: Type.Array(
    Type.Object({
      at: Type.String({ description: 'A day, the Monday of a week, or the instant at which an hour begins.' }),
      orders: Type.Integer(),
      ...Money,
    }),
  ),
});
export type Summary = Static<typeof Summary>;
