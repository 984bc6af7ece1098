import { type Static, Type } from 'typebox';
import { Amount, At, Currency, Day, Id, nullable } from '../lib/schemas.ts';

/** Requests and answers of the statements' routes, shared with the screens. */

const Column = Type.Optional(Type.String({ maxLength: 200, description: 'A heading of the file.' }));

export const DATE_FORMATS = ['ymd', 'dmy', 'mdy'] as const;

/** Which column is which field. Either `amount` (below zero: money out), or `credit` with or without `debit`. */
export const StatementMapping = Type.Object(
  {
    date: Type.String({ minLength: 1, maxLength: 200 }),
    time: Column,
    amount: Column,
    credit: Column,
    debit: Column,
    direction: Type.Optional(
      Type.String({ maxLength: 200, description: 'A column that says CR or DR beside an amount without a sign.' }),
    ),
    currency: Column,
    text: Type.Array(Type.String({ maxLength: 200 }), {
      maxItems: 5,
      description: 'Narration, remarks: where the reference stands.',
    }),
    payer: Column,
    transaction_reference: Column,
    balance: Column,
    balance_before: Column,
    status: Type.Optional(
      Type.String({ maxLength: 200, description: 'A column that says which rows happened; the others are left out.' }),
    ),
    date_order: Type.Enum([...DATE_FORMATS], {
      description: 'Of days such as 03/04/2026; ISO dates are read as such anyway.',
    }),
    decimal: Type.Enum(['.', ','], { description: 'The sign before the cents.' }),
    default_currency: Type.Optional(Currency),
    heading_row: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 60,
        description: 'The line with the headings, as a spreadsheet numbers it; 0: there is none. Default: found.',
      }),
    ),
    directions: Type.Optional(
      Type.Array(
        Type.Object(
          { word: Type.String({ minLength: 1, maxLength: 100 }), means: Type.Enum(['in', 'out', 'neither']) },
          { additionalProperties: false },
        ),
        { maxItems: 50, description: 'What words mean that nobody knew; remembered with the format.' },
      ),
    ),
  },
  { additionalProperties: false },
);

export const StatementFormat = Type.Object({
  id: Id,
  name: Type.String(),
  mapping: StatementMapping,
  updated_at: At,
});

/** A format that staff choose by its name, for files that don't tell by themselves how they are read. */
export const ReadyFormat = Type.Object({ id: Type.String(), name: Type.String(), mapping: StatementMapping });

const ParsedLine = Type.Object({
  row: Type.Integer({ description: 'As a spreadsheet numbers it: the first line is 1.' }),
  day: Day,
  amount: Amount,
  amount_minor: Type.Integer(),
  currency: Currency,
  text: Type.String(),
  payer: Type.String(),
  transaction_reference: nullable(Type.String()),
  known: Type.Boolean({ description: 'An earlier statement had it.' }),
});

/** The answer of POST /statements/preview; nothing is written. */
export const StatementPreview = Type.Object({
  headings: Type.Array(Type.String()),
  heading_row: Type.Integer({ description: 'The line with the headings, as a spreadsheet numbers it; 0: none.' }),
  top: Type.Array(Type.Array(Type.String()), {
    description: 'The first 60 lines of the file, for choosing the heading.',
  }),
  rows: Type.Array(Type.Array(Type.String()), { description: 'The first rows below the heading.' }),
  format: nullable(StatementFormat),
  mapping: nullable(StatementMapping),
  mapping_source: Type.Enum(['given', 'remembered', 'guessed', 'none']),
  lines: Type.Integer({ description: 'Money in.' }),
  known: Type.Integer(),
  outgoing: Type.Integer({ description: 'Money out, and what failed or is not finished: left out.' }),
  sample: Type.Array(ParsedLine, { description: 'The first 20.' }),
  faults: Type.Array(
    Type.Object({
      row: Type.Integer(),
      column: nullable(Type.String()),
      value: nullable(Type.String()),
      code: Type.String(),
      message: Type.String(),
    }),
    { description: 'The first 200.' },
  ),
  fault_count: Type.Integer(),
  questions: Type.Array(Type.Object({ column: Type.String(), word: Type.String(), rows: Type.Integer() }), {
    description: 'Words in the column of directions that nobody knows: say in `directions` what they mean.',
  }),
  warnings: Type.Array(
    Type.Object({
      code: Type.String(),
      message: Type.String(),
      date_order: nullable(Type.Enum([...DATE_FORMATS], { description: 'This order would fit.' })),
    }),
    { description: 'What to look at before the import.' },
  ),
});

