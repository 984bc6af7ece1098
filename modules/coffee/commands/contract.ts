import { type Static, type TSchema, Type } from 'typebox';
import { Amount, At, Currency, Id, nullable } from '../../../kernel/lib/schemas.ts';
import { COMMAND_STATES, REASONS, STATES } from './command-states.rule.ts';
import { COMMAND_KINDS } from './kinds.rule.ts';

export { COMMAND_KINDS, COMMAND_STATES, STATES };

const strict = { additionalProperties: false };
const Product = Type.String({ pattern: '^[a-z0-9][a-z0-9_-]{0,39}$', maxLength: 40, description: 'Code of a recipe.' });
export const CLEANINGS = ['rinse', 'full'] as const;

const one = <K extends string, P extends Record<string, TSchema>>(kind: K, params: P) =>
  Type.Object(
    {
      kind: Type.Literal(kind),
      expires_in_s: Type.Optional(
        Type.Integer({
          minimum: 10,
          maximum: 2_592_000,
          description: 'How long it is good for; default: by its kind.',
        }),
      ),
      ...params,
    },
    strict,
  );
const restart = one('restart', {});
const clean = one('clean', { program: Type.Optional(Type.Enum([...CLEANINGS])) });
const setTemperature = one('set_temperature', {
  temperature: Type.Number({ minimum: 20, maximum: 100, description: 'Of the water, in degrees Celsius.' }),
});
const setPrice = one('set_price', { product: Product, price: Type.String({ maxLength: 20, description: 'As 2.50.' }) });
const lock = one('lock', { locked: Type.Boolean({ description: 'false: sell again.' }) });
const updateRecipe = one('update_recipe', {
  package: Type.Integer({ minimum: 1, maximum: 2_000_000_000, description: 'Number of a recipe package.' }),
});
const makeProduct = one('make_product', { product: Product });

export const CommandInput = Type.Union([restart, clean, setTemperature, setPrice, lock, updateRecipe, makeProduct]);
export type CommandInput = Static<typeof CommandInput>;
/** What many machines can be told at once: all but to make something, which somebody has to stand beside. */
export const ManyInput = Type.Union([restart, clean, setTemperature, setPrice, lock, updateRecipe]);
export type ManyInput = Static<typeof ManyInput>;

/** What belongs to a command of each kind; prices are decimal text. */
export const Params = Type.Object({
  program: Type.Optional(Type.Enum([...CLEANINGS])),
  temperature: Type.Optional(Type.Number()),
  product: Type.Optional(Type.String()),
  price: Type.Optional(Amount),
  currency: Type.Optional(Currency),
  locked: Type.Optional(Type.Boolean()),
  package: Type.Optional(Type.Integer()),
});
export type Params = Static<typeof Params>;

export const Command = Type.Object({
  id: Id,
  machine: Type.Object({ id: Id, serial: Type.String(), name: Type.String() }),
  batch_id: nullable(Id),
  rollout_id: nullable(Id),
  kind: Type.Enum([...COMMAND_KINDS]),
  params: Params,
  state: Type.Enum(STATES),
  tries: Type.Integer({ description: 'How often it was handed out.' }),
  withdrawn: Type.Boolean({ description: 'No longer wanted; it was handed out before that.' }),
  created_at: At,
  expires_at: At,
  sent_at: nullable(At),
  acknowledged_at: nullable(At),
  ended_at: nullable(At),
  said: Type.String({ description: 'The machine’s words on its result.' }),
  by: Type.String(),
  steps: Type.Array(Type.Object({ state: Type.Enum(STATES), at: At, why: Type.Optional(Type.Enum([...REASONS])) })),
});
export type Command = Static<typeof Command>;

export const CommandFilter = Type.Object(
  {
    machine_id: Type.Optional(Id),
    batch_id: Type.Optional(Id),
    kind: Type.Optional(Type.Enum([...COMMAND_KINDS])),
    state: Type.Optional(Type.Enum(STATES)),
  },
  strict,
);
export type CommandFilter = Static<typeof CommandFilter>;

/** Commands as a machine gets them. */
export const Pending = Type.Object({
  now: At,
  commands: Type.Array(
    Type.Object({
      id: Id,
      kind: Type.Enum([...COMMAND_KINDS]),
      params: Params,
      expires_at: At,
      try: Type.Integer({ description: 'Above 1: it may have come before.' }),
    }),
  ),
});
export type Pending = Static<typeof Pending>;

export const ResultInput = Type.Object(
  {
    result: Type.Enum(['succeeded', 'failed']),
    message: Type.Optional(Type.String({ maxLength: 500, description: 'For people, such as why it failed.' })),
  },
  strict,
);
export type ResultInput = Static<typeof ResultInput>;
export const Heard = Type.Object({
  id: Id,
  state: Type.Enum(STATES),
  repeated: Type.Boolean({ description: 'The machine said so before.' }),
});
export type Heard = Static<typeof Heard>;

/** The contract of the job that looks at a rollout when one of its commands has ended; the rollouts stand above. */
export const rolloutMayGoOn = {
  name: 'coffee.advance-rollout',
  schema: Type.Object({ rollout_id: Type.String() }),
};
