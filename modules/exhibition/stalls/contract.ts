import { type Static, Type } from 'typebox';
import { At, Currency, Id, nullable } from '../../../kernel/lib/schemas.ts';

const fields = {
  name: Type.String({ minLength: 1, maxLength: 120 }),
  contact: Type.Optional(Type.String({ maxLength: 300, description: 'Who keeps it, and how they are reached.' })),
  commission_percent: Type.Optional(
    Type.String({
      pattern: '^\\d{1,3}(\\.\\d{1,2})?$',
      description: 'What the house keeps of the money of its bills, e.g. "12.5"; 100 at most. Default: 0.',
    }),
  ),
  drawer_id: Type.Optional(
    nullable(
      Type.String({
        format: 'uuid',
        description: 'A drawer whose cash is the stall’s; null: the house takes all of its money.',
      }),
    ),
  ),
};

export const StallInput = Type.Object({
  exhibition_id: Id,
  code: Type.String({ pattern: '^[A-Z0-9]{1,8}$', description: 'Short, for desks and lists, e.g. A12; it stays.' }),
  ...fields,
});
export type StallInput = Static<typeof StallInput>;

export const StallPatch = Type.Partial(
  Type.Object({
    ...fields,
    archived: Type.Boolean({ description: 'true: nothing is sold there any more; its bills and statement stay.' }),
  }),
);
export type StallPatch = Static<typeof StallPatch>;

export const Stall = Type.Object({
  id: Id,
  exhibition_id: Id,
  currency: Currency,
  name: Type.String(),
  code: Type.String(),
  contact: Type.String({ description: 'Empty for those who may not manage exhibitions.' }),
  commission_percent: Type.String(),
  account: Type.String({ description: 'Where the ledger says what the house owes it.' }),
  drawer_id: nullable(Id),
  archived: Type.Boolean(),
  created_at: At,
  updated_at: At,
});
export type Stall = Static<typeof Stall>;

export const StallFilter = Type.Object(
  { exhibition_id: Type.Optional(Id), archived: Type.Optional(Type.Boolean()) },
  { additionalProperties: false },
);
export type StallFilter = Static<typeof StallFilter>;
