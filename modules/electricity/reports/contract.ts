import { type Static, Type } from 'typebox';
import { At, Currency, Day, Id, nullable } from '../../../kernel/lib/schemas.ts';

export { barsOf, changeOf } from './report.rule.ts';

const strict = { additionalProperties: false };
const Money = nullable(Type.Integer({ description: 'In minor units.' }));

export const REPORT_KINDS = ['meter', 'building', 'department', 'customer'] as const;
export const ReportQuery = Type.Object(
  {
    month: Type.Optional(
      Type.String({
        pattern: '^\\d{4}-(0[1-9]|1[0-2])$',
        maxLength: 7,
        description: 'Such as 2026-10; default: the last.',
      }),
    ),
    kind: Type.Optional(
      Type.Enum([...REPORT_KINDS, 'all'], {
        description: 'Without it: all meters; of a household what is its own.',
      }),
    ),
    id: Type.Optional(Type.String({ maxLength: 40, description: 'Its uuid; of a meter also the number.' })),
  },
  strict,
);
export type ReportQuery = Static<typeof ReportQuery>;

/** `cost_minor`: what the used units cost, at the average price of what was bought in the twelve months to this one. */
const figures = {
  used_wh: Type.Integer(),
  before_wh: Type.Integer({ description: 'Used in the month before.' }),
  year_ago_wh: Type.Integer({ description: 'Used in the same month of the year before.' }),
  cost_minor: Money,
  paid_minor: Type.Integer({
    description: 'What was credited in this month cost: purchases and redeemed vouchers, less what was given back.',
  }),
  bought_wh: Type.Integer({ description: 'The units of it, less those that were taken back.' }),
};
export const ReportLine = Type.Object({ id: Id, number: Type.String(), name: Type.String(), ...figures });
export type ReportLine = Static<typeof ReportLine>;

export const Report = Type.Object({
  kind: Type.Enum([...REPORT_KINDS, 'all']),
  id: Id,
  title: Type.String(),
  holder: Type.String(),
  customer_id: nullable({ ...Id, description: 'The holder; null: nobody holds the meter.' }),
  month: Day,
  currency: Currency,
  made_at: At,
  meters: Type.Array(ReportLine),
  total: Type.Object(figures),
  days: Type.Array(Type.Object({ at: Day, wh: Type.Integer() }), { description: 'Each day of the month.' }),
  months: Type.Array(Type.Object({ at: Day, wh: Type.Integer() }), { description: 'Thirteen months to this one.' }),
  files: Type.Object(
    { pdf: Type.String(), xlsx: Type.String() },
    { description: 'Links to the same as a file, good for an hour.' },
  ),
});
export type Report = Static<typeof Report>;
