import { type Static, Type } from 'typebox';
import { PageBrand } from '../../../kernel/branding/contract.ts';
import { At, Day, Id, nullable } from '../../../kernel/lib/schemas.ts';
import { Answer, Field, Given } from '../form/contract.ts';

/** The page as anyone may see it. It tells no count, so nobody learns from it who is registered already. */
export const PublicForm = Type.Object({
  organization: Type.Object({ name: Type.String(), language: Type.String() }),
  brand: PageBrand,
  exhibition: Type.Object({
    name: Type.String(),
    place: nullable(Type.String()),
    starts_on: Day,
    ends_on: Day,
  }),
  open: Type.Boolean(),
  full: Type.Boolean({ description: 'Whoever registers now waits for a place.' }),
  intro: Type.String(),
  fields: Type.Array(Field),
  email: Type.Boolean({ description: 'Whether an e-mail address is compulsory.' }),
  phone: Type.Boolean({ description: 'Whether a telephone number is.' }),
  sms: Type.Boolean({ description: 'Whether the ID card can go to a number.' }),
});
export type PublicForm = Static<typeof PublicForm>;

export const SelfRegistration = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 255 }),
  email: Type.Optional(Type.String({ maxLength: 254 })),
  phone: Type.Optional(Type.String({ maxLength: 40 })),
  answers: Type.Optional(Given),
  language: Type.Optional(Type.String({ maxLength: 20, description: 'Of the page; messages come in it.' })),
});
export type SelfRegistration = Static<typeof SelfRegistration>;

export const SelfRegistered = Type.Object({
  state: Type.Enum(['registered', 'waiting']),
  by: Type.Enum(['email', 'sms'], { description: 'How the ID card or the place on the list is told.' }),
});
export type SelfRegistered = Static<typeof SelfRegistered>;

export const LeaveInput = Type.Object({
  token: Type.String({ maxLength: 100, description: 'Of the link in the message about the place on the list.' }),
});
export const Left = Type.Object({
  state: Type.Enum(['left', 'gone'], { description: 'gone: they did not wait any more.' }),
});
export type Left = Static<typeof Left>;

export const Waiting = Type.Object({
  id: Id,
  exhibition_id: Id,
  name: Type.String(),
  email: Type.String(),
  phone: Type.String(),
  answers: Type.Array(Answer),
  created_at: At,
});
export type Waiting = Static<typeof Waiting>;

export const WaitingFilter = Type.Object({ exhibition_id: Type.Optional(Id) }, { additionalProperties: false });
export type WaitingFilter = Static<typeof WaitingFilter>;

export const MovedUp = Type.Object({ moved: Type.Integer(), waiting: Type.Integer() });
export type MovedUp = Static<typeof MovedUp>;
