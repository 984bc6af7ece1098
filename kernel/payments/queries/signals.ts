import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../ctx/index.ts';
import type { SignalView } from '../contract.ts';
import type { PaymentState } from '../domain/states.ts';

/** What a proof shows that another might show as well. */
export type Shown = {
  payment_id: string;
  original_sha256: string | null;
  perceptual_hash: string | null;
  transaction_key: string | null;
};

/** How many of the 1024 bits of two pictures may differ for them to be one picture: kernel/files/README.md has what was measured. */
const SAME = 16;
/** How many may, and of them how many of the coarse 256, for one to be cut out of the other; another receipt of the same app comes as near. */
const SIMILAR = 130;
const SIMILAR_COARSE = 24;
/** When more than these look alike it is the layout of a bank's app and tells nothing. */
const SIMILAR_MOST = 3;
/** Pictures of the organization that a new one is compared with, the latest first: years of most, and some 10 ms. */
const COMPARED = 20_000;
/** Others that one signal names; the first few tell enough. */
const NAMED = 5;

type Kind = SignalView['kind'];
type Hit = {
  item: string;
  kind: Kind;
  payment_id: string;
  file_id: string | null;
  distance: number | null;
  reference: string;
  state: PaymentState;
  payer_name: string;
  description: string;
  submitted_at: Date | null;
};

/**
 * What speaks against the proofs of some payments, by payment: the same bytes, a picture that looks the same, the same transaction
 * reference, in other payments of this organization (which are named) and of others (which are counted). One round of queries for a whole
 * page. Nothing is refused by it: two people may truly have paid with one transfer, and a person decides.
 */
export async function signalsOf(ctx: Ctx, shown: Shown[]): Promise<Map<string, SignalView[]>> {
  const telling = shown.filter((s) => s.original_sha256 ?? s.perceptual_hash ?? s.transaction_key);
  if (telling.length === 0) return new Map();
  const arrays = sql`${telling.map((s) => s.payment_id)}::uuid[], ${telling.map((s) => s.original_sha256)}::text[],
    ${telling.map((s) => s.perceptual_hash)}::bit(1024)[], ${telling.map((s) => s.transaction_key)}::text[]`;
  const [here, elsewhere] = await Promise.all([
    findHere(ctx, arrays),
    sql<{ item: string; bytes: number; picture: number; reference: number }>`
      select * from payment_seen_elsewhere(${arrays}, ${SAME})`.execute(ctx.db),
  ]);
  const counted = new Map(elsewhere.rows.map((row) => [row.item, row]));
  const signals = new Map<string, SignalView[]>();
  for (const item of new Set(telling.map((s) => s.payment_id))) {
    const others = counted.get(item);
    const bytes = here.filter((hit) => hit.item === item && hit.kind === 'same_bytes');
    const same = new Set(bytes.map((hit) => hit.payment_id));
    // The same bytes are the same picture: said once.
    const pictures = here.filter(
      (hit) => hit.item === item && hit.kind === 'same_picture' && !same.has(hit.payment_id),
    );
    const alike = pictures.filter((hit) => (hit.distance ?? 0) > SAME);
    const found: SignalView[] = [
      signal('same_bytes', bytes, others?.bytes ?? 0),
      signal(
        'same_picture',
        pictures.filter((hit) => !alike.includes(hit)),
        Math.max(0, (others?.picture ?? 0) - (others?.bytes ?? 0)),
      ),
      signal('similar_picture', alike.length > SIMILAR_MOST ? [] : alike, 0),
      signal(
        'same_transaction',
        here.filter((hit) => hit.item === item && hit.kind === 'same_transaction'),
        others?.reference ?? 0,
      ),
    ].filter((s) => s.here.length > 0 || s.elsewhere > 0);
    if (found.length > 0) signals.set(item, found);
  }
  return signals;
}

function signal(kind: Kind, hits: Hit[], elsewhere: number): SignalView {
  const nearest = hits.sort((a, b) => (a.distance ?? 0) - (b.distance ?? 0)).slice(0, NAMED);
  return {
    kind,
    here: nearest.map((hit) => ({
      payment_id: hit.payment_id,
      reference: hit.reference,
      state: hit.state,
      payer_name: hit.payer_name,
      description: hit.description,
      submitted_at: hit.submitted_at?.toISOString() ?? null,
      file_id: hit.file_id,
      distance: hit.distance,
    })),
    elsewhere,
  };
}

async function findHere(ctx: Ctx, arrays: ReturnType<typeof sql>): Promise<Hit[]> {
  const organizationId = orgOf(ctx).id;
  const { rows } = await sql<Hit>`
    with mine as (
      select m.item, m.sha, m.hash, m.key from unnest(${arrays}) as m (item, sha, hash, key)
    ), latest as materialized (
      select p.payment_id, p.perceptual_hash as hash, p.id from payment_proof p
      where p.organization_id = ${organizationId} and p.perceptual_hash is not null order by p.id desc limit ${COMPARED}
    ), found as (
      select m.item, 'same_bytes' as kind, p.payment_id, p.file_id, 0 as distance
        from mine m join payment_proof p on p.organization_id = ${organizationId} and p.original_sha256 = m.sha
      union all
      select m.item, 'same_picture', l.payment_id,
          (select p.file_id from payment_proof p where p.organization_id = ${organizationId} and p.id = l.id),
          bit_count(l.hash # m.hash)::int
        from mine m join latest l on bit_count(l.hash # m.hash) <= ${SIMILAR}
          and (bit_count(l.hash # m.hash) <= ${SAME} or bit_count((l.hash # m.hash)::bit(256)) <= ${SIMILAR_COARSE})
      union all
      select m.item, 'same_transaction', p.payment_id, p.file_id, null
        from mine m join payment_proof p on p.organization_id = ${organizationId} and p.transaction_key = m.key
      union all
      select m.item, 'same_transaction', p.id, null, null
        from mine m join payment p on p.organization_id = ${organizationId} and p.transaction_key = m.key
    )
    select distinct on (f.item, f.kind, f.payment_id) f.*, p.reference, p.state, p.payer_name, p.description, p.submitted_at
    from found f join payment p on p.organization_id = ${organizationId} and p.id = f.payment_id
    where f.payment_id <> f.item
    order by f.item, f.kind, f.payment_id, f.distance`.execute(ctx.db);
  return rows;
}
