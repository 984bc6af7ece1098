import { type Static, Type } from 'typebox';
import { Amount, At, Currency, Day, Id, nullable } from '../../../kernel/lib/schemas.ts';
import { Count, DayPeople, Percent } from '../cook-count/contract.ts';
import { NamedMeal } from '../meals/contract.ts';

/** Answers of the mess's reports, shared with its screens. Days are service days; percentages have one decimal. */

const BoardMeal = Type.Object({
  meal: NamedMeal,
  state: Type.Enum(['ahead', 'on', 'over', 'closed']),
  expected: Type.Integer({ description: 'May eat; 0 when closed.' }),
  forecast: nullable(Type.Integer({ description: 'What the kitchen was told the evening before.' })),
  served: Count,
  refused: Count,
});
export const Board = Type.Object({
  day: Type.String({ format: 'date', description: 'After midnight still the day before, until its dinner is over.' }),
  at: At,
  people: DayPeople,
  meals: Type.Array(BoardMeal),
  waiting: Type.Object({ registrations: Count, proofs: Count, settlements: Count }),
});
export type Board = Static<typeof Board>;

/** Served against those who could eat, by day and meal. */
export const MealReport = Type.Object({
  from: Day,
  to: Day,
  meals: Type.Array(
    Type.Object(
      { meal: NamedMeal, entitled: Count, served: Count, percent: Percent },
      {
        description: 'Sums over days on which somebody was scanned.',
      },
    ),
  ),
  days: Type.Array(
    Type.Object({ day: Day, meals: Type.Array(Type.Object({ meal_id: Id, entitled: Count, served: Count })) }),
  ),
});
export type MealReport = Static<typeof MealReport>;

export const ScanReport = Type.Object({
  from: Day,
  to: Day,
  served: Count,
  by_hand: Type.Integer({ description: 'Of the served: those let in by hand.' }),
  refused: Count,
  refused_percent: Percent,
  reasons: Type.Array(Type.Object({ reason: Type.String(), count: Count }), {
    description: 'The most frequent first.',
  }),
  days: Type.Array(Type.Object({ day: Day, served: Count, refused: Count })),
});
export type ScanReport = Static<typeof ScanReport>;

/** Of those who registered in these days. */
export const RegistrationReport = Type.Object({
  from: Day,
  to: Day,
  registered: Count,
  approved: Type.Integer({ description: 'Those suspended since among them.' }),
  denied: Count,
  pending: Count,
  left: Count,
  approved_percent: Type.Union([Type.Number(), Type.Null()], { description: 'Of those who were decided about.' }),
  minutes_to_decide: Type.Union([Type.Number(), Type.Null()], {
    description: 'The median; those whom the office took in at once never waited and are left out.',
  }),
});
export type RegistrationReport = Static<typeof RegistrationReport>;

/** Of one cycle. */
export const PaymentReport = Type.Object({
  cycle: Type.Object({ id: Id, name: Type.String(), starts_on: Day, ends_on: Day }),
  states: Type.Object({
    none: Type.Integer(),
    uploaded: Type.Integer(),
    verified: Type.Integer(),
    denied: Type.Integer(),
  }),
  verified: Amount,
  verified_minor: Type.Integer({ description: 'Money and credit of the paid ones, charges included.' }),
  due: Amount,
  due_minor: Type.Integer({ description: 'What the others still owe.' }),
  currency: Currency,
  minutes_to_verify: nullable(Type.Number({ description: 'From the latest proof to the confirmation, the median.' })),
});
export type PaymentReport = Static<typeof PaymentReport>;

/** How many are away on each day; on a closed day nobody eats anyway. */
export const CutReport = Type.Array(Type.Object({ day: Day, cut: Type.Integer(), closed: Type.Boolean() }));
export type CutReport = Static<typeof CutReport>;
