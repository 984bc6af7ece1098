import { type Static, Type } from 'typebox';
import { At, Currency, Day, Id, nullable } from '../../../kernel/lib/schemas.ts';
import { STATES } from '../gst.rule.ts';

export { STATES } from '../gst.rule.ts';
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
  supply_state: Type.Optional(
    nullable(
      Type.Enum(Object.keys(STATES), {
        description: 'In India: the GST code of the state where goods are handed over; null: that of the GSTIN.',
      }),
    ),
  ),
  enter_again: Type.Optional(
    Type.Boolean({ description: 'Whether the entrance lets somebody in again on the same day; true if absent.' }),
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
  supply_state: nullable(Type.String()),
  enter_again: Type.Boolean(),
  created_at: At,
  updated_at: At,
});
export type Exhibition = Static<typeof Exhibition>;
