import { type Static, Type } from 'typebox';
import { At, Day, Id, nullable } from '../../../kernel/lib/schemas.ts';
import { MEAL_CODES } from '../meals/slot.rule.ts';

export const ClosureInput = Type.Object({
  from: Day,
  to: Type.Optional(Type.String({ format: 'date', description: 'Default: that one day.' })),
  meal: Type.Optional(nullable(Type.Enum([...MEAL_CODES], { description: 'Default: all of them.' }))),
  reason: Type.String({ minLength: 1, maxLength: 300 }),
});
export type ClosureInput = Static<typeof ClosureInput>;

export const Closure = Type.Object({
  id: Id,
  from: Day,
  to: Day,
  days: Type.Integer(),
  meal: nullable(Type.Enum([...MEAL_CODES])),
  reason: Type.String(),
  created_by: Type.String(),
  created_at: At,
  cancelled_at: nullable(At),
});
export type Closure = Static<typeof Closure>;

export const NewClosure = Type.Object({
  ...Closure.properties,
  notified: Type.Integer({ description: 'Students who hear of it by chat.' }),
});

/** The last day that stays closed: today at the earliest. */
export const ShortenInput = Type.Object({ to: Day });

export const ClosureFilter = Type.Object(
  {
    on: Type.Optional(Day),
    from: Type.Optional(Day),
    to: Type.Optional(Day),
    cancelled: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type ClosureFilter = Static<typeof ClosureFilter>;
