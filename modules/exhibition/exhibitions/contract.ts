import { type Static, Type } from 'typebox';
import { At, Currency, Day, Id, nullable } from '../../../kernel/lib/schemas.ts';

export { prefixFor } from './prefix.rule.ts';

export const ExhibitionInput = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 255 }),
  prefix: Type.String({ pattern: '^[A-Z0-9]{1,8}$', description: 'Begins the numbers of its documents, e.g. KF26.' }),
  currency: Type.Optional(Currency),
  place: Type.Optional(nullable(Type.String({ maxLength: 255 }))),
  starts_on: Day,
  ends_on: Day,
  tax_label: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 40 }))),
  tax_percent: Type.Optional(
    nullable(Type.String({ pattern: '^\\d{1,2}(\\.\\d{1,2})?$', description: 'Contained in the prices, e.g. "18".' })),
  ),
});
export type ExhibitionInput = Static<typeof ExhibitionInput>;

export const ExhibitionPatch = Type.Partial(ExhibitionInput);
export type ExhibitionPatch = Static<typeof ExhibitionPatch>;

export const Exhibition = Type.Object({
  id: Id,
  name: Type.String(),
  prefix: Type.String(),
  currency: Currency,
  place: nullable(Type.String()),
  starts_on: Day,
  ends_on: Day,
  tax_label: nullable(Type.String()),
  tax_percent: nullable(Type.String()),
  created_at: At,
  updated_at: At,
});
export type Exhibition = Static<typeof Exhibition>;
