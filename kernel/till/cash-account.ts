import { type Ctx, inOrg, onOrg } from '../ctx/index.ts';
import { newId } from '../lib/ids.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { publish } from '../realtime/index.ts';
import { getSettings } from '../settings/index.ts';
import { DIFFERENCES, drawerAccount, SAFE } from './accounts.ts';
import { addLate } from './add-late.action.ts';
import { PAY_OUT } from './approvals/names.ts';
import { type Approver, approvedAbove } from './approvals/use-up-approval.ts';
import { recordMovement } from './move.ts';
import { SESSION } from './names.ts';
import { type LockedSession, lockSession } from './sessions/lock-session.ts';
import { tillSettings } from './settings.ts';

/** What a sale is taxed by, where its module knows it; `rate: null` is money of it that is not taxed. */
export type Tax = { rate: number | null; net_minor: number; tax_minor: number };

export type Taking = {
  /** minor units: above zero it comes in, below it goes out */
  amountMinor: number;
  /** ISO 4217 */
  currency: string;
  /** `cash` moves the drawer; another method is only counted in the reports. Default: cash */
  method?: string;
  /** where the money of another method goes */
  account?: string;
  /** what is sold, such as `raffle.order`, and the key of its name */
  subject: { type: string; label: string };
  paymentId?: string | null;
  /** of what comes, or below zero of what goes back; looked up only where a till counts it */
  taxes?: () => Promise<Tax[] | null> | undefined;
  /** who has the money in hands, when not the actor: the first of two people who approve cash */
  holder?: { id: string; name: string } | null;
  /** the supervisor who approved it */
  approver?: Approver | null | undefined;
  /** taken earlier, without a network, in the actor's till of that time */
  made?: Made | undefined;
};

/** When money was taken, by the device's clock, and in which session: both are what the device says. */
export type Made = { sessionId: string; at: Date };

/** The account that an entry has to name, and the id that it has to have: the movement refers to it. */
export type Place = { account: string; entryId: string };

/**
 * Where money that a member of the staff takes or gives back has to be posted. With an open till of theirs in that
 * currency, cash is in its drawer, and a movement is written; the caller posts the entry in the same transaction, under
 * `entryId`. Without one, cash is in `assets:cash`, or refused with `till.not_open` where the organization wants a till
 * (`till.not_open_of`: of another member, `name`).
 *
 * The session's row is locked, so that no sale gets into one that is being closed. Sales share that lock.
 */
export async function cashAccount(tx: Ctx, taking: Taking): Promise<Result<Place>> {
  const { amountMinor, currency, method = 'cash', account = SAFE, subject, holder } = taking;
  const cash = method === 'cash';
  const entryId = newId(tx.clock.now().getTime());
  const holderId = holder?.id ?? (tx.actor.kind === 'user' ? tx.actor.id : null);
  const madeIn = taking.made && (await lockMade(tx, taking.made, currency));
  const [session, settings] = await Promise.all([
    madeIn ?? (holderId === null ? undefined : lockOpen(tx, holderId, currency)),
    getSettings(tx, tillSettings, { fresh: true }),
  ]);
  if (!session) {
    if (cash && settings.required) {
      const other = holder && holder.id !== tx.actor.id;
      return other
        ? refuse('till.not_open_of', { name: holder.name, currency })
        : refuse('till.not_open', { currency });
    }
    return ok({ account, entryId });
  }
  const taxes = (await taking.taxes?.()) ?? null;
  await recordMovement(tx, {
    session_id: session.id,
    kind: amountMinor > 0 ? 'sale' : 'refund',
    amount_minor: cash ? amountMinor : 0,
    total_minor: amountMinor,
    method,
    subject_type: subject.type,
    subject_label: subject.label,
    taxes: taxes && JSON.stringify(taxes),
    payment_id: taking.paymentId ?? null,
    ledger_entry_id: entryId,
    approved_by_id: taking.approver?.id ?? null,
    approved_by_name: taking.approver?.name ?? null,
    ...(madeIn && taking.made && { sold_at: within(taking.made.at, madeIn.opened_at, tx.clock.now()) }),
    late: madeIn?.closed_at != null,
  });
  if (madeIn?.closed_at != null) await addLate(tx, madeIn, { amountMinor: cash ? amountMinor : 0, subject });
  publish(tx, SESSION, session.id);
  return ok({ account: cash ? drawerAccount(session.code) : account, entryId });
}

/**
 * The session of the actor in which a device took money without a network, open or closed. Undefined for one that is not
 * theirs: then the money is taken as if it came now.
 */
async function lockMade(tx: Ctx, { sessionId }: Made, currency: string): Promise<LockedSession | undefined> {
  const locked = await lockSession(tx, sessionId);
  const own = locked.ok && locked.data.cashier_id === tx.actor.id && locked.data.currency === currency;
  return own ? locked.data : undefined;
}

