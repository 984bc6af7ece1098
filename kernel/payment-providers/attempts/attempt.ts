import type { Selectable } from 'kysely';
import type { DB } from '../../../db/types.ts';
import { type Ctx, inOrg } from '../../ctx/index.ts';
import type { PaymentMethod } from '../../payments/index.ts';
import type { AttemptState } from '../domain/attempt-states.ts';

/** One request to a provider, to take money or to give it back, as providers and modules see it. */
export type Attempt = {
  id: string;
  paymentId: string;
  kind: 'charge' | 'refund';
  /** of a refund: the charge that is refunded */
  chargeId: string | null;
  provider: string;
  account: string;
  state: AttemptState;
  providerId: string | null;
  /** where the payer pays */
  link: string | null;
  expiresAt: Date | null;
  /** the required payer; null: any payer */
  payer: string | null;
  amountMinor: number;
  currency: string;
  receivedMinor: number | null;
  receivedCurrency: string | null;
  reason: string | null;
  note: string | null;
  createdAt: Date;
};

export type AttemptRow = Selectable<DB['payment_attempt']>;

export function toAttempt(row: AttemptRow): Attempt {
  return {
    id: row.id,
    paymentId: row.payment_id,
    kind: row.kind as Attempt['kind'],
    chargeId: row.charge_id,
    provider: row.provider,
    account: row.account,
    state: row.state as AttemptState,
    providerId: row.provider_id,
    link: row.link,
    expiresAt: row.expires_at,
    payer: row.payer,
    amountMinor: row.amount_minor,
    currency: row.currency,
    receivedMinor: row.received_minor,
    receivedCurrency: row.received_currency,
    reason: row.reason,
    note: row.note,
    createdAt: row.created_at,
  };
}

/** The ledger's method for what this provider takes; undefined when the program no longer has the provider. */
export const methodOf = (ctx: Ctx, provider: string): PaymentMethod | undefined =>
  ctx.services.providers.get(provider)?.method;

export function findAttempt(ctx: Ctx, id: string): Promise<AttemptRow | undefined> {
  return ctx.db.selectFrom('payment_attempt').selectAll().where(inOrg(ctx)).where('id', '=', id).executeTakeFirst();
}

/** A charge by the provider's own id of it. */
export function chargeByProviderId(ctx: Ctx, provider: string, id: string): Promise<AttemptRow | undefined> {
  return ctx.db
    .selectFrom('payment_attempt')
    .selectAll()
    .where(inOrg(ctx))
    .where('provider', '=', provider)
    .where('kind', '=', 'charge')
    .where('provider_id', '=', id)
    .executeTakeFirst();
}

/** Locked for the rest of the transaction; lock the payment first. */
export function lockAttempt(tx: Ctx, id: string): Promise<AttemptRow> {
  return tx.db
    .selectFrom('payment_attempt')
    .selectAll()
    .where(inOrg(tx))
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

/** The newest charge of a payment, open or not. */
export function latestCharge(ctx: Ctx, paymentId: string): Promise<AttemptRow | undefined> {
  return ctx.db
    .selectFrom('payment_attempt')
    .selectAll()
    .where(inOrg(ctx))
    .where('payment_id', '=', paymentId)
    .where('kind', '=', 'charge')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}
