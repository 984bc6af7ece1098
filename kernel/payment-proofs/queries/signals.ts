import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../ctx/index.ts';
import type { PaymentState } from '../../payments/index.ts';
import type { SignalView } from '../contract.ts';
import { compareReceipts } from '../domain/same-receipt.ts';
import { receiptsOf } from './readings.ts';

/** Values of a proof that another proof might have too. */
export type Shown = {
  payment_id: string;
  /** of the proof; null for values of the payment itself */
  id: string | null;
  original_sha256: string | null;
  perceptual_hash: string | null;
  transaction_key: string | null;
};

/** How many of 1024 bits may differ between copies of one picture: kernel/files/README.md has the measurements. */
const SAME = 16;
/**
 * How many may differ, and how many of the coarse 256 bits, when one picture is cropped from the other; another receipt
 * of the same app comes as near.
 */
const SIMILAR = 130;
const SIMILAR_COARSE = 24;
/**
 * Pictures of the organization that a new one is compared with, the latest first: years of pictures for most, and some
 * 10 ms.
 */
const COMPARED = 20_000;
/** The nearest similar pictures that are examined: all receipts of one app are similar until they are read. */
const NEAREST = 100;
/** Payments that one signal names; the first few are enough. */
const NAMED = 5;

/** The most serious first; a payment is listed under the first that applies. */
const KINDS = ['same_bytes', 'same_picture', 'same_transaction', 'same_receipt', 'similar_picture'] as const;

type Kind = SignalView['kind'];
type Hit = {
  item: string;
  kind: Kind;
  payment_id: string;
  file_id: string | null;
  /** of pictures compared by their hash: bits that differ */
  distance: number | null;
  /** the lower, the nearer; within one kind */
  rank: number;
  /** of pictures: the proofs that were compared */
  mine: string | null;
  other: string | null;
  reference: string;
  state: PaymentState;
  payer_name: string;
  description: string;
  submitted_at: Date | null;
};

/**
 * Warnings about the proofs of some payments, by payment: the same bytes, a similar picture, the same transaction
 * reference, or a picture with the same text, in other payments of this organization (named) and of others (counted).
 * Similar pictures that were read as two transfers are left out. A warning refuses nothing: two people may really have
 * paid with one transfer, and a person decides.
 */
export async function signalsOf(ctx: Ctx, shown: Shown[]): Promise<Map<string, SignalView[]>> {
  const comparable = shown.filter((s) => s.original_sha256 ?? s.perceptual_hash ?? s.transaction_key);
  if (comparable.length === 0) return new Map();
  const arrays = sql`${comparable.map((s) => s.payment_id)}::uuid[], ${comparable.map((s) => s.original_sha256)}::text[],
    ${comparable.map((s) => s.perceptual_hash)}::bit(1024)[], ${comparable.map((s) => s.transaction_key)}::text[]`;
  const [found, elsewhere] = await Promise.all([
    findHere(ctx, comparable, arrays),
    sql<{ item: string; bytes: number; picture: number; reference: number }>`
      select * from payment_seen_elsewhere(${arrays}, ${SAME})`.execute(ctx.db),
  ]);
  const here = await withoutOtherTransfers(ctx, found);
  const counted = new Map(elsewhere.rows.map((row) => [row.item, row]));
  const signals = new Map<string, SignalView[]>();
  for (const item of new Set(comparable.map((s) => s.payment_id))) {
    const { bytes = 0, picture = 0, reference = 0 } = counted.get(item) ?? {};
    // The same bytes are the same picture: listed once.
    const others: Partial<Record<Kind, number>> = {
      same_bytes: bytes,
      same_picture: Math.max(0, picture - bytes),
      same_transaction: reference,
    };
    const listed = new Set<string>();
    const ofItem = KINDS.map((kind) => {
      const hits = here.filter((hit) => hit.item === item && hit.kind === kind && !listed.has(hit.payment_id));
      for (const hit of hits) listed.add(hit.payment_id);
      return signal(kind, hits, others[kind] ?? 0);
    }).filter((s) => s.here.length > 0 || s.elsewhere > 0);
    if (ofItem.length > 0) signals.set(item, ofItem);
  }
  return signals;
}

