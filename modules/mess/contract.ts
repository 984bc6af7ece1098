import { type Static, type TSchema, Type } from 'typebox';
import { MEAL_CODES } from './meals/slot.rule.ts';
import { STUDENT_STATES } from './students/student-states.rule.ts';

/** Requests and answers of the mess, shared with its screens and the scanner; below them the rules that both run. */

export { type DayRange, daysIn, plusDays, type WallTime, wallTime } from './calendar/days.rule.ts';
export { durationText } from './calendar/duration.rule.ts';
export { isShownNow, LEEWAY_MS, LIFE_MS, STEP_MS } from './codes/changing-code.rule.ts';
export {
  type ClosedDays,
  EAT_REASONS,
  type EatFacts,
  type EatReason,
  type EatVerdict,
  mayEat,
} from './door/may-eat.rule.ts';
export { MEAL_CODES, type MealCode, type MealWindow, type Slot, slotAt } from './meals/slot.rule.ts';
export { STUDENT_STATES, type StudentState, type StudentStep } from './students/student-states.rule.ts';

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const Id = Type.String({ format: 'uuid' });
const At = Type.String({ format: 'date-time' });
const Day = Type.String({ format: 'date' });
const Time = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$', description: "By the organization's clock." });
const Amount = Type.String({ description: 'Decimal text such as "12.50".' });
const Currency = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217' });
const RollNumber = Type.String({ minLength: 1, maxLength: 40, description: 'Kept in capitals, without spaces.' });
const Ids = Type.Array(Id, { minItems: 1, maxItems: 500 });
const Reason = Type.String({ minLength: 1, maxLength: 500 });

export const CYCLE_PAYMENT_STATES = ['none', 'uploaded', 'verified', 'denied'] as const;
export type CyclePaymentState = (typeof CYCLE_PAYMENT_STATES)[number];

export const StudentInput = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 255 }),
  roll_number: RollNumber,
  room: Type.Optional(nullable(Type.String({ maxLength: 60 }))),
  phone: Type.Optional(nullable(Type.String({ maxLength: 40 }))),
  email: Type.Optional(nullable(Type.String({ maxLength: 254 }))),
  language: Type.Optional(Type.String({ maxLength: 35, description: 'BCP 47' })),
  photo_file_id: Type.Optional(nullable(Type.String({ format: 'uuid', description: 'A file of purpose mess.photo.' }))),
  notify_meals: Type.Optional(Type.Boolean({ description: 'A word by chat after each meal; by default not.' })),
  changing_code: Type.Optional(Type.Boolean({ description: 'Takes only a code that changes from this student.' })),
});
export const NewStudentInput = Type.Object({
  ...StudentInput.properties,
  person_id: Type.Optional(Type.String({ format: 'uuid', description: 'Somebody the organization knows already.' })),
  approve: Type.Optional(Type.Boolean({ description: 'Approve at once.' })),
});
export const StudentPatch = Type.Partial(StudentInput);

export const Student = Type.Object({
  id: Id,
  person_id: Id,
  name: Type.String(),
  roll_number: Type.String(),
  room: nullable(Type.String()),
  phone: nullable(Type.String()),
  email: nullable(Type.String()),
  language: Type.String(),
  photo_file_id: nullable(Id),
  notify_meals: Type.Boolean(),
  changing_code: Type.Boolean({ description: 'Of this student by themselves.' }),
  code_changes: Type.Boolean({ description: 'The same, or by the setting for everybody.' }),
  state: Type.Enum([...STUDENT_STATES]),
  denial_reason: nullable(Type.String()),
  allowed: Type.Array(Type.String(), { description: 'Steps that the state allows.' }),
  cycle_payment: nullable(Type.Enum([...CYCLE_PAYMENT_STATES], { description: 'Of the cycle of today.' })),
  qr: nullable(
    Type.String({ description: 'Text of the QR; null: none, revoked, one that changes, or not for your role.' }),
  ),
  decided_at: nullable(At),
  decided_by: nullable(Type.String()),
  created_at: At,
  updated_at: At,
});

