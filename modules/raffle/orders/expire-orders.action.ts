import { sql } from 'kysely';
import { auditMany } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { enqueue } from '../../../kernel/jobs/index.ts';
import { ok } from '../../../kernel/lib/result.ts';
import { closePayment, setDue } from '../../../kernel/payments/index.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { ORDER } from '../names.ts';
import { release } from '../numbers/hold.action.ts';
import { raffleSettings } from '../settings.ts';
import { buyerNotice, reachable } from './buyer-notice.rule.ts';
import { holdUntil } from './lock-order.action.ts';

type Due = {
  id: string;
  code: string;
  raffle_id: string;
  numbers: number[];
  state: string;
  payment_id: string | null;
  conversation_id: string | null;
  person_id: string | null;
  /** since when a proof of it waits for staff, if one does */
  submitted_at: Date | null;
  /** the first of two approvals is given: a person has checked the picture */
  agreed: boolean;
};

/** The most orders in one transaction; the next run ends the rest. */
const BATCH = 200;

/**
 * Ends the orders whose reservation expired: their numbers are free at once, their payments are closed, and the buyers
 * get a message. An order whose proof waits keeps its numbers for `review_hours` and then ends like any other. Its
 * payment stays open: a later confirmation sells its numbers if they are still free, or the money is owed. Safe to
 * repeat; orders that another transaction has locked are skipped. Answers how many ended.
 */
export async function expireOrders(ctx: Ctx, which: { orderIds?: string[]; raffleId?: string } = {}): Promise<number> {
  // The actor is the system, whichever request found them.
  const services: Ctx = { ...ctx, actor: { kind: 'system', id: null, name: 'raffle' } };
  for (let ended = 0; ; ) {
    const done = await transaction(services, async (tx) => ok(await expireBatch(tx, which)));
    if (!done.ok) throw new Error(done.code);
    ended += done.data.ended;
    if (done.data.seen < BATCH) return ended;
  }
}

async function expireBatch(
  tx: Ctx,
  { orderIds, raffleId }: { orderIds?: string[]; raffleId?: string },
): Promise<{ seen: number; ended: number }> {
  const now = tx.clock.now();
  const organization_id = orgOf(tx).id;
  const { rows: due } = await sql<Due>`
    select o.id, o.code, o.raffle_id, o.numbers, o.state, o.payment_id, o.conversation_id, o.person_id,
      case when p.state = 'submitted' then p.submitted_at end as submitted_at, coalesce(p.first_approval_at is not null, false) as agreed
    from raffle_order o left join payment p on p.organization_id = o.organization_id and p.id = o.payment_id
    where o.organization_id = ${organization_id} and o.reserved_until <= ${now}
      and (${orderIds ?? null}::uuid[] is null or o.id = any (${orderIds ?? null}::uuid[]))
      and (${raffleId ?? null}::uuid is null or o.raffle_id = ${raffleId ?? null}::uuid)
    order by o.id limit ${BATCH} for no key update of o skip locked`.execute(tx.db);
  if (due.length === 0) return { seen: 0, ended: 0 };

  const { review_hours } = await getSettings(tx, raffleSettings);
  const heldOn = ({ agreed, submitted_at }: Due) => {
    const from = agreed ? now : submitted_at;
    const until = from && new Date(from.getTime() + review_hours * 3_600_000);
    return until && until > now ? until : null;
  };
  const over: Due[] = [];
  for (const order of due) {
    const until = heldOn(order);
    if (until) await holdUntil(tx, order, until);
    else over.push(order);
  }
  if (over.length === 0) return { seen: due.length, ended: 0 };

  await release(tx, over);
  await Promise.all([
    tx.db
      .updateTable('raffle_order')
      .set({ state: 'expired', reserved_until: null, ended_at: now, end_reason: 'expired', updated_at: now })
      .where(inOrg(tx))
      .where(
        'id',
        'in',
        over.map((order) => order.id),
      )
      .execute(),
    auditMany(
      tx,
      'raffle.order.expired',
      over.map(({ id, code, state }) => ({
        subject: { type: ORDER, id },
        before: { state },
        after: { state: 'expired', code },
      })),
    ),
  ]);
  for (const order of over) {
    // A proof that staff have not decided on stays on the evidence desk: the money may be there.
    if (order.payment_id && order.submitted_at) await setDue(tx, order.payment_id, null);
    else if (order.payment_id) await closePayment(tx, order.payment_id, 'the reservation expired');
    if (reachable(order)) await enqueue(tx, buyerNotice, { order: order.id, notice: 'expired' });
    publish(tx, 'raffle.order', order.id);
  }
  for (const id of new Set(over.map((order) => order.raffle_id))) publish(tx, 'raffle.grid', id);
  return { seen: due.length, ended: over.length };
}

/** The same, at the cost of one index look-up when nothing expired; for calls before a list is shown. */
export async function expireOverdue(ctx: Ctx): Promise<void> {
  const due = await ctx.db
    .selectFrom('raffle_order')
    .select('id')
    .where(inOrg(ctx))
    .where('reserved_until', '<=', ctx.clock.now())
    .limit(1)
    .executeTakeFirst();
  if (due) await expireOrders(ctx);
}
