import { type Static, Type } from 'typebox';
import { Amount, At, Currency, Id, nullable } from '../lib/schemas.ts';

export { denominationsOf } from './denominations.rule.ts';
export { besidesTax } from './report/besides-tax.rule.ts';

/** Requests and answers of the till's routes, shared with the screens. */

const TypedAmount = Type.String({ minLength: 1, maxLength: 30, description: 'Decimal text such as "12.50".' });
const Reason = Type.String({ maxLength: 500 });
const ApprovalId = Type.Optional(Type.String({ format: 'uuid', description: 'What POST /approvals answered.' }));
const strict = { additionalProperties: false };

export const DrawerInput = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 80 }),
    code: Type.Optional(
      Type.String({ maxLength: 30, description: 'Names its account in the ledger; made from the name when absent.' }),
    ),
    currency: Type.Optional(Currency),
    shared: Type.Optional(Type.Boolean({ description: 'Several cashiers at once, each with their own money in it.' })),
  },
  strict,
);
export const DrawerPatch = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
    shared: Type.Optional(Type.Boolean()),
    archived: Type.Optional(Type.Boolean()),
  },
  strict,
);
export const Drawer = Type.Object({
  id: Id,
  code: Type.String(),
  name: Type.String(),
  currency: Currency,
  shared: Type.Boolean(),
  archived: Type.Boolean(),
  account: Type.String({ description: 'Its account in the ledger.' }),
  owner_account: nullable(Type.String({ description: 'Whose cash is in it, such as a stall’s; null: the house’s.' })),
  open_by: Type.Array(Type.String(), { description: 'The cashiers whose sessions are open on it.' }),
});

export const OpenInput = Type.Object({ drawer_id: Id, float: TypedAmount }, strict);

export const MOVES = ['float', 'pay_in', 'pay_out', 'drop', 'no_sale'] as const;
export type Move = (typeof MOVES)[number];
export const MoveInput = Type.Object(
  {
    kind: Type.Enum([...MOVES]),
    amount: Type.Optional(TypedAmount),
    reason: Type.Optional(Reason),
    approval_id: ApprovalId,
  },
  strict,
);

export const CloseInput = Type.Object(
  {
    counts: Type.Optional(
      Type.Array(
        Type.Object(
          {
            value_minor: Type.Integer({ minimum: 1, maximum: 1_000_000_000 }),
            pieces: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
          },
          strict,
        ),
        { maxItems: 30, description: 'How many of each note and coin.' },
      ),
    ),
    other: Type.Optional(
      Type.String({ maxLength: 30, description: 'Counted as a sum: beside the pieces, or all of it.' }),
    ),
    reason: Type.Optional(Type.String({ maxLength: 500, description: 'Of a supervisor: why they close it.' })),
  },
  strict,
);
export const ReasonInput = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 500 }) }, strict);

const Named = Type.Object({ id: Id, name: Type.String() });
export const Session = Type.Object({
  id: Id,
  drawer: Type.Object({ id: Id, name: Type.String(), code: Type.String() }),
  cashier: Named,
  currency: Currency,
  opened_at: At,
  float: Amount,
  closed_at: nullable(At),
  closed_by: nullable(Type.String()),
  close_reason: nullable(Type.String()),
  expected: nullable(Amount),
  counted: nullable(Amount),
  difference: nullable(Amount),
  difference_minor: nullable(Type.Integer()),
  difference_reason: nullable(Type.String()),
  counts: Type.Array(Type.Object({ value_minor: Type.Integer(), pieces: Type.Integer() })),
  late_count: Type.Integer({ description: 'Sales made in it without a network that came after its close.' }),
  late: Amount,
  /** it is the caller's own */
  own: Type.Boolean(),
});
export const SessionFilter = Type.Object(
  {
    open: Type.Optional(Type.Boolean()),
    differs: Type.Optional(Type.Boolean({ description: 'Closed with a difference.' })),
    drawer_id: Type.Optional(Id),
    cashier_id: Type.Optional(Id),
    from: Type.Optional(Type.String({ format: 'date' })),
    to: Type.Optional(Type.String({ format: 'date' })),
  },
  strict,
);

