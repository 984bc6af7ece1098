import { type Static, Type } from 'typebox';
import { At, nullable } from '../../../kernel/lib/schemas.ts';
import { MACHINE_STATUSES } from '../machines/contract.ts';

const strict = { additionalProperties: false };
const SAID = MACHINE_STATUSES.filter((status) => status !== 'unknown');

/** What a machine reports about itself; whatever it leaves out stays as it was. */
export const StatusInput = Type.Object(
  {
    at: Type.Optional(Type.String({ format: 'date-time', description: 'By its own clock.' })),
    temperature: Type.Optional(nullable(Type.Number({ minimum: -50, maximum: 300, description: 'Degrees Celsius.' }))),
    state: Type.Optional(Type.Enum(SAID)),
    locked: Type.Optional(Type.Boolean()),
    firmware: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
    package: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 2_000_000_000, description: 'Number of its recipe package.' }),
    ),
    bins: Type.Optional(
      Type.Array(
        Type.Object(
          {
            position: Type.Integer({ minimum: 1, maximum: 40 }),
            level: Type.Number({ minimum: 0, maximum: 1_000_000, description: 'In g, ml or pieces.' }),
          },
          strict,
        ),
        { maxItems: 40 },
      ),
    ),
    errors: Type.Optional(
      Type.Array(Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]{0,59}$', maxLength: 60 }), {
        maxItems: 20,
        description: 'All that is wrong now; none: an empty list.',
      }),
    ),
  },
  strict,
);
export type StatusInput = Static<typeof StatusInput>;

/** Why the level of a bin was not taken. */
export const BIN_FAULTS = ['unknown_bin', 'above_capacity', 'twice'] as const;
export type BinFault = (typeof BIN_FAULTS)[number];

export const StatusAnswer = Type.Object({
  now: At,
  stale: Type.Boolean({ description: 'A newer report came before; only that the machine was heard is noted.' }),
  clock_offset_s: nullable(Type.Integer({ description: 'Its clock less ours.' })),
  refused_bins: Type.Array(Type.Object({ position: Type.Integer(), reason: Type.Enum([...BIN_FAULTS]) }), {
    description: 'Levels that were not taken.',
  }),
  wanted_package: nullable(Type.Integer({ description: 'The number of the package that it should run.' })),
});
export type StatusAnswer = Static<typeof StatusAnswer>;
