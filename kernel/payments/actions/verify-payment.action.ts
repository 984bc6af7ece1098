import { audit } from '../../audit/index.ts';
import { type Ctx, inOrg } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import type { Made } from '../../till/index.ts';
import { changePayment, lockPayment, refusalOf } from '../change.ts';
import type { SeenMethod } from '../domain/states.ts';
import { payableOf } from '../payables.ts';
import { type Payment, type PaymentRow, toPayment } from '../payment.ts';
import { needsTwo } from '../settings.ts';
import { type Confirmation, creditPayment, knownBy } from './credit-payment.action.ts';
import { type NewPayment, openRow } from './open-payment.action.ts';

export type Verification = { transactionReference?: string | null | undefined; note?: string | null | undefined };
type Seen = Verification & { method: SeenMethod; made?: Made | undefined };
type Received = Omit<Seen, 'method'> & { method: SeenMethod | 'credit' };

/**
 * Confirms that the money has come: one transaction with the ledger entry, the module's part, history, audit, and the
 * message to the payer. Above the organization's limit the first person's approval is stored and a second person
 * confirms; the first answer leaves the state unchanged, with `firstApproval` set.
 *
 * Refusals: `payments.not_found`, `payments.already_verified`, `payments.already_denied`, `payments.already_refunded`,
 * `payments.closed`, `payments.second_person`, `payments.approver_too_new`, `payments.person_required`,
 * `payments.reference_too_long`, and those of the module.
 */
export async function verifyPayment(ctx: Ctx, id: string, how: Verification = {}): Promise<Result<Payment>> {
  const reference = how.transactionReference?.trim() || null;
  if (reference && reference.length > 100) return refuse('payments.reference_too_long');
  return transaction(ctx, async (tx) => {
    const locked = await lockPayment(tx, id);
    if (!locked.ok) return locked;
    const refused = refusalOf('verify', locked.data);
    if (refused) return refused;
    const two = await needsTwo(tx, locked.data);
    return confirm(tx, locked.data, { reference, note: how.note, method: null }, two);
  });
}

/**
 * Confirms money that a person saw come in at the desk, with or without a proof. The rules of verifyPayment apply: above
 * the limit it goes to the evidence desk, where a second person approves.
 */
export async function markPaid(
  ctx: Ctx,
  id: string,
  how: Verification & { method: SeenMethod },
): Promise<Result<Payment>> {
  const seen = readSeen(how);
  if (!seen.ok) return seen;
  return transaction(ctx, async (tx) => {
    const locked = await lockPayment(tx, id);
    if (!locked.ok) return locked;
    const refused = refusalOf('mark_paid', locked.data);
    if (refused) return refused;
    return confirm(tx, locked.data, seen.data, await needsTwo(tx, locked.data));
  });
}

/**
 * Opens a payment for money that a person has just seen come in, and confirms it: openPayment and markPaid in one step.
 * The caller holds the locks of the subject, and nobody else can see the payment yet; `credit` is store credit that it
 * takes off. Refuses as markPaid.
 */
export async function receivePayment(ctx: Ctx, payment: NewPayment, how: Received): Promise<Result<Payment>> {
  const seen = readSeen(how);
  if (!seen.ok) return seen;
  const { amountMinor: amount_minor, currency } = payment;
  return transaction(ctx, async (tx) => {
    const [row, two] = await Promise.all([
      openRow(tx, { ...payment, exact: true }),
      needsTwo(tx, { amount_minor, currency, created_at: tx.clock.now() }),
    ]);
    return confirm(tx, row, seen.data, two);
  });
}

/** A transfer that was seen is a transfer: it is in the bank, as one with a proof is. */
function readSeen({ method, transactionReference, note, made }: Received): Result<Confirmation> {
  const reference = transactionReference?.trim() || null;
  if (reference && reference.length > 100) return refuse('payments.reference_too_long');
  return ok({ reference, note, method: method === 'transfer' ? 'proof' : method, made });
}

/** Confirms a locked row whose state allows it. `two`: its amount is for two people to approve. */
async function confirm(tx: Ctx, row: PaymentRow, how: Confirmation, two: boolean): Promise<Result<Payment>> {
  const payable = payableOf(tx, row.subject_type);
  // Nobody claims to have seen store credit: the module has just taken it off.
  if (two && !payable.onlyOwed && how.method !== 'credit') {
    // API keys and jobs cannot approve here: a person may hold several keys.
    if (tx.actor.kind !== 'user') return refuse('payments.person_required');
    if (row.first_approval_by_id === tx.actor.id) return refuse('payments.second_person');
    if (await roleSince(tx, tx.actor.id, row.created_at)) return refuse('payments.approver_too_new');
    if (row.first_approval_by_id === null) return approveFirst(tx, row, knownBy(how), how.note);
  }
  return creditPayment(tx, row, how);
}

/** Whether a member got their role after a moment. */
async function roleSince(tx: Ctx, userId: string, at: Date): Promise<boolean> {
  const newer = await tx.db
    .selectFrom('membership')
    .select('user_id')
    .where(inOrg(tx))
    .where('user_id', '=', userId)
    .where('role_since', '>', at)
    .executeTakeFirst();
  return newer !== undefined;
}

async function approveFirst(
  tx: Ctx,
  row: PaymentRow,
  known: object,
  note: string | null | undefined,
): Promise<Result<Payment>> {
  const now = tx.clock.now();
  const [approved] = await Promise.all([
    changePayment(
      tx,
      row,
      {
        ...known,
        // It goes to the evidence desk, where the second person finds it.
        state: 'submitted',
        ...(row.state !== 'submitted' && { submitted_at: now }),
        first_approval_by_id: tx.actor.id,
        first_approval_by_name: tx.actor.name,
        first_approval_at: now,
      },
      { what: 'first_approval', note },
    ),
    audit(tx, 'payments.first_approval', {
      subject: { type: 'payment', id: row.id },
      after: { reference: row.reference, amount_minor: row.amount_minor, currency: row.currency },
      note: note ?? null,
    }),
  ]);
  return ok(toPayment(approved));
}
