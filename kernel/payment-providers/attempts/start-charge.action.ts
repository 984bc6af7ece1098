import { audit } from '../../audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { newId } from '../../lib/ids.ts';
import { formatAmount } from '../../lib/money.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { lockPayment, type PaymentRow, recordEvent, refusalOf } from '../../payments/index.ts';
import { type AttemptState, isOpen } from '../domain/attempt-states.ts';
import { REQUEST_MS } from '../domain/poll-pauses.ts';
import { ATTEMPT } from '../names.ts';
import type { Provider } from '../provider.ts';
import { type Attempt, type AttemptRow, latestCharge, toAttempt } from './attempt.ts';
import { pollNow, schedulePoll, sendAttempt } from './poll.ts';

/** An attempt that is open for so long needs attention; a payer may take half an hour. */
const ALERT_AFTER_MS = 60 * 60_000;

export type NewCharge = {
  provider: string;
  /** the required payer: the phone that a mobile-money operator asks, as a person typed it; default: any payer */
  payer?: string | null;
};

/**
 * Asks a provider for a payment's money. The attempt is stored before anything is sent, so that its id is known on both
 * sides and the provider can be asked for the result, whatever happens to this process or to the answer. While one is
 * open no second is made: the open one is returned. Inside a transaction a job sends the request right after the commit.
 *
 * Refusals: `payments.not_found`, `payments.no_provider`, `payments.attempt_open`, `payments.currency_not_taken`,
 * `payments.amount_not_taken`, `payments.too_often`, those of the payer's phone (provider.ts), and those of the payment's state.
 */
export async function startCharge(ctx: Ctx, paymentId: string, charge: NewCharge): Promise<Result<Attempt>> {
  const provider = ctx.services.providers.get(charge.provider);
  if (!provider) return refuse('payments.no_provider');
  const payer = provider.payer ? await provider.payer(ctx, charge.payer ?? '') : ok(charge.payer ?? null);
  if (!payer.ok) return payer;
  const stored = await transaction(ctx, async (tx) => {
    const charged = await store(tx, provider, paymentId, payer.data);
    if (charged.ok && charged.data.isNew && ctx.inTransaction) await pollNow(tx, charged.data.row.id, { unsent: true });
    return charged;
  });
  if (!stored.ok) return stored;
  const { row, isNew } = stored.data;
  if (!isNew || ctx.inTransaction) return ok(toAttempt(row));
  return ok(toAttempt(await sendAttempt(ctx, row)));
}

async function store(
  tx: Ctx,
  provider: Provider,
  paymentId: string,
  payer: string | null,
): Promise<Result<{ row: AttemptRow; isNew: boolean }>> {
  const locked = await lockPayment(tx, paymentId);
  if (!locked.ok) return locked;
  const payment = locked.data;
  const open = await latestCharge(tx, paymentId);
  if (open && isOpen(open.state as AttemptState)) {
    const same = open.provider === provider.name && open.payer === payer;
    return same ? ok({ row: open, isNew: false }) : refuse('payments.attempt_open');
  }
  const refused = refusalOf('charge', payment);
  if (refused) return refused;
  const account = await provider.account(tx);
  if (account === null) return refuse('payments.no_provider');
  const outside = await outsideLimits(tx, provider, payment);
  if (outside) return outside;
  if (payer && (await chargesSince(tx, paymentId, HOUR_MS)) >= MAX_AN_HOUR) return refuse('payments.too_often');
  const row = await insertAttempt(tx, {
    kind: 'charge',
    payment,
    provider,
    account,
    amountMinor: payment.amount_minor,
    payer,
  });
  return ok({ row, isNew: true });
}

async function outsideLimits(tx: Ctx, provider: Provider, { amount_minor, currency }: PaymentRow) {
  const taken = await provider.limits(tx, currency);
  if (!taken) return refuse('payments.currency_not_taken', { currency });
  if (amount_minor >= taken.minMinor && amount_minor <= taken.maxMinor) return null;
  return refuse('payments.amount_not_taken', {
    from: formatAmount(taken.minMinor, currency),
    to: formatAmount(taken.maxMinor, currency),
    currency,
  });
}

/** Whoever has the link can make any phone ask for a PIN. */
const MAX_AN_HOUR = 10;
const HOUR_MS = 60 * 60_000;

async function chargesSince(tx: Ctx, paymentId: string, ms: number): Promise<number> {
  const { count } = await tx.db
    .selectFrom('payment_attempt')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(inOrg(tx))
    .where('payment_id', '=', paymentId)
    .where('kind', '=', 'charge')
    .where('created_at', '>', new Date(tx.clock.now().getTime() - ms))
    .executeTakeFirstOrThrow();
  return Number(count);
}

type NewAttempt = {
  kind: Attempt['kind'];
  payment: PaymentRow;
  provider: Provider;
  account: string;
  amountMinor: number;
  payer?: string | null;
  chargeId?: string;
  note?: string;
};

/**
 * Stores an attempt of a locked payment before anything is sent, with the poll that finds the result if this process
 * dies.
 */
export async function insertAttempt(tx: Ctx, attempt: NewAttempt): Promise<AttemptRow> {
  const { kind, payment, provider, account, amountMinor } = attempt;
  const now = tx.clock.now();
  const id = newId(now.getTime());
  const next_poll_at = new Date(now.getTime() + REQUEST_MS);
  const [row] = await Promise.all([
    tx.db
      .insertInto('payment_attempt')
      .values({
        organization_id: orgOf(tx).id,
        id,
        payment_id: payment.id,
        kind,
        charge_id: attempt.chargeId ?? null,
        provider: provider.name,
        account,
        amount_minor: amountMinor,
        currency: payment.currency,
        payer: attempt.payer ?? null,
        note: attempt.note ?? null,
        next_poll_at,
        alert_at: new Date(now.getTime() + ALERT_AFTER_MS),
        started_by_name: tx.actor.name,
        created_at: now,
        updated_at: now,
      })
      .returningAll()
      .executeTakeFirstOrThrow(),
    recordEvent(tx, payment.id, {
      what: kind === 'charge' ? 'provider_asked' : 'refund_asked',
      from: payment.state,
      to: payment.state,
      note: provider.name,
    }),
    audit(tx, 'payments.attempt_started', {
      subject: { type: ATTEMPT, id },
      after: {
        payment: payment.id,
        reference: payment.reference,
        kind,
        provider: provider.name,
        amount_minor: amountMinor,
        currency: payment.currency,
      },
      note: attempt.note ?? null,
    }),
  ]);
  await schedulePoll(tx, row, next_poll_at);
  return row;
}
