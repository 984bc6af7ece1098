import { type Static, Type } from 'typebox';
import { At, nullable } from '../../../kernel/lib/schemas.ts';
import { MACHINE_STATUSES } from '../machines/contract.ts';

const strict = { additionalProperties: false };
export const MAX_BINS = 40;
export const MAX_ERRORS = 20;

export const BinLevel = Type.Object(
  {
    position: Type.Integer({ minimum: 1, maximum: MAX_BINS }),
    level: Type.Number({
      minimum: -1_000_000,
      maximum: 1_000_000,
      description: 'In g, ml or pieces. A little below nothing, or above what fits, is the scale.',
    }),
  },
  strict,
);

/**
 * What a machine reports about itself; whatever it leaves out stays as it was. It is read field by field
 * (`read-report.ts`): a field that can't be read is named in the answer, and the others count.
 */
export const StatusInput = Type.Object(
  {
    at: Type.Optional(Type.String({ format: 'date-time', description: 'By its own clock, with its zone.' })),
    temperature: Type.Optional(nullable(Type.Number({ minimum: -50, maximum: 300, description: 'Degrees Celsius.' }))),
    state: Type.Optional(Type.Enum([...MACHINE_STATUSES], { description: 'Another word counts as unknown.' })),
    locked: Type.Optional(Type.Boolean()),
    firmware: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
    package: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 2_000_000_000, description: 'Number of its recipe package.' }),
    ),
    bins: Type.Optional(Type.Array(BinLevel, { maxItems: MAX_BINS })),
    errors: Type.Optional(
      Type.Array(Type.String({ maxLength: 500 }), {
        maxItems: MAX_ERRORS,
        description: 'Codes of all that is wrong now; none: an empty list. A sentence becomes a code.',
      }),
    ),
  },
  strict,
);
export type StatusInput = Static<typeof StatusInput>;

/** Why the level of a bin was not taken. */
const BIN_FAULTS = ['unknown_bin', 'above_capacity', 'below_zero', 'twice'] as const;

export const StatusAnswer = Type.Object({
  now: At,
  stale: Type.Boolean({ description: 'A newer report came before; only that the machine was heard is noted.' }),
  clock_offset_s: nullable(Type.Integer({ description: 'Its clock less ours.' })),
  refused_bins: Type.Array(Type.Object({ position: Type.Integer(), reason: Type.Enum([...BIN_FAULTS]) }), {
    description: 'Levels that were not taken.',
  }),
  refused: Type.Array(Type.String(), {
    description: 'Fields that could not be read, such as temperature or bins.0, and were left out.',
  }),
  wanted_package: nullable(Type.Integer({ description: 'The number of the package that it should run.' })),
});
export type StatusAnswer = Static<typeof StatusAnswer>;

export const ReadingsQuery = Type.Object({
  hours: Type.Integer({ minimum: 1, maximum: 9600, default: 24, description: 'How far back: 400 days at most.' }),
});

export const TemperatureReading = Type.Object({
  at: At,
  temperature: nullable(Type.Number({ description: 'The mean of its span, in degrees Celsius.' })),
  lowest: nullable(Type.Number()),
  highest: nullable(Type.Number()),
  status: Type.String({ description: 'The last one of its span.' }),
});

export type TemperatureReading = Static<typeof TemperatureReading>;

/** Whether a body is a report, however much of it can be read. */
export const isReport = (body: unknown): body is Record<string, unknown> =>
  typeof body === 'object' && body !== null && !Array.isArray(body);