/** What a device's clock says, inside what is possible. */
const within = (at: Date, from: Date, to: Date): Date => (at < from ? from : at > to ? to : at);

function lockOpen(tx: Ctx, cashierId: string, currency: string) {
  return tx.db
    .selectFrom('till_session as s')
    .innerJoin('till_drawer as d', onOrg('d.id', 's.drawer_id'))
    .select(['s.id', 'd.code', 's.owner_account'])
    .where(inOrg(tx, 's'))
    .where('s.cashier_id', '=', cashierId)
    .where('s.currency', '=', currency)
    .where('s.closed_at', 'is', null)
    .forShare('s')
    .executeTakeFirst();
}

export type HouseCash = {
  /** minor units: above zero it comes in, below it goes out */
  amountMinor: number;
  /** ISO 4217 */
  currency: string;
  reason: string;
  /** what a supervisor's approval (`till.pay_out`) is about, above the limit of pay-outs */
  subjectId: string;
  approvalId: string | undefined;
};

/**
 * Where cash of the house has to be posted that comes or goes for no sale, such as what a stall gets: the drawer of the
 * actor's open till, with a movement, else the safe. The caller posts the entry under `entryId`, as with `cashAccount`.
 *
 * Refusals: `till.not_open` where the organization wants a till, `till.not_the_house` (the drawer's cash is somebody
 * else's), and those of an approval.
 */
export async function houseCash(tx: Ctx, cash: HouseCash): Promise<Result<Place>> {
  const { amountMinor, currency, reason, subjectId, approvalId } = cash;
  const settings = await getSettings(tx, tillSettings, { fresh: true });
  const session = tx.actor.kind === 'user' ? await lockOpen(tx, tx.actor.id, currency) : undefined;
  if (!session && settings.required) return refuse('till.not_open', { currency });
  if (session && session.owner_account !== null) return refuse('till.not_the_house');
  const wanted = { what: PAY_OUT, subjectId, amountMinor: -amountMinor, currency, approvalId };
  const approved = amountMinor < 0 ? await approvedAbove(tx, settings.approve_pay_out_above, wanted) : ok(null);
  if (!approved.ok) return approved;
  const entryId = newId(tx.clock.now().getTime());
  if (!session) return ok({ account: SAFE, entryId });
  await recordMovement(tx, {
    session_id: session.id,
    kind: amountMinor > 0 ? 'pay_in' : 'pay_out',
    amount_minor: amountMinor,
    ledger_entry_id: entryId,
    reason,
    approved_by_id: approved.data?.id ?? null,
    approved_by_name: approved.data?.name ?? null,
  });
  publish(tx, SESSION, session.id);
  return ok({ account: drawerAccount(session.code), entryId });
}

/**
 * The confirmation of money was a mistake: it never came. While the session in which it was recorded is open, a movement
 * takes it back, and the caller reverses the entry under `entryId`. After the close the count has already shown that it
 * was missing, so the drawer is left alone and the caller posts the amount against `instead`, the account of the
 * differences. Money without a till is reversed as well.
 */
export async function mistakenCash(
  tx: Ctx,
  ledgerEntryId: string,
  { approver, taxes }: Pick<Taking, 'approver' | 'taxes'>,
): Promise<Result<{ entryId: string; instead: string | null }>> {
  const entryId = newId(tx.clock.now().getTime());
  const movement = await tx.db
    .selectFrom('till_movement')
    .selectAll()
    .where(inOrg(tx))
    .where('ledger_entry_id', '=', ledgerEntryId)
    .executeTakeFirst();
  if (!movement) return ok({ entryId, instead: null });
  const session = await tx.db
    .selectFrom('till_session')
    .select(['id', 'closed_at', 'owner_account'])
    .where(inOrg(tx))
    .where('id', '=', movement.session_id)
    .forShare()
    .executeTakeFirstOrThrow();
  if (session.closed_at !== null) {
    return ok({ entryId, instead: movement.amount_minor === 0 ? null : (session.owner_account ?? DIFFERENCES) });
  }
  const { session_id, method, subject_type, subject_label, payment_id } = movement;
  const gone = (await taxes?.()) ?? null;
  await recordMovement(tx, {
    session_id,
    kind: 'refund',
    amount_minor: -movement.amount_minor,
    total_minor: -movement.total_minor,
    method,
    subject_type,
    subject_label,
    taxes: gone && JSON.stringify(gone),
    payment_id,
    ledger_entry_id: entryId,
    approved_by_id: approver?.id ?? null,
    approved_by_name: approver?.name ?? null,
  });
  publish(tx, SESSION, session_id);
  return ok({ entryId, instead: null });
}
