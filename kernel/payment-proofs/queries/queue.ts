import { sql } from 'kysely';
import { type Ctx, inOrg, onOrg, orgOf } from '../../ctx/index.ts';
import { cutPage, readCursor } from '../../lib/cursor.ts';
import { formatAmount } from '../../lib/money.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { attemptsOfPayment, chargeOf } from '../../payment-providers/index.ts';
import { asViews, type ListedRow, type PaymentState, paymentRows } from '../../payments/index.ts';
import { nameActors } from '../../subject-names/index.ts';
import type { PaymentDetail, ProofView, QueueFilter, QueueItem } from '../contract.ts';
import { mayHoldText } from '../domain/legible.ts';
import { asReading } from './readings.ts';
import { type Shown, signalsOf } from './signals.ts';

export type QueueQuery = { filter: QueueFilter; limit: number; after?: string | undefined };

/** The evidence desk: payments whose proof waits for staff, the oldest first. */
export async function listQueue(ctx: Ctx, query: QueueQuery): Promise<Result<QueueItem[]>> {
  const cursor = readCursor(query.after, 'instant', 'uuid');
  if (!cursor.ok) return cursor;
  const [at, id] = cursor.data;
  const { subject_type, needs_second } = query.filter;
  let rows = paymentRows(ctx)
    .where('p.state', '=', 'submitted')
    .orderBy('p.submitted_at')
    .orderBy('p.id')
    .limit(query.limit + 1);
  if (at && id) rows = rows.where(sql<boolean>`(p.submitted_at, p.id) > (${at}::timestamptz, ${id}::uuid)`);
  if (subject_type) rows = rows.where('p.subject_type', '=', subject_type);
  if (needs_second !== undefined) rows = rows.where('p.first_approval_by_id', needs_second ? 'is not' : 'is', null);
  const page = cutPage(
    await rows.execute(),
    query.limit,
    (row) => [row.submitted_at?.toISOString() ?? null, row.id],
    (row) => row,
  );
  return ok(await withEvidence(ctx, page.data), page.page);
}

/** One payment with all its details; refuses with `payments.not_found`. */
export async function paymentDetail(ctx: Ctx, id: string): Promise<Result<PaymentDetail>> {
  const row = await paymentRows(ctx).where('p.id', '=', id).executeTakeFirst();
  if (!row) return refuse('payments.not_found');
  const [[item], events, entries, line, attempts, charge] = await Promise.all([
    withEvidence(ctx, [row]),
    ctx.db
      .selectFrom('payment_event')
      .select(['id', 'at', 'what', 'from_state', 'to_state', 'actor_name', 'note'])
      .where(inOrg(ctx))
      .where('payment_id', '=', id)
      .orderBy('id')
      .execute(),
    ctx.db
      .selectFrom('ledger_entry')
      .select('id')
      .where(inOrg(ctx))
      .where('subject_id', '=', id)
      .orderBy('id')
      .execute(),
    ctx.services.statementSource?.lineOf(ctx, id),
    attemptsOfPayment(ctx, id),
    chargeOf(ctx, id),
  ]);
  const history = await nameActors(ctx, 'actor_name', events);
  return ok({
    ...(item as QueueItem),
    attempts,
    by_provider: charge !== undefined,
    history: history.map(({ actor_name, at, from_state, to_state, ...event }) => ({
      ...event,
      at: at.toISOString(),
      from_state: from_state as PaymentState | null,
      to_state: to_state as PaymentState,
      actor: actor_name,
    })),
    ledger_entry_ids: entries.map((entry) => entry.id),
    statement_line: line ?? null,
  });
}

