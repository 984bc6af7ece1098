import { sql } from 'kysely';
import { audit } from '../../audit/index.ts';
import { type Ctx, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { newId, shortId } from '../../lib/ids.ts';
import { isCurrency } from '../../lib/money.ts';
import { ok, type Result } from '../../lib/result.ts';
import { publish } from '../../realtime/index.ts';
import { getSettings } from '../../settings/index.ts';
import { recordEvent } from '../change.ts';
import type { PaymentMethod } from '../domain/states.ts';
import { payableOf } from '../payables.ts';
import { type Payment, type PaymentRow, toPayment } from '../payment.ts';
import { paymentSettings } from '../settings.ts';

export type NewPayment = {
  /** what it is for; its type is one of the manifests' `payables` */
  subject: { type: string; id: string };
  personId?: string | null;
  payerName?: string;
  /** the price, in minor units, above zero */
  amountMinor: number;
  /** exactly this amount, also where the organization wants unique ones: the money has already come */
  exact?: boolean;
  /** ISO 4217 */
  currency: string;
  /** default `proof` */
  method?: PaymentMethod;
  /** shown to people; the module itself closes the payment, with closePayment */
  expiresAt?: Date | null;
  /** shown to the payer and the desk, e.g. "Onam raffle: 5, 12, 99" */
  description: string;
};

/** Enough for every buyer of a busy minute to pick the same amount; each try costs one statement. */
const MAX_TRIES = 50;

/** As long as a transfer may take, see domain/match-lines.ts. */
const LATELY_DAYS = 21;

/**
 * Opens a payment: gives it a reference and, where the organization wants unique amounts, adds a few minor units so
 * that no other open payment in that currency has the same amount. When all amounts are taken, it uses the price itself
 * (`ownAmount` false): a sale matters more than a certain match. Joins the transaction of `tx`. Refuses nothing; throws
 * for an invalid amount or an undeclared subject type.
 */
export async function openPayment(ctx: Ctx, payment: NewPayment): Promise<Result<Payment>> {
  return transaction(ctx, async (tx) => ok(toPayment(await openRow(tx, payment))));
}

/** The same, for this package: the row, which nobody else can see before the commit. */
export async function openRow(tx: Ctx, payment: NewPayment): Promise<PaymentRow> {
  payableOf(tx, payment.subject.type);
  if (!Number.isSafeInteger(payment.amountMinor) || payment.amountMinor <= 0)
    throw new Error(`a payment of ${payment.amountMinor}`);
  if (!isCurrency(payment.currency)) throw new Error(`a payment in ${payment.currency}, which is no currency`);
  const { unique_amounts, unique_amount_span } = await getSettings(tx, paymentSettings);
  const row = await insert(tx, payment, unique_amounts && !payment.exact ? unique_amount_span : 0);
  await Promise.all([
    recordEvent(tx, row.id, { what: 'opened', from: null, to: row.state }),
    audit(tx, 'payments.opened', {
      subject: { type: 'payment', id: row.id },
      after: {
        reference: row.reference,
        for: row.subject_type,
        description: row.description,
        amount_minor: row.amount_minor,
        currency: row.currency,
      },
    }),
  ]);
  publish(tx, 'payment', row.id);
  return row;
}

/**
 * Picks a random free amount, so that simultaneous buyers seldom pick the same one. When they do, the partial unique
 * index accepts one of them, and the other picks again. The addition is at least one unit: a payer who leaves out the
 * cents must not match another payment.
 */
async function insert(tx: Ctx, payment: NewPayment, span: number): Promise<PaymentRow> {
  const now = tx.clock.now();
  const organization_id = orgOf(tx).id;
  const lately = new Date(now.getTime() - LATELY_DAYS * 86_400_000);
  const taken = sql`from payment p where p.organization_id = ${organization_id} and p.currency = ${payment.currency}
    and p.amount_minor = ${payment.amountMinor}::bigint + more`;
  // Left out where nothing is added: planning the search takes longer than the insert.
  const more = sql<number | null>`(
    select more from generate_series(1, ${span}::int) as more
    where not exists (select ${taken} and p.state in ('awaiting', 'submitted', 'denied', 'unknown'))
    -- Rather one that nobody was asked for lately: money of a payment that was closed meanwhile must not look like this one's.
    order by exists (select ${taken} and p.updated_at > ${lately}::timestamptz), random()
    limit 1)`;
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    const { rows } = await sql<PaymentRow>`
      insert into payment (organization_id, id, reference, subject_type, subject_id, person_id, payer_name, description,
        base_minor, amount_minor, own_amount, currency, method, expires_at, created_at, updated_at)
      select ${organization_id}, ${newId(now.getTime())}, ${shortId(6)}, ${payment.subject.type}, ${payment.subject.id}::uuid,
        ${payment.personId ?? null}::uuid, ${payment.payerName ?? ''}, ${payment.description}, ${payment.amountMinor}::bigint,
        ${payment.amountMinor}::bigint + coalesce(pick.more, 0), pick.more is not null, ${payment.currency},
        ${payment.method ?? 'proof'}, ${payment.expiresAt ?? null}::timestamptz, ${now}::timestamptz, ${now}::timestamptz
      from (select ${span > 0 ? more : sql`null::int`} as more) as pick
      on conflict do nothing
      returning *`.execute(tx.db);
    if (rows[0]) return rows[0];
  }
  throw new Error(`no free reference or amount in ${MAX_TRIES} tries`);
}
