import { type Static, Type } from 'typebox';
import { At, Id, nullable } from '../../../kernel/lib/schemas.ts';
import { Choice } from '../batches/contract.ts';
import { CHANGES, MACHINE_STATES, REASONS, ROLLOUT_STATES, STATES } from './rollout-states.rule.ts';

export { CHANGES, MACHINE_STATES, ROLLOUT_STATES };

const strict = { additionalProperties: false };
export const DEFAULTS = { stages: [5, 25, 100], enough_percent: 80, failure_percent: 10, stage_minutes: 60 };

export const RolloutInput = Type.Object(
  {
    package: Type.Integer({ minimum: 1, maximum: 2_000_000_000, description: 'Number of a recipe package.' }),
    filter: Choice,
    stages: Type.Optional(
      Type.Array(Type.Integer({ minimum: 1, maximum: 100 }), {
        minItems: 1,
        maxItems: 10,
        description: 'Percentages of the machines, rising to 100; 5, 25, 100 when absent.',
      }),
    ),
    enough_percent: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 100,
        description: 'How many of the machines told have to succeed before the next stage; 80 when absent.',
      }),
    ),
    failure_percent: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 99,
        description: 'When more of the machines told fail, all go back; 10 when absent.',
      }),
    ),
    stage_minutes: Type.Optional(
      Type.Integer({
        minimum: 5,
        maximum: 10_080,
        description: 'How long a machine may take before it counts as silent or missed; 60 when absent.',
      }),
    ),
  },
  strict,
);
export type RolloutInput = Static<typeof RolloutInput>;

export const RolloutPreviewInput = Type.Pick(RolloutInput, ['package', 'filter']);
export type RolloutPreviewInput = Static<typeof RolloutPreviewInput>;
export const RolloutPreview = Type.Object({
  machines: Type.Integer({ description: 'In use, and without the package.' }),
  without_way_back: Type.Integer({ description: 'Of these, no earlier package is known: they could not go back.' }),
});
export type RolloutPreview = Static<typeof RolloutPreview>;

const PackageName = Type.Object({ id: Id, number: Type.Integer(), name: Type.String() });

export const Rollout = Type.Object({
  id: Id,
  merchant_id: nullable(Id),
  package: PackageName,
  filter: Choice,
  stages: Type.Array(Type.Integer()),
  stage: Type.Integer({ description: 'From 0.' }),
  enough_percent: Type.Integer(),
  failure_percent: Type.Integer(),
  stage_minutes: Type.Integer(),
  state: Type.Enum(STATES),
  reason: nullable(Type.Enum([...REASONS], { description: 'Why it is paused, or goes back.' })),
  machines: Type.Integer(),
  without_way_back: Type.Integer({ description: 'Machines of which no earlier package is known: they can’t go back.' }),
  runs: Type.Array(Type.Object({ package: nullable(Type.Integer()), machines: Type.Integer() }), {
    description: 'Which packages its machines say that they run now; null: those that never said.',
  }),
  counts: Type.Object(Object.fromEntries(MACHINE_STATES.map((state) => [state, Type.Integer()])), {
    description: 'Its machines by how they stand.',
  }),
  created_at: At,
  stage_at: At,
  changed_at: At,
  ended_at: nullable(At),
  by: Type.String(),
});
export type Rollout = Static<typeof Rollout>;

export const RolloutMachine = Type.Object({
  id: Type.String({ format: 'uuid', description: 'Of the machine.' }),
  machine: Type.Object({ id: Id, serial: Type.String(), name: Type.String() }),
  stage: Type.Integer({ description: 'From 0.' }),
  state: Type.Enum([...MACHINE_STATES]),
  package_number: nullable(Type.Integer({ description: 'What it says it runs now.' })),
  before: nullable(Type.Integer({ description: 'The number of the package to which it would go back.' })),
  said: Type.String({ description: 'Its words on the result.' }),
  changed_at: At,
});
export type RolloutMachine = Static<typeof RolloutMachine>;

export const MachinesFilter = Type.Object(
  {
    state: Type.Optional(Type.Enum([...MACHINE_STATES])),
    stage: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000 })),
  },
  strict,
);
export type MachinesFilter = Static<typeof MachinesFilter>;
