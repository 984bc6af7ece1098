import { type Static, Type } from 'typebox';
import { At, Day, Id, nullable } from '../../../kernel/lib/schemas.ts';

export const CutInput = Type.Object({ from: Day, to: Day });
export type CutInput = Static<typeof CutInput>;

export const StudentCutInput = Type.Object({ student_id: Id, ...CutInput.properties });
export const CUT_STATES = ['active', 'cancelled', 'merged'] as const;

export const Cut = Type.Object({
  id: Id,
  student: Type.Object({ id: Id, name: Type.String(), roll_number: Type.String() }),
  from: Day,
  to: Day,
  days: Type.Integer(),
  state: Type.Enum([...CUT_STATES]),
  merged_into: nullable(Id),
  created_by: Type.String(),
  created_at: At,
  ended_at: nullable(At),
});
export type Cut = Static<typeof Cut>;

export const CutFilter = Type.Object(
  {
    student_id: Type.Optional(Id),
    state: Type.Optional(Type.Enum([...CUT_STATES])),
    on: Type.Optional(Day),
    from: Type.Optional(Day),
    to: Type.Optional(Day),
  },
  { additionalProperties: false },
);
export type CutFilter = Static<typeof CutFilter>;