/** Receipts of one app look nearly the same: the texts decide as soon as both are read. */
async function withoutOtherTransfers(ctx: Ctx, hits: Hit[]): Promise<Hit[]> {
  const looked = hits.filter((hit) => hit.kind === 'same_picture' || hit.kind === 'similar_picture');
  const receipts = await receiptsOf(ctx, [
    ...new Set(looked.flatMap((hit) => [hit.mine ?? [], hit.other ?? []].flat())),
  ]);
  return hits.filter((hit) => {
    const [mine, other] = [receipts.get(hit.mine ?? ''), receipts.get(hit.other ?? '')];
    return !mine || !other || compareReceipts(mine, other) !== 'different';
  });
}

function signal(kind: Kind, hits: Hit[], elsewhere: number): SignalView {
  const nearest = hits.toSorted((a, b) => a.rank - b.rank);
  return {
    kind,
    here: nearest.slice(0, NAMED).map((hit) => ({
      payment_id: hit.payment_id,
      reference: hit.reference,
      state: hit.state,
      payer_name: hit.payer_name,
      description: hit.description,
      submitted_at: hit.submitted_at?.toISOString() ?? null,
      file_id: hit.file_id,
      distance: hit.distance,
    })),
    more: Math.max(0, nearest.length - NAMED),
    elsewhere,
  };
}

async function findHere(ctx: Ctx, comparable: Shown[], arrays: ReturnType<typeof sql>): Promise<Hit[]> {
  const organizationId = orgOf(ctx).id;
  const { rows } = await sql<Hit>`
    with mine as (
      select m.item, m.sha, m.hash, m.key, m.proof from unnest(${arrays}, ${comparable.map((s) => s.id)}::uuid[])
        as m (item, sha, hash, key, proof)
    ), latest as materialized (
      select p.payment_id, p.perceptual_hash as hash, p.id from payment_proof p
      where p.organization_id = ${organizationId} and p.perceptual_hash is not null order by p.id desc limit ${COMPARED}
    ), looked as (
      select m.item, m.proof, l.payment_id, l.id, bit_count(l.hash # m.hash)::int as distance,
          row_number() over (partition by m.item order by bit_count(l.hash # m.hash), l.id desc) as place
        from mine m join latest l on l.payment_id <> m.item and bit_count(l.hash # m.hash) <= ${SIMILAR}
          and (bit_count(l.hash # m.hash) <= ${SAME} or bit_count((l.hash # m.hash)::bit(256)) <= ${SIMILAR_COARSE})
    ), found as (
      select m.item, 'same_bytes' as kind, p.payment_id, p.file_id, 0 as distance, 0::real as rank, m.proof as mine, p.id as other
        from mine m join payment_proof p on p.organization_id = ${organizationId} and p.original_sha256 = m.sha
      union all
      select l.item, case when l.distance <= ${SAME} then 'same_picture' else 'similar_picture' end, l.payment_id,
          (select p.file_id from payment_proof p where p.organization_id = ${organizationId} and p.id = l.id),
          l.distance, l.distance / ${SIMILAR}::real, l.proof, l.id
        from looked l where l.place <= ${NEAREST}
      union all
      select m.item, case a.kind when 'same_receipt' then 'same_receipt' else 'similar_picture' end, p.payment_id, p.file_id,
          null, (100 - a.share) / 100::real, a.proof_id, p.id
        from mine m join payment_proof_match a on a.organization_id = ${organizationId} and a.proof_id = m.proof
        join payment_proof p on p.organization_id = ${organizationId} and p.id = a.other_proof_id
      union all
      select m.item, 'same_transaction', p.payment_id, p.file_id, null, 0, null, null
        from mine m join payment_proof p on p.organization_id = ${organizationId} and p.transaction_key = m.key
      union all
      select m.item, 'same_transaction', p.payment_id, p.file_id, null, 0, null, null
        from mine m join payment_proof_reading r on r.organization_id = ${organizationId} and r.reference_key = m.key
        join payment_proof p on p.organization_id = ${organizationId} and p.id = r.proof_id
      union all
      select m.item, 'same_transaction', p.id, null, null, 0, null, null
        from mine m join payment p on p.organization_id = ${organizationId} and p.transaction_key = m.key
    )
    select distinct on (f.item, f.kind, f.payment_id) f.*, p.reference, p.state, p.payer_name, p.description, p.submitted_at
    from found f join payment p on p.organization_id = ${organizationId} and p.id = f.payment_id
    where f.payment_id <> f.item
    order by f.item, f.kind, f.payment_id, f.rank, f.file_id`.execute(ctx.db);
  return rows;
}