export const StudentFilter = Type.Object(
  {
    state: Type.Optional(
      Type.Union([Type.Enum([...STUDENT_STATES]), Type.Array(Type.Enum([...STUDENT_STATES]), { maxItems: 5 })]),
    ),
    roll_number: Type.Optional(Type.String({ maxLength: 40 })),
    room: Type.Optional(Type.String({ maxLength: 60 })),
    person_id: Type.Optional(Id),
    cycle_payment: Type.Optional(Type.Enum([...CYCLE_PAYMENT_STATES])),
  },
  { additionalProperties: false },
);

export const DenyInput = Type.Object({ reason: Reason });
export const EndInput = Type.Object({ reason: Type.Optional(Type.String({ maxLength: 500 })) });
export const BulkInput = Type.Object({ ids: Ids });
export const BulkDenyInput = Type.Object({ ids: Ids, reason: Reason });
export const BulkAnswer = Type.Object({
  done: Type.Array(Id),
  refused: Type.Array(Type.Object({ id: Id, code: Type.String(), message: Type.String() })),
});
export const BulkQrInput = Type.Object({
  ids: Ids,
  renew: Type.Optional(Type.Boolean({ description: 'New codes: every code before them is refused from now on.' })),
});
export const Code = Type.Object({ student_id: Id, qr: Type.String({ description: 'Text of the QR.' }) });

export const MealInput = Type.Object({
  code: Type.Enum([...MEAL_CODES]),
  name: Type.String({ minLength: 1, maxLength: 60 }),
  starts: Time,
  ends: Time,
  active: Type.Boolean(),
});
export const MealsInput = Type.Object({ meals: Type.Array(MealInput, { minItems: 1, maxItems: 4 }) });
export const Meal = Type.Object({
  id: Id,
  ...MealInput.properties,
  past_midnight: Type.Boolean({ description: 'It ends on the day after the one it belongs to.' }),
});

export const CycleInput = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 120 }),
  starts_on: Day,
  ends_on: Day,
  price: Type.String({ maxLength: 30, description: 'Above 0, e.g. "3600".' }),
});
export const CyclePatch = Type.Partial(CycleInput);
export const Cycle = Type.Object({
  id: Id,
  name: Type.String(),
  starts_on: Day,
  ends_on: Day,
  days: Type.Integer(),
  price: Amount,
  price_minor: Type.Integer(),
  currency: Currency,
  current: Type.Boolean(),
  payments: Type.Object({ uploaded: Type.Integer(), verified: Type.Integer(), denied: Type.Integer() }),
  rebates_credited_at: nullable(At),
  created_at: At,
  updated_at: At,
});

/** A student's payment for a cycle; it has no id until somebody opens it. */
export const CyclePayment = Type.Object({
  id: nullable(Id),
  student: Type.Object({ id: Id, name: Type.String(), roll_number: Type.String() }),
  cycle: Type.Object({ id: Id, name: Type.String(), starts_on: Day, ends_on: Day }),
  state: Type.Enum([...CYCLE_PAYMENT_STATES]),
  price: Amount,
  price_minor: Type.Integer(),
  credit: Amount,
  credit_minor: Type.Integer({
    description: 'Of earlier rebates; below zero: taken back after a cycle took them, and added.',
  }),
  charges: Amount,
  charges_minor: Type.Integer({ description: 'What the settlement charged for meals before.' }),
  due: Amount,
  due_minor: Type.Integer(),
  currency: Currency,
  payment: nullable(
    Type.Object({
      id: Id,
      reference: Type.String(),
      state: Type.String(),
      amount: Amount,
      amount_minor: Type.Integer(),
      denial_reason: nullable(Type.String()),
    }),
  ),
  grace_until: nullable(Day),
  verified_at: nullable(At),
});
export const CyclePaymentFilter = Type.Object(
  {
    cycle_id: Type.Optional(Type.String({ format: 'uuid', description: 'Default: the cycle of today.' })),
    student_id: Type.Optional(Id),
    state: Type.Optional(Type.Enum([...CYCLE_PAYMENT_STATES])),
  },
  { additionalProperties: false },
);
export const OpenPaymentInput = Type.Object({ cycle_id: Type.Optional(Id) });
export const ProofInput = Type.Object({
  cycle_id: Type.Optional(Id),
  file_id: Type.Optional(Id),
  transaction_reference: Type.Optional(Type.String({ maxLength: 100 })),
  caption: Type.Optional(Type.String({ maxLength: 1000 })),
});
export const CashInput = Type.Object({
  cycle_id: Type.Optional(Id),
  note: Type.Optional(Type.String({ maxLength: 500 })),
});
export const VerifyInput = Type.Object({
  transaction_reference: Type.Optional(Type.String({ maxLength: 100 })),
  note: Type.Optional(Type.String({ maxLength: 500 })),
});
export const GraceInput = Type.Object({
  days: Type.Optional(Type.Integer({ minimum: 1, maximum: 31, description: 'Default: the setting.' })),
});

