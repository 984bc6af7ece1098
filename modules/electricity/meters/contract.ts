import { type Static, Type } from 'typebox';
import { At, Day, Id, nullable } from '../../../kernel/lib/schemas.ts';
import { METER_CHANGES, METER_STATES } from './meter-states.rule.ts';

export { showNumber } from '../number.rule.ts';
export { METER_CHANGES, METER_STATES, type MeterState, mayMeter } from './meter-states.rule.ts';

const strict = { additionalProperties: false };
const Name = Type.String({ maxLength: 120 });
const Place = Type.String({ maxLength: 255 });
const Class = Type.String({ pattern: '^[a-z][a-z0-9_]{0,39}$', maxLength: 40, description: 'A class of the tariff.' });

export const ByReference = Type.Object({
  id: Type.String({ maxLength: 40, description: 'The uuid or the number.' }),
});

export const MeterInput = Type.Object(
  {
    number: Type.Optional(
      Type.String({ maxLength: 30, description: '11 or 13 digits. Made by the server when absent.' }),
    ),
    name: Type.Optional(Name),
    place: Type.Optional(Place),
    tariff_class: Class,
  },
  strict,
);
export type MeterInput = Static<typeof MeterInput>;

export const MeterPatch = Type.Partial(
  Type.Object(
    { name: Name, place: Place, tariff_class: Class, building_id: nullable(Id), department_id: nullable(Id) },
    strict,
  ),
);
export type MeterPatch = Static<typeof MeterPatch>;

/** What the holder of a meter may change. */
export const OwnMeterPatch = Type.Partial(Type.Omit(Type.Required(MeterPatch), ['tariff_class']));
export type OwnMeterPatch = Static<typeof OwnMeterPatch>;

export const Meter = Type.Object({
  id: Id,
  number: Type.String(),
  name: Type.String(),
  place: Type.String(),
  state: Type.Enum([...METER_STATES]),
  tariff_class: Type.String(),
  customer: nullable(Type.Object({ id: Id, name: Type.String() })),
  building: nullable(Type.Object({ id: Id, name: Type.String() })),
  department: nullable(Type.Object({ id: Id, name: Type.String() })),
  building_id: nullable(Id),
  department_id: nullable(Id),
  device_id: nullable(Id),
  keypad: nullable(Type.Enum(['openpaygo', 'sts'], { description: 'It takes its units as digits.' })),
  has_claim_code: Type.Boolean(),
  history: nullable(
    Type.Object(
      { from: At, on: Day },
      { description: 'What its holder sees begins there, since somebody else had it before; by day from `on`.' },
    ),
  ),
  balance_wh: Type.Integer({ description: 'What is left. Below zero after a refund of units that were used.' }),
  register_wh: nullable(Type.Integer({ description: 'What its counter showed when it was last read.' })),
  read_at: nullable(At),
  created_at: At,
});
export type Meter = Static<typeof Meter>;
/** From when on the holder of a meter sees what it used and what was bought for it; null: from its beginning. */
export type History = Meter['history'];

export const METER_MARKS = ['empty', 'silent'] as const;

/** How many meters stand how. */
export const MeterCounts = Type.Object({
  active: Type.Integer(),
  suspended: Type.Integer(),
  inactive: Type.Integer(),
  unheld: Type.Integer({ description: 'In use, and nobody holds them.' }),
  empty: Type.Integer({ description: 'In use, with nothing left.' }),
  silent: Type.Integer({ description: 'In use, and not read for longer than the setting `reading_gap_hours`.' }),
  flagged: Type.Integer({ description: 'Readings that wait for somebody to judge them.' }),
});
export type MeterCounts = Static<typeof MeterCounts>;

export const MeterFilter = Type.Object(
  {
    state: Type.Optional(Type.Enum([...METER_STATES])),
    tariff_class: Type.Optional(Class),
    customer_id: Type.Optional(Id),
    held: Type.Optional(Type.Boolean()),
    mark: Type.Optional(
      Type.Enum([...METER_MARKS], { description: 'In use, and with nothing left, or not read for too long.' }),
    ),
  },
  strict,
);
export type MeterFilter = Static<typeof MeterFilter>;

export const MeterStateInput = Type.Object(
  { action: Type.Enum([...METER_CHANGES]), reason: Type.String({ minLength: 1, maxLength: 500 }) },
  strict,
);
export type MeterStateInput = Static<typeof MeterStateInput>;

export const ClaimCode = Type.Object({
  code: Type.String({ description: 'Shown once; only its hash is kept.' }),
  expires_on: Day,
});
export type ClaimCode = Static<typeof ClaimCode>;
