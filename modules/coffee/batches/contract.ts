import { type Static, Type } from 'typebox';
import { At, Id, nullable } from '../../../kernel/lib/schemas.ts';
import { COMMAND_KINDS, ManyInput, Params, STATES } from '../commands/contract.ts';

const strict = { additionalProperties: false };

/** By which machines are chosen; no condition: all machines in use. */
export const Choice = Type.Object(
  {
    ids: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 500, uniqueItems: true })),
    merchant_id: Type.Optional(Id),
    location_id: Type.Optional(Id),
    model: Type.Optional(Type.String({ maxLength: 80 })),
    tag: Type.Optional(Type.String({ maxLength: 30 })),
    firmware: Type.Optional(Type.String({ maxLength: 80 })),
    package_number: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_000_000_000 })),
  },
  strict,
);
export type Choice = Static<typeof Choice>;

export const BatchInput = Type.Object({ command: ManyInput, filter: Choice }, strict);
export type BatchInput = Static<typeof BatchInput>;

const BATCH_STATES = ['running', 'paused', 'cancelled', 'done'] as const;
export const BATCH_CHANGES = ['pause', 'resume', 'cancel'] as const;
export type BatchChange = (typeof BATCH_CHANGES)[number];

export const Batch = Type.Object({
  id: Id,
  merchant_id: nullable(Id),
  kind: Type.Enum([...COMMAND_KINDS]),
  params: Params,
  filter: Choice,
  state: Type.Enum([...BATCH_STATES], { description: 'done: none of its commands is open.' }),
  machines: Type.Integer(),
  left_out: Type.Integer({ description: 'Machines that had too many open commands.' }),
  counts: Type.Object(Object.fromEntries(STATES.map((state) => [state, Type.Integer()])), {
    description: 'Its commands by state.',
  }),
  open: Type.Integer(),
  created_at: At,
  expires_at: At,
  changed_at: At,
  by: Type.String(),
});
export type Batch = Static<typeof Batch>;