export const CutInput = Type.Object({ from: Day, to: Day });
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

export const ClosureInput = Type.Object({
  from: Day,
  to: Type.Optional(Type.String({ format: 'date', description: 'Default: that one day.' })),
  meal: Type.Optional(nullable(Type.Enum([...MEAL_CODES], { description: 'Default: all of them.' }))),
  reason: Type.String({ minLength: 1, maxLength: 300 }),
});
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
export const NewClosure = Type.Object({
  ...Closure.properties,
  told: Type.Integer({ description: 'Students who hear of it by chat.' }),
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

export const RebateLine = Type.Object({
  kind: Type.Enum(['cut', 'closure', 'meal']),
  meal: nullable(Type.String({ description: 'The name of the meal that was closed; null: the whole days.' })),
  from: Day,
  to: Day,
  days: Type.Integer(),
  day: Type.String({ description: 'What one of the days gives back, or one of the meals.' }),
  day_minor: Type.Integer(),
  amount: Amount,
  amount_minor: Type.Integer(),
});
export const CycleRebates = Type.Object({
  cycle: Type.Object({ id: Id, name: Type.String(), starts_on: Day, ends_on: Day }),
  credited: Type.Boolean({ description: 'No: so far, and only when the cycle is paid.' }),
  lines: Type.Array(RebateLine),
  total: Amount,
  total_minor: Type.Integer(),
  currency: Currency,
});
/** What a student sees of their money. */
export const Account = Type.Object({
  credit: Amount,
  credit_minor: Type.Integer({
    description: 'Credited and not yet taken by a cycle; below zero: the next one adds it.',
  }),
  charges: Amount,
  charges_minor: Type.Integer({ description: 'Charged by the settlement, and in no cycle’s amount yet.' }),
  currency: Currency,
  payments: Type.Array(CyclePayment),
  rebates: Type.Array(CycleRebates),
});
export const Credited = Type.Object({ students: Type.Integer(), total: Amount, total_minor: Type.Integer() });

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
/** How many are away on each day; on a closed day nobody eats anyway. */
export const CutReport = Type.Array(Type.Object({ day: Day, cut: Type.Integer(), closed: Type.Boolean() }));

export type PaymentReport = Static<typeof PaymentReport>;
export type CutReport = Static<typeof CutReport>;
export type StudentInput = Static<typeof StudentInput>;
export type NewStudentInput = Static<typeof NewStudentInput>;
export type StudentPatch = Static<typeof StudentPatch>;
export type Student = Static<typeof Student>;
export type StudentFilter = Static<typeof StudentFilter>;
export type BulkAnswer = Static<typeof BulkAnswer>;
export type Code = Static<typeof Code>;
export type MealInput = Static<typeof MealInput>;
export type Meal = Static<typeof Meal>;
export type CycleInput = Static<typeof CycleInput>;
export type CyclePatch = Static<typeof CyclePatch>;
export type Cycle = Static<typeof Cycle>;
export type CyclePayment = Static<typeof CyclePayment>;
export type CyclePaymentFilter = Static<typeof CyclePaymentFilter>;
export type ProofInput = Static<typeof ProofInput>;
export type CutInput = Static<typeof CutInput>;
export type Cut = Static<typeof Cut>;
export type CutFilter = Static<typeof CutFilter>;
export type ClosureInput = Static<typeof ClosureInput>;
export type Closure = Static<typeof Closure>;
export type ClosureFilter = Static<typeof ClosureFilter>;
export type RebateLine = Static<typeof RebateLine>;
export type CycleRebates = Static<typeof CycleRebates>;
export type Account = Static<typeof Account>;
export type Credited = Static<typeof Credited>;