async function withEvidence(ctx: Ctx, rows: ListedRow[]): Promise<QueueItem[]> {
  const ids = rows.map((row) => row.id);
  const people = [...new Set(rows.flatMap((row) => row.person_id ?? []))];
  const [views, proofs, earlier] = await Promise.all([asViews(ctx, rows), proofsOf(ctx, ids), earlierOf(ctx, people)]);
  // A number that staff typed counts like one in the proof.
  const typed = rows.map((row) => shown(row.id, row.transaction_key));
  // So does the number read from its picture, when another one was typed.
  const read = proofs.map((proof) => shown(proof.payment_id, proof.reference_key));
  const signals = await signalsOf(ctx, [...proofs, ...typed, ...read]);
  return views.map((view) => {
    const before = earlier.filter((e) => e.person_id === view.person?.id && e.id !== view.id);
    const count = (state: PaymentState) => {
      const all = before[0]?.counts ?? {};
      return (all[state] ?? 0) - (view.state === state ? 1 : 0);
    };
    return {
      ...view,
      proofs: proofs.filter((proof) => proof.payment_id === view.id).map((proof) => asProof(proof, view)),
      signals: signals.get(view.id) ?? [],
      earlier: before.slice(0, EARLIER).map(({ person_id: _, counts: __, ...e }) => ({
        ...e,
        amount: formatAmount(e.amount_minor, e.currency),
        created_at: e.created_at.toISOString(),
      })),
      earlier_counts:
        before.length > 0
          ? { verified: count('verified'), denied: count('denied'), refunded: count('refunded') }
          : { verified: 0, denied: 0, refunded: 0 },
    };
  });
}

const shown = (payment_id: string, transaction_key: string | null): Shown => ({
  payment_id,
  id: null,
  original_sha256: null,
  perceptual_hash: null,
  transaction_key,
});

/** Earlier payments shown beside one. */
const EARLIER = 5;

type Earlier = {
  person_id: string;
  counts: Partial<Record<PaymentState, number>>;
  id: string;
  reference: string;
  description: string;
  amount_minor: number;
  currency: string;
  state: PaymentState;
  created_at: Date;
};

/**
 * The latest payments of some people (one more than are shown, because the current one may be among them), and their
 * number in each state.
 */
async function earlierOf(ctx: Ctx, people: string[]): Promise<Earlier[]> {
  if (people.length === 0) return [];
  const organizationId = orgOf(ctx).id;
  // Raw SQL: lateral joins read better in SQL.
  const { rows } = await sql<Earlier>`
    select h.id as person_id, c.counts, p.id, p.reference, p.description, p.amount_minor, p.currency, p.state, p.created_at
    from unnest(${people}::uuid[]) as h (id)
    cross join lateral (
      select json_object_agg(s.state, s.n) as counts from (
        select state, count(*) as n from payment where organization_id = ${organizationId} and person_id = h.id group by state) s) c
    cross join lateral (
      select * from payment where organization_id = ${organizationId} and person_id = h.id order by id desc limit ${EARLIER + 1}) p
    order by p.id desc`.execute(ctx.db);
  return rows;
}

type ProofRow = Awaited<ReturnType<typeof proofsOf>>[number];

async function proofsOf(ctx: Ctx, paymentIds: string[]) {
  if (paymentIds.length === 0) return [];
  return ctx.db
    .selectFrom('payment_proof as r')
    .leftJoin('file as f', (on) =>
      on
        .onRef('f.organization_id', '=', 'r.organization_id')
        .onRef('f.id', '=', 'r.file_id')
        .on('f.deleted_at', 'is', null),
    )
    .leftJoin('payment_proof_reading as d', onOrg('d.proof_id', 'r.id'))
    .select([
      'd.legible',
      'd.reference_key',
      'd.amount_minor',
      'd.paid_on',
      'd.paid_time',
      'd.payer',
      'd.reference',
      'd.numbers',
    ])
    .select(['r.id', 'r.payment_id', 'r.original_sha256', 'r.perceptual_hash', 'r.transaction_key'])
    .select(['r.transaction_reference', 'r.caption', 'r.conversation_id', 'r.submitted_at'])
    .select(['f.id as file', 'f.name', 'f.content_type', 'f.width', 'f.height'])
    .where(inOrg(ctx, 'r'))
    .where('r.payment_id', 'in', paymentIds)
    .orderBy('r.id', 'desc')
    .execute();
}

function asProof(row: ProofRow, payment: { currency: string }): ProofView {
  return {
    id: row.id,
    file: row.file
      ? {
          id: row.file,
          url: `/api/v1/files/${row.file}`,
          name: row.name ?? '',
          content_type: row.content_type ?? '',
          width: row.width,
          height: row.height,
        }
      : null,
    reading:
      row.legible === null ? null : asReading({ ...row, legible: row.legible, numbers: row.numbers ?? [] }, payment),
    reading_expected: row.legible === null && row.file !== null && mayHoldText(row),
    transaction_reference: row.transaction_reference,
    caption: row.caption,
    conversation_id: row.conversation_id,
    submitted_at: row.submitted_at.toISOString(),
  };
}