export const Statement = Type.Object({
  id: Id,
  file_name: Type.String(),
  format: Type.Object({ id: Id, name: Type.String() }),
  currency: Currency,
  from_on: Day,
  to_on: Day,
  lines: Type.Integer(),
  known: Type.Integer(),
  outgoing: Type.Integer(),
  open: Type.Integer(),
  certain: Type.Integer({ description: 'Of the open ones, how many are surely a payment’s.' }),
  matched: Type.Integer(),
  ignored: Type.Integer(),
  created_by: Type.String(),
  created_at: At,
});

const LinePayment = Type.Object({
  id: Id,
  reference: Type.String(),
  state: Type.String(),
  description: Type.String(),
  payer_name: Type.String(),
  amount: Amount,
  amount_minor: Type.Integer(),
  currency: Currency,
});

export const StatementLine = Type.Object({
  id: Id,
  statement_id: Id,
  row: Type.Integer(),
  day: Day,
  at: nullable(At),
  amount: Amount,
  amount_minor: Type.Integer(),
  currency: Currency,
  text: Type.String(),
  payer: Type.String(),
  transaction_reference: nullable(Type.String()),
  state: Type.Enum(['open', 'matched', 'ignored']),
  payment: nullable(LinePayment),
  parts: Type.Array(Type.Object({ ...LinePayment.properties, part: Amount, part_minor: Type.Integer() }), {
    description: 'What the line paid of each payment, where it paid several.',
  }),
  left: Amount,
  left_minor: Type.Integer({ description: 'What is open of an open line: less than its amount when a part is paid.' }),
  paid_already: nullable(
    Type.Object(
      { by: Type.String(), on: nullable(Day) },
      { description: 'By whom, and when, what this line names was paid.' },
    ),
  ),
  certainty: nullable(
    Type.Enum(['certain', 'likely', 'by_hand', 'paid_already'], {
      description: 'paid_already: it names a payment that needs no money any more; its own is to be given back.',
    }),
  ),
  because: nullable(
    Type.String({
      description: 'reference, transaction, amount or amount_and_payer: why it seems to be this payment.',
    }),
  ),
  decided_by: nullable(Type.String()),
  decided_at: nullable(At),
  note: nullable(Type.String()),
});

export const StatementLineFilter = Type.Object(
  {
    statement_id: Type.Optional(Id),
    state: Type.Optional(Type.Enum(['open', 'matched', 'ignored'])),
    certainty: Type.Optional(
      Type.Enum(['certain', 'likely', 'paid_already', 'none'], { description: 'none: nothing fits.' }),
    ),
  },
  { additionalProperties: false },
);

/** Money without a payment, and payments without money. */
export const Leftovers = Type.Object({
  lines: Type.Array(StatementLine, {
    description: 'Open lines without a proposal, and those whose amount is another one; the first 200.',
  }),
  line_count: Type.Integer(),
  suggestions: Type.Array(Type.Object({ line_id: Id, payment_ids: Type.Array(Id) }), {
    description:
      'Lines that seem to pay several payments: by our references, or by what a person said about this payer before.',
  }),
  payments: Type.Array(Type.Object({ ...LinePayment.properties, created_at: At, submitted_at: nullable(At) }), {
    description: 'Open payments, and confirmed ones of this time that no line shows; the first 200.',
  }),
  payment_count: Type.Integer(),
});

export const ConfirmInput = Type.Object({
  line_ids: Type.Optional(
    Type.Array(Id, { minItems: 1, maxItems: 500, description: 'Default: all that are certain.' }),
  ),
});

export const ConfirmAnswer = Type.Object({
  done: Type.Integer(),
  results: Type.Array(
    Type.Object({
      line_id: Id,
      payment_id: nullable(Id),
      ok: Type.Boolean(),
      needs_second: Type.Boolean(),
      code: nullable(Type.String()),
      message: nullable(Type.String()),
    }),
  ),
});

export const MatchInput = Type.Object({ payment_id: Id, note: Type.Optional(Type.String({ maxLength: 500 })) });
export const MatchSeveralInput = Type.Object({
  line_ids: Type.Array(Id, { minItems: 1, maxItems: 20 }),
  payment_ids: Type.Array(Id, {
    minItems: 1,
    maxItems: 20,
    description: 'One line with several payments, or several lines with one payment; the amounts agree.',
  }),
  note: Type.Optional(Type.String({ maxLength: 500 })),
});
export const IgnoreInput = Type.Object({ note: Type.Optional(Type.String({ maxLength: 500 })) });

export type StatementMapping = Static<typeof StatementMapping>;
export type StatementFormat = Static<typeof StatementFormat>;
export type StatementPreview = Static<typeof StatementPreview>;
export type Statement = Static<typeof Statement>;
export type StatementLine = Static<typeof StatementLine>;
export type StatementLineFilter = Static<typeof StatementLineFilter>;
export type Leftovers = Static<typeof Leftovers>;
export type ConfirmAnswer = Static<typeof ConfirmAnswer>;
