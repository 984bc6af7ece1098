import { type RawBuilder, sql } from 'kysely';
import { type Ctx, inOrg, orgOf } from '../../ctx/index.ts';
import { dayIn } from '../../lib/time.ts';
import { isOwnNumber, transferKey } from '../../lib/transfer-numbers.ts';
import { ownNumbersOf } from '../../payment-proofs/index.ts';
import { type MatchLine, type MatchPayment, matchLines, tokensOf } from '../domain/match-lines.ts';
import { LEFT, MATCHED } from '../queries/matched.ts';

/** The latest open lines and payments that are compared; older ones are matched by hand. */
const LINES = 20_000;
const PAYMENTS = 20_000;
/** How long after its latest event a payment may still be matched: slow banks, and the window of matchLines. */
const WITHIN_DAYS = 60;

/**
 * Proposes payments for every open line of a currency again, because earlier proposals may have been paid or closed
 * meanwhile. In the caller's transaction.
 */
export async function propose(tx: Ctx, currency: string): Promise<void> {
  // One at a time in an organization: two that write the same lines in different orders would deadlock.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`statement.propose ${orgOf(tx).id}`}, 0))`.execute(tx.db);
  const [lines, payments] = await Promise.all([openLines(tx, currency), candidates(tx, currency)]);
  const own = await ownNumbersOf(tx);
  const all = [...payments, ...(await settledOnes(tx, currency, lines, own))].map((payment) => ({
    ...payment,
    transactionKeys: payment.transactionKeys.filter((key) => !isOwnNumber(key, own)),
  }));
  const proposals = matchLines(lines, all, await sharedKeys(tx, lines, all));
  await sql`
    update statement_line l set payment_id = n.payment_id, certainty = n.certainty, because = n.because
    from (
      select o.id, p.payment_id, p.certainty, p.because
      from unnest(${lines.map((l) => l.id)}::uuid[]) as o (id)
      left join unnest(${proposals.map((p) => p.lineId)}::uuid[], ${proposals.map((p) => p.paymentId)}::uuid[],
          ${proposals.map((p) => p.certainty)}::text[], ${proposals.map((p) => p.because)}::text[])
        as p (line_id, payment_id, certainty, because) on p.line_id = o.id) n
    where l.organization_id = ${orgOf(tx).id} and l.id = n.id and l.state = 'open'
      and (l.payment_id, l.certainty, l.because) is distinct from (n.payment_id, n.certainty, n.because)`.execute(
    tx.db,
  );
}

async function openLines(tx: Ctx, currency: string): Promise<MatchLine[]> {
  const rows = await tx.db
    .selectFrom('statement_line as l')
    .select(['l.id', 'l.currency', 'l.text', 'l.payer', 'l.keys', 'l.transaction_reference', 'l.day'])
    .select(LEFT.as('left_minor'))
    .where(inOrg(tx, 'l'))
    .where('l.currency', '=', currency)
    .where('l.state', '=', 'open')
    .orderBy('l.id', 'desc')
    .limit(LINES)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    amountMinor: row.left_minor,
    currency: row.currency,
    // People write our reference into any field that their bank shows them.
    text: `${row.text} ${row.transaction_reference ?? ''}`,
    payer: row.payer,
    keys: row.keys,
    day: row.day,
  }));
}

type Row = {
  id: string;
  reference: string;
  base_minor: number;
  amount_minor: number;
  currency: string;
  state: string;
  own_amount: boolean;
  person_id: string | null;
  payer_name: string;
  keys: string[];
  paid_on: string[];
  created_at: Date;
  seen_at: Date;
};

async function candidates(tx: Ctx, currency: string): Promise<Candidate[]> {
  const since = new Date(tx.clock.now().getTime() - WITHIN_DAYS * 86_400_000);
  return payments(
    tx,
    sql`p.currency = ${currency} and p.method <> 'cash' and p.updated_at >= ${since}
      and p.state in ('awaiting', 'submitted', 'denied', 'unknown', 'expired', 'verified') and not ${MATCHED}`,
    false,
  );
}

