import { type Ctx, inOrg } from '../../ctx/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { type Payment, toPayment } from '../payment.ts';

/** One payment; refuses with `payments.not_found`. */
export async function findPayment(ctx: Ctx, id: string): Promise<Result<Payment>> {
  const row = await ctx.db.selectFrom('payment').selectAll().where(inOrg(ctx)).where('id', '=', id).executeTakeFirst();
  return row ? ok(toPayment(row)) : refuse('payments.not_found');
}

/** All payments for a subject, the oldest first. */
export async function paymentsOf(ctx: Ctx, subject: { type: string; id: string }): Promise<Payment[]> {
  const rows = await ctx.db
    .selectFrom('payment')
    .selectAll()
    .where(inOrg(ctx))
    .where('subject_type', '=', subject.type)
    .where('subject_id', '=', subject.id)
    .orderBy('id')
    .execute();
  return rows.map(toPayment);
}

/** Several payments, in no order. */
export async function paymentsById(ctx: Ctx, ids: string[]): Promise<Payment[]> {
  if (ids.length === 0) return [];
  const rows = await ctx.db.selectFrom('payment').selectAll().where(inOrg(ctx)).where('id', 'in', ids).execute();
  return rows.map(toPayment);
}
