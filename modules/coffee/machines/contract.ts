import { type Static, Type } from 'typebox';
import { At, Id, nullable } from '../../../kernel/lib/schemas.ts';

const strict = { additionalProperties: false };
const Serial = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$',
  maxLength: 60,
  description: 'On its plate.',
});
const Tag = Type.String({ pattern: '^[a-z0-9][a-z0-9_-]{0,29}$', maxLength: 30 });
const Quantity = Type.Number({ minimum: 0, maximum: 1_000_000, description: 'In g, ml or pieces.' });

/** What a machine says that it does; `unknown` before its first report. */
export const MACHINE_STATUSES = [
  'unknown',
  'ready',
  'brewing',
  'heating',
  'cleaning',
  'standby',
  'locked',
  'fault',
] as const;
/** Whether it can be reached; `waiting`: it has never reported. */
const PRESENCES = ['online', 'offline', 'waiting'] as const;
/** Conditions of the list. */
export const MACHINE_MARKS = ['online', 'offline', 'waiting', 'fault', 'low', 'retired'] as const;

export const ByReference = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 60, description: 'The uuid or the serial number of the machine.' }),
});

export const BinInput = Type.Object(
  {
    position: Type.Integer({ minimum: 1, maximum: 40 }),
    material: nullable(Type.String({ maxLength: 40, description: 'Code of the material.' })),
    capacity: Type.Number({ exclusiveMinimum: 0, maximum: 1_000_000, description: 'In g, ml or pieces.' }),
    threshold: Quantity,
  },
  strict,
);
export type BinInput = Static<typeof BinInput>;
export const BinsInput = Type.Object({ bins: Type.Array(BinInput, { maxItems: 40 }) }, strict);

export const Bin = Type.Object({
  position: Type.Integer(),
  material: nullable(
    Type.Object({ id: Id, code: Type.String(), name: Type.String(), unit: Type.Enum(['g', 'ml', 'piece']) }),
  ),
  capacity: Type.Number(),
  threshold: Type.Number(),
  level: nullable(Type.Number({ description: 'As last reported; null: never.' })),
  low: Type.Boolean({ description: 'At or below its threshold.' }),
  reported_at: nullable(At),
});
export type Bin = Static<typeof Bin>;

/** A bin in the list over all machines. */
export const BinOfMachine = Type.Object({
  ...Bin.properties,
  machine: Type.Object({ id: Id, serial: Type.String(), name: Type.String() }),
  merchant: Type.Object({ id: Id, name: Type.String() }),
  location: nullable(Type.Object({ id: Id, name: Type.String() })),
  percent: nullable(Type.Number({ description: 'How full it is; null: not reported yet.' })),
});
export type BinOfMachine = Static<typeof BinOfMachine>;
export const BinFilter = Type.Object(
  {
    merchant_id: Type.Optional(Id),
    location_id: Type.Optional(Id),
    material: Type.Optional(Type.String({ maxLength: 40, description: 'Code of the material.' })),
    state: Type.Optional(Type.Enum(['low', 'enough'], { description: 'low: at or below their threshold.' })),
  },
  strict,
);
export type BinFilter = Static<typeof BinFilter>;

const fields = {
  serial: Serial,
  name: Type.Optional(Type.String({ maxLength: 120 })),
  model: Type.Optional(Type.String({ maxLength: 80 })),
  merchant_id: Id,
  location_id: Type.Optional(nullable(Id)),
  address: Type.Optional(Type.String({ maxLength: 255, description: 'Where in the location.' })),
  tags: Type.Optional(Type.Array(Tag, { maxItems: 20, uniqueItems: true })),
};
export const MachineInput = Type.Object(fields, strict);
export type MachineInput = Static<typeof MachineInput>;
export const MachinePatch = Type.Partial(Type.Object({ ...fields, state: Type.Enum(['active', 'retired']) }, strict));
export type MachinePatch = Static<typeof MachinePatch>;

export const Machine = Type.Object({
  id: Id,
  serial: Type.String(),
  name: Type.String(),
  model: Type.String(),
  firmware: nullable(Type.String()),
  merchant: Type.Object({ id: Id, name: Type.String() }),
  location: nullable(
    Type.Object({
      id: Id,
      name: Type.String(),
      latitude: nullable(Type.Number()),
      longitude: nullable(Type.Number()),
    }),
  ),
  merchant_id: Id,
  location_id: nullable(Id),
  address: Type.String(),
  tags: Type.Array(Type.String()),
  state: Type.Enum(['active', 'retired']),
  device_id: nullable(Id),
  presence: Type.Enum([...PRESENCES]),
  status: Type.Enum([...MACHINE_STATUSES]),
  temperature: nullable(Type.Number({ description: 'Degrees Celsius.' })),
  errors: Type.Array(Type.String()),
  locked: Type.Boolean(),
  last_seen_at: nullable(At),
  clock_offset_s: nullable(Type.Integer({ description: 'Its clock less ours, in seconds.' })),
  package_number: nullable(Type.Integer({ description: 'The recipe package that it runs.' })),
  wanted_package: nullable(Type.Object({ id: Id, number: Type.Integer(), name: Type.String() })),
  low_bins: Type.Integer(),
  created_at: At,
});
export type Machine = Static<typeof Machine>;

export const MachineFilter = Type.Object(
  {
    merchant_id: Type.Optional(Id),
    location_id: Type.Optional(Id),
    model: Type.Optional(Type.String({ maxLength: 80 })),
    tag: Type.Optional(Tag),
    status: Type.Optional(Type.Enum([...MACHINE_MARKS])),
  },
  strict,
);
export type MachineFilter = Static<typeof MachineFilter>;

export const RegisterInput = Type.Object(
  {
    code: Type.String({ minLength: 1, maxLength: 40, description: 'The one-time code that the console showed.' }),
    serial: Type.Optional(Serial),
    model: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
    firmware: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
  },
  strict,
);
export type RegisterInput = Static<typeof RegisterInput>;
export const Registered = Type.Object({
  machine_id: Id,
  device_id: Id,
  serial: Type.String(),
  token: Type.String({ description: 'Its bearer from now on.' }),
  time_zone: Type.String(),
  currency: Type.String(),
  now: At,
});
export type Registered = Static<typeof Registered>;