/** Settled payments that the lines name, however old: by our reference or by the bank's number of the transfer. */
async function settledOnes(tx: Ctx, currency: string, lines: MatchLine[], own: string[]): Promise<Candidate[]> {
  const references = [...new Set(lines.flatMap(tokensOf))];
  const keys = [...new Set(lines.flatMap((line) => line.keys))].filter((key) => !isOwnNumber(key, own));
  if (references.length + keys.length === 0) return [];
  return payments(
    tx,
    sql`p.currency = ${currency} and (p.state = 'refunded' or ${MATCHED})
      and (p.reference = any (${references}::text[]) or p.transaction_key = any (${keys}::text[])
        or p.id = any (array(select r.payment_id from payment_proof r
          where r.organization_id = ${orgOf(tx).id} and r.transaction_key = any (${keys}::text[]))))`,
    true,
  );
}

/**
 * Of the numbers that lines and proofs have in common, those that identify nothing: they stand in another line of this or
 * an earlier statement, in money out, above the heading, or in the proofs of several payments, however old.
 */
async function sharedKeys(tx: Ctx, lines: MatchLine[], payments: Candidate[]): Promise<Set<string>> {
  const claimed = new Map(
    payments.flatMap(({ rawKeys }) => rawKeys.map((raw) => [transferKey(raw) ?? raw, raw] as const)),
  );
  const keys = [...new Set(lines.flatMap((line) => line.keys))].filter((key) => claimed.has(key));
  if (keys.length === 0) return new Set();
  const organizationId = orgOf(tx).id;
  const { rows } = await sql<{ key: string }>`
    select k.key from unnest(${keys}::text[], ${keys.map((key) => claimed.get(key) as string)}::text[]) as k (key, raw)
    where (select count(*) from statement_line l where l.organization_id = ${organizationId} and l.keys @> array[k.key]) > 1
      or exists (select from statement s where s.organization_id = ${organizationId} and s.other_keys @> array[k.key])
      or (select count(distinct c.payment_id) from (
        select r.payment_id from payment_proof r
          where r.organization_id = ${organizationId} and r.transaction_key in (k.key, k.raw)
        union all select d.payment_id from payment_proof_reading d
          where d.organization_id = ${organizationId} and d.reference_key in (k.key, k.raw)
        union all select p.id from payment p
          where p.organization_id = ${organizationId} and p.transaction_key in (k.key, k.raw)) c) > 1`.execute(tx.db);
  return new Set(rows.map((row) => row.key));
}

type Candidate = MatchPayment & { /** as the proofs have them */ rawKeys: string[] };

async function payments(tx: Ctx, which: RawBuilder<unknown>, settled: boolean): Promise<Candidate[]> {
  const organization = orgOf(tx);
  const { rows } = await sql<Row>`
    select p.id, p.reference, p.base_minor, p.amount_minor, p.currency, p.state, p.own_amount, p.person_id, p.created_at,
      coalesce(nullif(p.payer_name, ''), h.name, '') as payer_name,
      greatest(p.created_at, p.submitted_at, p.decided_at) as seen_at,
      array(select r.transaction_key from payment_proof r where r.organization_id = p.organization_id and r.payment_id = p.id
              and r.transaction_key is not null
            union select d.reference_key from payment_proof_reading d where d.organization_id = p.organization_id and d.payment_id = p.id
              and d.reference_key is not null
            union select p.transaction_key where p.transaction_key is not null) as keys,
      array(select d.paid_on::text from payment_proof_reading d where d.organization_id = p.organization_id
            and d.payment_id = p.id and d.paid_on is not null) as paid_on
    from payment p
    left join person h on h.organization_id = p.organization_id and h.id = p.person_id
    where p.organization_id = ${organization.id} and ${which}
    order by p.id desc limit ${PAYMENTS}`.execute(tx.db);
  return rows.map((row) => ({
    id: row.id,
    reference: row.reference,
    baseMinor: row.base_minor,
    amountMinor: row.amount_minor,
    currency: row.currency,
    state: row.state,
    ownAmount: row.own_amount,
    personId: row.person_id,
    payerName: row.payer_name,
    transactionKeys: [...new Set(row.keys.flatMap((key) => transferKey(key) ?? []))],
    rawKeys: row.keys,
    paidOn: row.paid_on,
    settled,
    openedOn: dayIn(organization.timeZone, row.created_at),
    seenOn: dayIn(organization.timeZone, row.seen_at),
  }));
}
