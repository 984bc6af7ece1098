import { type Static, Type } from 'typebox';
import { Id } from '../../../kernel/lib/schemas.ts';
import { MEAL_CODES } from './slot.rule.ts';

const Time = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$', description: "By the organization's clock." });

export const MealInput = Type.Object({
  code: Type.Enum([...MEAL_CODES]),
  name: Type.String({ minLength: 1, maxLength: 60 }),
  starts: Time,
  ends: Time,
  active: Type.Boolean(),
});
export type MealInput = Static<typeof MealInput>;

export const MealsInput = Type.Object({ meals: Type.Array(MealInput, { minItems: 1, maxItems: 4 }) });

export const Meal = Type.Object({
  id: Id,
  ...MealInput.properties,
  past_midnight: Type.Boolean({ description: 'It ends on the day after the one it belongs to.' }),
});
export type Meal = Static<typeof Meal>;

export const NamedMeal = Type.Object({
  id: Id,
  code: Type.String(),
  name: Type.String(),
  starts: Type.String({ description: 'Local time, 12:00' }),
  ends: Type.String(),
});

export type NamedMeal = Static<typeof NamedMeal>;
