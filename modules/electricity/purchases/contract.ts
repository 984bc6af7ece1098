import { type Static, Type } from 'typebox';
import { Amount, At, Currency, Day, Id, nullable } from '../../../kernel/lib/schemas.ts';
import { ChargeView, PayWay } from '../../../kernel/payment-providers/contract.ts';
import { QuoteView } from '../tariffs/contract.ts';
import { PURCHASE_STATES } from './purchase-states.rule.ts';

const strict = { additionalProperties: false };
const AmountTyped = Type.String({ minLength: 1, maxLength: 30 });
const State = Type.Enum([...PURCHASE_STATES]);

export const BuyInput = Type.Object({ amount: AmountTyped }, strict);
export type BuyInput = Static<typeof BuyInput>;
export const SellInput = Type.Object(
  { amount: AmountTyped, cash: Type.Boolean({ description: 'The money was handed over.' }) },
  strict,
);
export type SellInput = Static<typeof SellInput>;

export const PayInput = Type.Object(
  {
    meter: Type.String({ maxLength: 40, description: 'The uuid or the number.' }),
    amount: AmountTyped,
    provider: Type.Optional(Type.String({ maxLength: 40, description: 'Asked at once: mtn, airtel, …' })),
    phone: Type.Optional(Type.String({ maxLength: 40, description: 'Which phone the provider asks.' })),
  },
  strict,
);
export type PayInput = Static<typeof PayInput>;

export const Purchase = Type.Object({
  id: Id,
  code: Type.String(),
  state: State,
  meter: Type.Object({ id: Id, number: Type.String(), name: Type.String() }),
  amount: Amount,
  amount_minor: Type.Integer(),
  currency: Currency,
  wh: Type.Integer({ description: 'Until the money has come, what the quote said when it was opened.' }),
  quote: QuoteView,
  payment: Type.Object({
    id: Id,
    reference: Type.String(),
    state: Type.String({ description: 'As in /payments: awaiting, submitted, unknown, verified, …' }),
    to_pay: Amount,
  }),
  pay_link: nullable(Type.String({ description: 'Where the money can be paid, while it is expected.' })),
  receipt_link: nullable(
    Type.String({ description: 'The receipt of a credited purchase; with .pdf after it, the paper.' }),
  ),
  opened_by: Type.String(),
  expires_at: nullable(At),
  credited_at: nullable(At),
  created_at: At,
});
export type Purchase = Static<typeof Purchase>;

export const PurchaseFilter = Type.Object(
  {
    state: Type.Optional(State),
    meter_id: Type.Optional(Id),
    from: Type.Optional(Day),
    to: Type.Optional(Day),
  },
  strict,
);
export type PurchaseFilter = Static<typeof PurchaseFilter>;

/** A purchase as the payer watches it: with what the provider answered so far. */
export const OwnPurchase = Type.Object({ ...Purchase.properties, charge: nullable(ChargeView) });
export type OwnPurchase = Static<typeof OwnPurchase>;

/** What the portal offers before anything is typed: the ways to pay, and what this account did last time. */
export const Paying = Type.Object({
  ways: Type.Array(PayWay),
  currency: Currency,
  last: nullable(
    Type.Object({
      meter_id: Id,
      amount: Amount,
      provider: nullable(Type.String()),
      payer: nullable(Type.String({ description: 'The phone that was asked.' })),
    }),
  ),
});
export type Paying = Static<typeof Paying>;