export const Movement = Type.Object({
  id: Id,
  kind: Type.String(),
  amount: Amount,
  reason: Type.String(),
  at: At,
  actor: Type.String(),
  approved_by: nullable(Type.String()),
});

/** How the caller's tills stand: what a desk shows. */
export const TillState = Type.Object({
  sessions: Type.Array(Session, { description: 'Open ones of the caller.' }),
  unexplained: Type.Array(Session, { description: 'Closed ones of the caller whose difference has no reason yet.' }),
  drawers: Type.Array(Drawer, { description: 'Those that are in use.' }),
  required: Type.Boolean({ description: 'Cash is taken only with an open till.' }),
  approve: Type.Object({
    no_sale: Type.Boolean(),
    pay_out_above: nullable(Type.Number()),
  }),
});

const Sum = { count: Type.Integer(), amount: Amount };
export const Report = Type.Object({
  kind: Type.Enum(['x', 'z'], { description: 'x: while it is open; z: after it was closed.' }),
  session: Session,
  cash: Type.Array(Type.Object({ kind: Type.String(), ...Sum }), { description: 'What moved in the drawer.' }),
  by_method: Type.Array(Type.Object({ method: Type.String(), ...Sum })),
  by_subject: Type.Array(Type.Object({ subject: Type.String(), label: Type.String(), ...Sum })),
  by_tax: Type.Array(Type.Object({ rate: Type.Number(), net: Amount, tax: Amount })),
  untaxed: Type.String({ description: 'Of the total: what has no tax, as far as is known.' }),
  rounding: Type.String({
    description: 'Of the total: what bills were rounded by. With `untaxed` and all of `by_tax` it makes the total.',
  }),
  by_hour: Type.Array(Type.Object({ hour: At, ...Sum })),
  no_sales: Type.Integer({ description: 'How often the drawer was opened without a sale.' }),
  total: Amount,
});

export const ApprovalInput = Type.Object(
  {
    what: Type.String({ maxLength: 60, description: 'Such as till.pay_out; a refusal names it.' }),
    subject_id: Id,
    amount: Type.Optional(Type.String({ maxLength: 30, description: 'The most that is approved.' })),
    currency: Type.Optional(Currency),
    approver_id: Type.Optional(Id),
    pin: Type.Optional(Type.String({ maxLength: 20 })),
    email: Type.Optional(Type.String({ maxLength: 200 })),
    password: Type.Optional(Type.String({ maxLength: 200 })),
    code: Type.Optional(Type.String({ maxLength: 20, description: 'Of the second factor.' })),
  },
  strict,
);
export const Approval = Type.Object({ id: Id, approver: Named, expires_at: At });
export const Approver = Named;
export const PinInput = Type.Object(
  { password: Type.String({ minLength: 1, maxLength: 200 }), pin: nullable(Type.String({ maxLength: 20 })) },
  strict,
);
export const PinState = Type.Object({ set_at: nullable(At) });

export type DrawerInput = Static<typeof DrawerInput>;
export type DrawerPatch = Static<typeof DrawerPatch>;
export type Drawer = Static<typeof Drawer>;
export type OpenInput = Static<typeof OpenInput>;
export type MoveInput = Static<typeof MoveInput>;
export type CloseInput = Static<typeof CloseInput>;
export type Session = Static<typeof Session>;
export type SessionFilter = Static<typeof SessionFilter>;
export type Movement = Static<typeof Movement>;
export type TillState = Static<typeof TillState>;
export type Report = Static<typeof Report>;
export type ApprovalInput = Static<typeof ApprovalInput>;
export type Approval = Static<typeof Approval>;
export type Approver = Static<typeof Approver>;
