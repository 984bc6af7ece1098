import { type Static, Type } from 'typebox';
import { SlipLogo } from '../../../kernel/documents/contract.ts';
import { Amount, At, Currency, Id, nullable } from '../../../kernel/lib/schemas.ts';
import { BillAnswer, BillInput } from '../bills/contract.ts';
import { MADE_NOTES } from '../bills/made.rule.ts';

/** What a desk keeps to look people up without a network. */
export const Roster = Type.Object({
  customers: Type.Array(
    Type.Object({
      id: Id,
      code: Type.String(),
      name: Type.String(),
      phone: Type.String(),
      due: Amount,
      total: Amount,
      version: nullable(Type.Integer({ description: 'Of the QR code that is valid; null: it was revoked.' })),
    }),
    { description: 'The newest first, 10,000 at most.' },
  ),
  paper: Type.Object(
    {
      name: Type.String(),
      lines: Type.Array(Type.String()),
      locale: Type.String(),
      time_zone: Type.String(),
      tax_label: Type.String(),
      tax_basis_points: nullable(Type.Integer()),
      gst: nullable(Type.Object({ seller: Type.String(), supply: Type.String() })),
      supply_place: nullable(Type.String()),
      logo: nullable(SlipLogo),
      words: Type.Record(Type.String(), Type.String()),
    },
    { description: 'What a receipt says beside the sale, in the language of the organization.' },
  ),
});
export type Roster = Static<typeof Roster>;

export const NumbersInput = Type.Object({
  exhibition_id: Type.String({ format: 'uuid' }),
  device: Type.String({ minLength: 8, maxLength: 64, description: 'The name that the browser gave itself.' }),
  known: Type.Optional(Type.String({ format: 'uuid', description: 'The newest block that the device has.' })),
});

const { approval_id: _, ...sale } = BillInput.properties;
/** A sale in cash that a desk made without a network. */
export const OfflineSale = Type.Object({
  ...sale,
  customer_id: Type.Optional(Type.String({ format: 'uuid' })),
  exhibition_id: Type.String({ format: 'uuid' }),
  pay: Type.Array(Type.Object({ method: Type.Literal('cash'), given: Type.Optional(Type.String({ maxLength: 30 })) }), {
    minItems: 1,
    maxItems: 1,
    description: 'Other ways need the network.',
  }),
  sold_at: Type.String({ format: 'date-time', description: 'By the device’s clock.' }),
  till_session_id: Type.String({ format: 'uuid', description: 'The till that was open at the desk.' }),
  receipt: Type.Optional(
    Type.Object({
      block_id: Type.String({ format: 'uuid' }),
      number: Type.Integer({ minimum: 1, maximum: 999_999_999 }),
    }),
  ),
});
export type OfflineSale = Static<typeof OfflineSale>;

const Note = Type.Enum([...MADE_NOTES], {
  description:
    'price, archived, stock: the item had another price by then, was not sold any more, or had no stock. customer: they ' +
    'were removed. till: it came after the close of its till, or its till is not the cashier’s. clock: the device’s ' +
    'clock was wrong. number: the receipt has another number than its paper.',
});

export const SaleAnswer = Type.Object({
  ...BillAnswer.properties,
  receipt: nullable(Type.Object({ id: Id, number: Type.String() })),
  notes: Type.Array(Note),
});
export type SaleAnswer = Static<typeof SaleAnswer>;

export const SoldOffline = Type.Object({
  bill_id: Id,
  code: Type.String(),
  amount: Amount,
  currency: Currency,
  customer: nullable(Type.String()),
  cashier: Type.String(),
  sold_at: At,
  received_at: At,
  receipt_number: nullable(Type.String()),
  notes: Type.Array(Note),
  seen_at: nullable(At),
  seen_by: nullable(Type.String()),
});
export type SoldOffline = Static<typeof SoldOffline>;
export const SoldOfflineFilter = Type.Object(
  { open: Type.Optional(Type.Boolean({ description: 'true: with notes that nobody has seen.' })) },
  { additionalProperties: false },
);
