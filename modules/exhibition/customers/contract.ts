import { type Static, Type } from 'typebox';
import { Amount, At, Currency, Day, Id, nullable } from '../../../kernel/lib/schemas.ts';
import { Answer } from '../form/contract.ts';

export const CustomerInput = Type.Object({
  exhibition_id: Type.Optional(
    Type.String({ format: 'uuid', description: 'Default: the one exhibition that is open today.' }),
  ),
  name: Type.String({ minLength: 1, maxLength: 255 }),
  email: Type.Optional(
    Type.String({
      maxLength: 254,
      description: 'May be empty, unless the settings make it compulsory; the same for the phone.',
    }),
  ),
  phone: Type.Optional(
    Type.String({
      maxLength: 40,
      description: "Any usual writing; kept as E.164 with the organization's country.",
    }),
  ),
  keep_phone: Type.Optional(Type.Boolean({ description: 'A number that no known range has is right as it is typed.' })),
  tax_number: Type.Optional(
    Type.String({
      maxLength: 60,
      description: 'Of a business that wants it on its papers; in India its GSTIN.',
    }),
  ),
  address: Type.Optional(Type.String({ maxLength: 500, description: 'For papers; at most six lines.' })),
});
export type CustomerInput = Static<typeof CustomerInput>;

export const CustomerPatch = Type.Partial(Type.Omit(CustomerInput, ['exhibition_id']));
export type CustomerPatch = Static<typeof CustomerPatch>;

/** The state of the latest e-mail to a customer: a state of the outbox, or none. */
export const EMAIL_STATES = ['none', 'queued', 'sending', 'sent', 'kept', 'failed', 'unknown', 'cancelled'] as const;

export type EmailState = (typeof EMAIL_STATES)[number];

export const Customer = Type.Object({
  id: Id,
  code: Type.String({ description: 'The 8-character ID.' }),
  name: Type.String(),
  email: Type.String({ description: 'Empty: none is known; the same for the phone.' }),
  phone: Type.String(),
  tax_number: Type.String({ description: 'Empty: not a business, or none is known; the same for the address.' }),
  address: Type.String(),
  answers: Type.Array(Answer, { description: 'To the questions of the registration page.' }),
  exhibition_id: Id,
  exhibition_name: Type.String(),
  currency: Currency,
  bill_count: Type.Integer(),
  total: Amount,
  total_minor: Type.Integer(),
  due: Amount,
  due_minor: Type.Integer({ description: 'What is still to be paid of the total.' }),
  email_state: nullable(
    Type.String({
      description: 'State of the latest e-mail: queued, sending, sent, failed, unknown, kept, cancelled; null: none.',
    }),
  ),
  created_at: At,
  updated_at: At,
});
export type Customer = Static<typeof Customer>;

/** Contact details as somebody types them, to see who is there already. */
export const AlikeQuery = Type.Object({
  exhibition_id: Id,
  email: Type.Optional(Type.String({ maxLength: 254 })),
  phone: Type.Optional(Type.String({ maxLength: 40 })),
});
export const Alike = Type.Array(
  Type.Object({ id: Id, code: Type.String(), name: Type.String(), email: Type.String(), phone: Type.String() }),
);

/** What registering answers: the row, and the text of the QR code. */
export const NewCustomer = Type.Object({
  ...Customer.properties,
  qr: Type.String({ description: 'Text of the QR code: the address of the customer’s own page.' }),
});

export const CustomerFilter = Type.Object(
  {
    exhibition_id: Type.Optional(Id),
    name: Type.Optional(Type.String({ maxLength: 255 })),
    code: Type.Optional(Type.String({ maxLength: 20 })),
    email: Type.Optional(Type.String({ maxLength: 254 })),
    phone: Type.Optional(Type.String({ maxLength: 40 })),
    email_state: Type.Optional(
      Type.Enum([...EMAIL_STATES], { description: 'Of the latest e-mail; none: there is no e-mail.' }),
    ),
    from: Type.Optional(Day),
    to: Type.Optional(Day),
  },
  { additionalProperties: false },
);
export type CustomerFilter = Static<typeof CustomerFilter>;

export const ByReference = Type.Object({
  id: Type.String({ maxLength: 40, description: 'The uuid or the 8-character ID.' }),
});
