import { type Static, Type } from 'typebox';
import { At, Id, nullable } from '../../../kernel/lib/schemas.ts';

const strict = { additionalProperties: false };
const Quantity = Type.Number({ description: 'In g, ml or pieces.' });
const Material = Type.Object({
  id: Id,
  code: Type.String(),
  name: Type.String(),
  unit: Type.Enum(['g', 'ml', 'piece']),
});

/** How long the bins of a material last, and whether what is gone was sold. */
export const Stock = Type.Object({
  position: Type.Integer(),
  material: nullable(Material),
  days_left: nullable(
    Type.Number({ description: 'Until it is empty, by what was sold; of all bins with the material.' }),
  ),
  error_days: nullable(Type.Number({ description: 'How far such forecasts were off on the days before.' })),
  since: nullable(At),
  used: Quantity,
  sold: nullable(Type.Number({ description: 'What recipes say was used since then; null: something has no recipe.' })),
});
export type Stock = Static<typeof Stock>;

export const RoundRow = Type.Object({
  id: Type.String({ description: 'Machine and position.' }),
  machine: Type.Object({ id: Id, serial: Type.String(), name: Type.String(), address: Type.String() }),
  location: nullable(Type.Object({ id: Id, name: Type.String(), address: Type.String() })),
  merchant: Type.Object({ id: Id, name: Type.String() }),
  position: Type.Integer(),
  material: Material,
  level: Quantity,
  capacity: Quantity,
  missing: Quantity,
  low: Type.Boolean(),
  days_left: nullable(Type.Number()),
  error_days: nullable(Type.Number()),
  level_at: At,
  filled: nullable(
    Type.Object(
      { at: At, by: Type.String(), amount: nullable(Quantity) },
      { description: 'Somebody said that they filled it, and the machine has not measured that yet.' },
    ),
  ),
});
export type RoundRow = Static<typeof RoundRow>;

export const RoundFilter = Type.Object(
  {
    merchant_id: Type.Optional(Id),
    location_id: Type.Optional(Id),
    days: Type.Optional(Type.Integer({ minimum: 0, maximum: 30 })),
  },
  strict,
);
export type RoundFilter = Static<typeof RoundFilter>;

export const RefillInput = Type.Object(
  {
    machine_id: Id,
    position: Type.Integer({ minimum: 1, maximum: 40 }),
    amount: Type.Optional(
      nullable(Type.Number({ minimum: 0, maximum: 1_000_000, description: 'In g, ml or pieces.' })),
    ),
    at: Type.Optional(Type.String({ format: 'date-time', description: 'By the clock of the phone.' })),
    note: Type.Optional(Type.String({ maxLength: 500 })),
  },
  strict,
);
export type RefillInput = Static<typeof RefillInput>;

export const Refill = Type.Object({
  id: Id,
  machine: Type.Object({ id: Id, serial: Type.String(), name: Type.String() }),
  position: Type.Integer(),
  material: nullable(Material),
  source: Type.Enum(['measured', 'person'], { description: 'Seen by the machine, or told by somebody.' }),
  amount: nullable(Quantity),
  at: At,
  received_at: At,
  by: Type.String(),
  note: Type.String(),
});
export type Refill = Static<typeof Refill>;
export const RefillFilter = Type.Object(
  { machine_id: Type.Optional(Id), source: Type.Optional(Type.Enum(['measured', 'person'])) },
  strict,
);
export type RefillFilter = Static<typeof RefillFilter>;
