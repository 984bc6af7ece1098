import { sql } from 'kysely';
import { type Ctx, inOrg, onOrg } from '../../../kernel/ctx/index.ts';
import { cutPage, readCursor } from '../../../kernel/lib/cursor.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import type { CyclePaymentState } from '../cycles/contract.ts';
import { cycleFor, paymentState } from '../cycles/cycles.query.ts';
import { namedLike } from '../students/students.query.ts';
import type { CyclePayment, CyclePaymentFilter } from './contract.ts';

type Row = {
  id: string | null;
  student_id: string;
  name: string;
  roll_number: string;
  cycle_id: string;
  cycle_name: string;
  starts_on: string;
  ends_on: string;
  state: CyclePaymentState;
  price_minor: number;
  credit_minor: number;
  charges_minor: number;
  currency: string;
  payment_id: string | null;
  reference: string | null;
  payment_state: string | null;
  amount_minor: number | null;
  denial_reason: string | null;
  grace_until: string | null;
  verified_at: Date | null;
};

/** Each student with each cycle, and what they paid for it; students who don't eat are included when they paid. */
function paymentRows(ctx: Ctx) {
  return ctx.db
    .selectFrom('mess_student as s')
    .innerJoin('person as who', onOrg('who.id', 's.person_id'))
    .innerJoin('mess_cycle as c', (on) => on.onRef('c.organization_id', '=', 's.organization_id'))
    .leftJoin('mess_cycle_payment as cp', (on) =>
      on
        .onRef('cp.organization_id', '=', 's.organization_id')
        .onRef('cp.student_id', '=', 's.id')
        .onRef('cp.cycle_id', '=', 'c.id'),
    )
    .leftJoin('payment as p', onOrg('p.id', 'cp.payment_id'))
    .select(['cp.id', 's.id as student_id', 'who.name', 's.roll_number', 'c.id as cycle_id', 'c.name as cycle_name'])
    .select(['c.starts_on', 'c.ends_on', paymentState.as('state'), 'c.currency', 'cp.payment_id', 'p.reference'])
    .select(sql<number>`coalesce(cp.price_minor, c.price_minor)`.as('price_minor'))
    .select(sql<number>`coalesce(cp.credit_minor, 0)`.as('credit_minor'))
    .select(sql<number>`coalesce(cp.charges_minor, 0)`.as('charges_minor'))
    .select(['p.state as payment_state', 'p.amount_minor', 'p.denial_reason', 'cp.grace_until', 'cp.verified_at'])
    .where(inOrg(ctx, 's'))
    .where((is) => is.or([is('cp.id', 'is not', null), is('s.state', '=', 'approved')]))
    .$castTo<Row>();
}

export type PaymentQuery = {
  filter: CyclePaymentFilter;
  search?: string | undefined;
  limit: number;
  after?: string | undefined;
};

/** What students paid for a cycle, by roll number: of the named one, or that of today; of one student, all cycles. */
export async function listCyclePayments(ctx: Ctx, query: PaymentQuery): Promise<Result<CyclePayment[]>> {
  const { cycle_id, student_id, state } = query.filter;
  const cursor = readCursor(query.after, 'text', 'day');
  if (!cursor.ok) return cursor;
  let rows = paymentRows(ctx)
    .orderBy('s.roll_number')
    .orderBy('c.starts_on', 'desc')
    .limit(query.limit + 1);
  if (student_id) rows = rows.where('s.id', '=', student_id);
  if (cycle_id || !student_id) {
    const cycle = await cycleFor(ctx, cycle_id);
    if (!cycle.ok) return cycle;
    rows = rows.where('c.id', '=', cycle.data.id);
  }
  if (state) rows = rows.where(sql<boolean>`${paymentState} = ${state}`);
  for (const fits of namedLike(query.search)) rows = rows.where(fits);
  const [roll, day] = cursor.data;
  if (roll)
    rows = rows.where(
      sql<boolean>`(s.roll_number > ${roll} or s.roll_number = ${roll} and c.starts_on < ${day}::date)`,
    );
  return cutPage(await rows.execute(), query.limit, (row) => [row.roll_number, row.starts_on], asCyclePayment);
}

/** One payment by its uuid; refuses with `mess.payment.not_found`. */
export async function getCyclePayment(ctx: Ctx, id: string): Promise<Result<CyclePayment>> {
  const row = await paymentRows(ctx).where('cp.id', '=', id).executeTakeFirst();
  return row ? ok(asCyclePayment(row)) : refuse('mess.payment.not_found');
}

/** Several payments by their uuids, in no order; for lists of other packages that reference them. */
export async function cyclePaymentsById(ctx: Ctx, ids: string[]): Promise<CyclePayment[]> {
  if (ids.length === 0) return [];
  return (await paymentRows(ctx).where('cp.id', 'in', ids).execute()).map(asCyclePayment);
}

/** All payments of a student, the latest cycle first. */
export async function paymentsOfStudent(ctx: Ctx, studentId: string): Promise<CyclePayment[]> {
  const rows = await paymentRows(ctx).where('s.id', '=', studentId).orderBy('c.starts_on', 'desc').limit(60).execute();
  return rows.map(asCyclePayment);
}

function asCyclePayment(row: Row): CyclePayment {
  const { price_minor, credit_minor, charges_minor, currency } = row;
  const due_minor = price_minor + charges_minor - credit_minor;
  return {
    id: row.id,
    student: { id: row.student_id, name: row.name, roll_number: row.roll_number },
    cycle: { id: row.cycle_id, name: row.cycle_name, starts_on: row.starts_on, ends_on: row.ends_on },
    state: row.state,
    price: formatAmount(price_minor, currency),
    price_minor,
    credit: formatAmount(credit_minor, currency),
    credit_minor,
    charges: formatAmount(charges_minor, currency),
    charges_minor,
    due: formatAmount(due_minor, currency),
    due_minor,
    currency,
    payment:
      (row.payment_id && {
        id: row.payment_id,
        reference: row.reference ?? '',
        state: row.payment_state ?? '',
        amount: formatAmount(row.amount_minor ?? 0, currency),
        amount_minor: row.amount_minor ?? 0,
        denial_reason: row.denial_reason,
      }) ||
      null,
    grace_until: row.grace_until,
    verified_at: row.verified_at?.toISOString() ?? null,
  };
}
