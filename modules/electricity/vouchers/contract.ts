import { type Static, Type } from 'typebox';
import { Amount, At, Currency, Day, Id, nullable } from '../../../kernel/lib/schemas.ts';
import { QuoteView } from '../tariffs/contract.ts';
import { Token } from '../tokens/contract.ts';
import { VOUCHER_STATES } from './voucher-states.rule.ts';

export { mayVoucher, VOUCHER_STATES } from './voucher-states.rule.ts';

const strict = { additionalProperties: false };
const Reason = Type.String({ minLength: 1, maxLength: 500 });
const Name = Type.String({ minLength: 1, maxLength: 120 });
/** More are printed as several batches. */
const MAX_VOUCHERS = 10_000;
/** Vouchers of one PDF: each takes some 5 ms, and all documents share one thread. */
export const MAX_PRINTED = 480;
const NumberInBatch = Type.Integer({ minimum: 1, maximum: MAX_VOUCHERS });

export const BatchInput = Type.Object(
  {
    name: Name,
    count: NumberInBatch,
    amount: Type.Optional(Type.String({ maxLength: 30, description: 'Buys units by the tariff of the day.' })),
    kwh: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1_000_000, multipleOf: 0.001 })),
    price: Type.Optional(Type.String({ maxLength: 30, description: 'Of a voucher of units; one of money costs it.' })),
    expires_on: Type.String({ format: 'date', description: 'The last day on which it can be redeemed.' }),
  },
  strict,
);
export type BatchInput = Static<typeof BatchInput>;

export const Batch = Type.Object({
  id: Id,
  code: Type.String(),
  name: Type.String(),
  count: Type.Integer(),
  amount: nullable(Amount),
  wh: nullable(Type.Integer()),
  price: Amount,
  currency: Currency,
  expires_on: Day,
  printable: Type.Boolean({ description: 'Its digits can still be made.' }),
  states: Type.Object(Object.fromEntries(VOUCHER_STATES.map((state) => [state, Type.Integer()])), {
    description: 'How many are in which state.',
  }),
  created_by: Type.String(),
  created_at: At,
});
export type Batch = Static<typeof Batch>;

export const Range = Type.Object({ from: NumberInBatch, to: NumberInBatch }, strict);
export type Range = Static<typeof Range>;
export const SheetQuery = Type.Partial(Range);
export type SheetQuery = Static<typeof SheetQuery>;
export const SaleInput = Type.Object(
  {
    ...Range.properties,
    agent_id: Type.Optional(nullable(Type.String({ format: 'uuid', description: 'Who sells them; null: the desk.' }))),
  },
  strict,
);
export type SaleInput = Static<typeof SaleInput>;
export const CancelInput = Type.Object({ ...Range.properties, reason: Reason }, strict);
export type CancelInput = Static<typeof CancelInput>;
export const Sale = Type.Object({ vouchers: Type.Integer(), amount: Amount, currency: Currency });
export type Sale = Static<typeof Sale>;

export const Voucher = Type.Object({
  id: Id,
  serial: Type.String({ description: 'Printed beside the digits.' }),
  number: Type.Integer({ description: 'In its batch.' }),
  last4: Type.String(),
  batch_id: Id,
  state: Type.Enum([...VOUCHER_STATES]),
  agent: nullable(Type.String({ description: 'Who has it to sell, or sold it.' })),
  sold_at: nullable(At),
  sold_by: nullable(Type.String({ description: 'Who recorded the sale.' })),
  meter: nullable(Type.Object({ id: Id, number: Type.String() })),
  wh: nullable(Type.Integer()),
  redeemed_by: nullable(Type.String()),
  redeemed_at: nullable(At),
});
export type Voucher = Static<typeof Voucher>;
export const VoucherFilter = Type.Object(
  {
    batch_id: Type.Optional(Id),
    agent_id: Type.Optional(Id),
    meter_id: Type.Optional(Id),
    state: Type.Optional(Type.Enum([...VOUCHER_STATES])),
  },
  strict,
);
export type VoucherFilter = Static<typeof VoucherFilter>;

export const RedeemInput = Type.Object(
  {
    code: Type.String({ minLength: 1, maxLength: 60, description: '20 digits; spaces and hyphens are left out.' }),
    meter: Type.String({ minLength: 1, maxLength: 40, description: 'The uuid or the number.' }),
  },
  strict,
);
export type RedeemInput = Static<typeof RedeemInput>;

export const Redemption = Type.Object({
  id: Id,
  serial: Type.String(),
  last4: Type.String(),
  meter: Type.Object({ id: Id, number: Type.String(), name: Type.String() }),
  amount: nullable(Amount),
  currency: Currency,
  wh: Type.Integer(),
  quote: nullable(QuoteView),
  balance_wh: Type.Integer(),
  redeemed_at: At,
  tokens: Type.Array(Token, { description: 'For a meter with a keypad, in the order in which they are typed.' }),
});
export type Redemption = Static<typeof Redemption>;
