import { type Static, Type } from 'typebox';
import { Amount, At, Currency, Day, Id, nullable } from '../../../kernel/lib/schemas.ts';

const strict = { additionalProperties: false };
const AmountTyped = Type.String({ minLength: 1, maxLength: 30 });
const Name = Type.String({ minLength: 1, maxLength: 120 });
const Contact = Type.String({
  maxLength: 255,
  description: 'The e-mail address or phone number of their account, with which they sell by themselves.',
});

export const AgentInput = Type.Object(
  { name: Name, limit: AmountTyped, contact: Type.Optional(nullable(Contact)) },
  strict,
);
export type AgentInput = Static<typeof AgentInput>;
export const AgentPatch = Type.Partial(
  Type.Object({ name: Name, limit: AmountTyped, active: Type.Boolean(), contact: nullable(Contact) }, strict),
);
export type AgentPatch = Static<typeof AgentPatch>;

export const Agent = Type.Object({
  id: Id,
  code: Type.String(),
  name: Type.String(),
  contact: nullable(Type.String()),
  limit: Amount,
  owed: Type.String({ description: 'What they owe; below zero: paid ahead.' }),
  left: Type.String({ description: 'For how much they may still sell.' }),
  currency: Currency,
  active: Type.Boolean(),
  open: Type.Object(
    { vouchers: Type.Integer(), sold: Amount, handed: Amount },
    { description: 'Since the last close.' },
  ),
  closed_on: nullable(Day),
  created_at: At,
});
export type Agent = Static<typeof Agent>;

export const HandInput = Type.Object({ amount: AmountTyped }, strict);
export type HandInput = Static<typeof HandInput>;
export const CloseInput = Type.Object(
  { handed: Type.String({ maxLength: 30, description: 'The money that the agent hands over now; 0 for none.' }) },
  strict,
);
export type CloseInput = Static<typeof CloseInput>;

export const Close = Type.Object({
  id: Id,
  closed_on: Day,
  vouchers: Type.Integer(),
  sold: Amount,
  handed: Amount,
  owed: Type.String(),
  currency: Currency,
  by: Type.String(),
});
export type Close = Static<typeof Close>;

export const SerialInput = Type.Object(
  { serial: Type.String({ minLength: 1, maxLength: 20, description: 'As printed: K7MP2A-0042.' }) },
  strict,
);
