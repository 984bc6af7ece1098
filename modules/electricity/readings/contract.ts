import { type Static, Type } from 'typebox';
import { At, Day, Id, nullable } from '../../../kernel/lib/schemas.ts';
import { Credit } from '../ledger/contract.ts';

const strict = { additionalProperties: false };
/** The largest counter: a terawatt-hour. */
const Register = Type.Integer({ minimum: 0, maximum: 1_000_000_000_000, description: 'The counter, in watt-hours.' });

export const ReportedReading = Type.Object({ taken_at: At, register_wh: Register }, strict);
export const MAX_READINGS = 500;
/** Each reading is read by itself: one that can't be is refused in the answer, and the others count. */
export const ReportInput = Type.Object(
  { readings: Type.Array(ReportedReading, { minItems: 1, maxItems: MAX_READINGS }) },
  strict,
);
export type ReportInput = Static<typeof ReportInput>;

export const READING_STATES = ['counted', 'late', 'flagged', 'dismissed'] as const;
/** `own`: by the holder, which staff look at before it counts */
const FLAGS = ['gap', 'rollback', 'jump', 'inconsistent', 'own'] as const;
const State = Type.Enum([...READING_STATES]);
const Flag = nullable(Type.Enum([...FLAGS]));

export const Report = Type.Object({
  now: At,
  results: Type.Array(
    Type.Object({
      taken_at: Type.String({ description: 'As it was sent.' }),
      state: Type.Enum([...READING_STATES, 'repeated', 'refused']),
      flag: Flag,
      code: nullable(Type.String({ description: 'Why it was refused.' })),
    }),
  ),
  balance_wh: Type.Integer(),
  credits: Type.Array(Credit, { description: 'Not acknowledged yet, in their order.' }),
});
export type Report = Static<typeof Report>;

export const HandInput = Type.Object(
  {
    register_wh: Register,
    taken_at: Type.Optional(At),
    file_id: Type.Optional(nullable(Id)),
  },
  strict,
);
export type HandInput = Static<typeof HandInput>;
/** A reading by the holder: without a photo nobody could judge it. */
export const OwnReadingInput = Type.Object({ register_wh: Register, file_id: Id }, strict);
export type OwnReadingInput = Static<typeof OwnReadingInput>;
export const Photo = Type.Object({ id: Id });
export const OwnReading = Type.Object({
  id: Id,
  taken_at: At,
  register_wh: Register,
  state: Type.Enum([...READING_STATES]),
});
export type OwnReading = Static<typeof OwnReading>;
export const ReplaceInput = Type.Object(
  { register_wh: Register, reason: Type.String({ minLength: 1, maxLength: 500 }) },
  strict,
);
export type ReplaceInput = Static<typeof ReplaceInput>;

export const Reading = Type.Object({
  id: Id,
  meter: Type.Object({ id: Id, number: Type.String() }),
  taken_at: At,
  register_wh: Type.Integer(),
  source: Type.Enum(['device', 'hand']),
  by: Type.String(),
  file_id: nullable(Id),
  state: State,
  flag: Flag,
  used_wh: nullable(Type.Integer()),
  created_at: At,
});
export type Reading = Static<typeof Reading>;
export const ReadingFilter = Type.Object({ state: Type.Optional(State), meter_id: Type.Optional(Id) }, strict);
export type ReadingFilter = Static<typeof ReadingFilter>;
export const ReviewInput = Type.Object({ accept: Type.Boolean() }, strict);

export const UsageQuery = Type.Object({ by: Type.Enum(['hour', 'day', 'month']), from: Day, to: Day }, strict);
export type UsageQuery = Static<typeof UsageQuery>;
export const Usage = Type.Array(
  Type.Object({
    at: Type.String({ description: 'The beginning of the hour, the day, or the first day of the month.' }),
    wh: Type.Integer(),
  }),
  { description: 'Without those in which nothing was used.' },
);
export type Usage = Static<typeof Usage>;

export const BalanceView = Type.Object({
  balance_wh: Type.Integer(),
  /** what the units left cost, at the average price of the latest purchase */
  worth: nullable(Type.String()),
  currency: Type.String(),
  usual_wh: nullable(Type.Integer({ description: 'What one usually buys at once: the middle of the last five.' })),
  used_a_day_wh: nullable(Type.Integer({ description: 'On average over the last days, seven at most.' })),
  empty_at: nullable(At),
  empty_error_hours: nullable(
    Type.Integer({
      description: 'How far such forecasts were off in the last month, on average, for this long a time.',
    }),
  ),
  register_wh: nullable(Type.Integer()),
  read_at: nullable(At),
});
export type BalanceView = Static<typeof BalanceView>;

export const Entry = Type.Object({
  id: Id,
  kind: Type.Enum(['purchase', 'voucher', 'consumption', 'adjustment', 'refund']),
  wh: Type.Integer(),
  reason: Type.String(),
  by: Type.String(),
  created_at: At,
});
export type Entry = Static<typeof Entry>;
