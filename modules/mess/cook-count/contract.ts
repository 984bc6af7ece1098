import { type Static, Type } from 'typebox';
import { At, Day, Id, nullable } from '../../../kernel/lib/schemas.ts';
import { NamedMeal } from '../meals/contract.ts';

export const Count = Type.Integer({ minimum: 0 });
/** With one decimal; null: of nothing. */
export const Percent = nullable(Type.Number());

/** The students of a day: `eating` of those who are approved. */
export const DayPeople = Type.Object({
  approved: Count,
  eating: Type.Integer({ description: 'Approved, paid or within grace, and not away.' }),
  away: Type.Integer({ description: 'Paid, and on a mess cut.' }),
  unpaid: Type.Integer({ description: 'Approved, and neither paid nor within grace.' }),
  proof_waits: Type.Integer({ description: 'Of the unpaid: those whose proof waits to be checked.' }),
});

export type DayPeople = Static<typeof DayPeople>;

const CookMeal = Type.Object({
  meal: NamedMeal,
  closed: Type.Boolean(),
  may_eat: Count,
  share: Type.Object({
    basis: Type.Enum(['weekday', 'meal', 'nothing'], {
      description: 'Past days of the same weekday; of any weekday; none known, so everybody is expected.',
    }),
    days: Count,
    entitled: Count,
    served: Count,
    percent: Percent,
  }),
  count: Type.Integer({ description: 'may_eat × share, as things stand now.' }),
  kept: nullable(Type.Integer({ description: 'The count as it was kept for the kitchen.' })),
  kept_at: nullable(At),
});

const CountErrorShape = Type.Object({
  days: Count,
  mean_absolute: Type.Number({ description: 'People, either way.' }),
  bias: Type.Number({ description: 'Above 0: too much was cooked.' }),
  percent: Percent,
});

/** How many will eat at each meal of a day, and how accurate such counts were. */
export const CookCount = Type.Object({
  day: Day,
  cut_off: Type.String({ description: 'From then on cuts of tomorrow are final, and the count is kept.' }),
  people: DayPeople,
  meals: Type.Array(CookMeal),
  error: Type.Object({
    from: Day,
    to: Day,
    total: CountErrorShape,
    meals: Type.Array(Type.Object({ meal_id: Id, ...CountErrorShape.properties })),
    days: Type.Array(
      Type.Object({
        day: Day,
        meal_id: Id,
        may_eat: Count,
        count: Type.Integer({ description: 'What the kitchen was told.' }),
        served: nullable(Type.Integer({ description: 'Null: nobody was scanned, so nothing can be said.' })),
      }),
      { description: 'The latest first.' },
    ),
  }),
});

export type CookCount = Static<typeof CookCount>;
