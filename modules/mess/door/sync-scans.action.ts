import { createPublicKey } from 'node:crypto';
import { sql } from 'kysely';
import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { SKEW_NOTED_MS } from '../../../kernel/scanner/contract.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { notifySoon } from '../served/notify-served.job.ts';
import { messSettings } from '../settings.ts';
import type { QueuedScan, SyncAnswer, SyncInput } from './contract.ts';
import { type FactsRow, readFactsOf } from './facts.query.ts';
import { type Judged, judgeQueued, type QueueDevice, studentOf, type Understood, understand } from './judge-queued.ts';
import { SCANNER_SUBJECT } from './names.ts';
import type { Scanner } from './scanner.ts';
import { queueOf } from './scanners.query.ts';
import { type Kept, keepScans, keepServices } from './write-queued.action.ts';
import { SCAN } from './write-scan.action.ts';

/** Scans per transaction: an upload that is cut off after the third batch has stored three. */
const BATCH = 100;

/**
 * Stores the scans that a device made without a network, in the order of its queue, in batches. An interrupted upload
 * keeps its finished batches, and scans that are sent again have no effect. Nothing is dropped; what the server would
 * have decided otherwise is marked for the desk. A revoked or expired scanner may still upload what it scanned before.
 * Its times are checked against its clock now, and against when it was valid.
 *
 * Refusals: `mess.scanner.not_found`.
 */
export async function syncScans(ctx: Ctx, scanner: Scanner, input: SyncInput): Promise<Result<SyncAnswer>> {
  const [known, { offline_hours: hours }] = await Promise.all([
    queueOf(ctx, scanner.id),
    getSettings(ctx, messSettings),
  ]);
  if (!known?.enrolled_at) return refuse('mess.scanner.not_found');
  const { public_key: spki, revoked_at, valid_until } = known;
  const key = spki && createPublicKey({ key: Buffer.from(spki, 'base64url'), format: 'der', type: 'spki' });
  const device = {
    ...scanner,
    key: key ? { key, dsaEncoding: 'ieee-p1363' as const } : null,
    byHand: known.by_hand,
  };
  const [now, sentAt] = [ctx.clock.now(), new Date(input.sent_at)];
  const until = revoked_at && (!valid_until || revoked_at < valid_until) ? revoked_at : valid_until;
  const times = { now, sentAt, since: known.enrolled_at, until, hours };
  const skewMs = now.getTime() - sentAt.getTime();
  const queue = [...input.scans].sort((a, b) => a.seq - b.seq);
  const results: SyncAnswer['results'] = [];
  let lastSeq = 0;
  for (let from = 0; from === 0 || from < queue.length; from += BATCH) {
    const batch = queue.slice(from, from + BATCH);
    const understood = await Promise.all(batch.map((scan) => understand(ctx, device, scan, times)));
    const kept = await transaction(ctx, (tx) => keepBatch(tx, device, understood, skewMs));
    if (!kept.ok) return kept;
    results.push(...kept.data.results);
    lastSeq = kept.data.lastSeq;
  }
  notifySoon(ctx);
  return ok({
    results,
    last_seq: lastSeq,
    skew_seconds: Math.round(skewMs / 1000),
    ended: until !== null && until <= now,
  });
}

type BatchKept = { results: SyncAnswer['results']; lastSeq: number };

async function keepBatch(
  tx: Ctx,
  { id: deviceId, name, byHand }: QueueDevice & { name: string },
  batch: Understood[],
  skewMs: number,
): Promise<Result<BatchKept>> {
  const { id: organization } = orgOf(tx);
  const last = batch.reduce((most, { scan }) => Math.max(most, scan.seq), 0);
  // The row's lock makes two uploads of one queue take turns, so that the second one sees the first one's scans.
  // Raw SQL: the update has a condition of its own, which reads better in SQL.
  const { rows } = await sql<{ last_seq: number }>`
    insert into mess_scanner as s (organization_id, device_id, by_hand, last_seq) values (${organization}, ${deviceId}, ${byHand}, ${last})
    on conflict (organization_id, device_id) do update set last_seq = greatest(s.last_seq, excluded.last_seq)
    returning last_seq`.execute(tx.db);
  const lastSeq = rows[0]?.last_seq ?? last;
  const nonces = batch.map(({ scan }) => scan.nonce);
  // Raw SQL: a join might read whole months, since PostgreSQL counts the cost of every month for each row.
  const { rows: known } = await sql<{ nonce: string; settle: Judged['settle'] }>`
    select k.nonce, (select n.settle from mess_scan n where n.organization_id = k.organization_id and n.id = k.id) as settle
    from mess_scan_key k where k.organization_id = ${organization} and k.nonce = any (${nonces}::text[])`.execute(
    tx.db,
  );
  const before = new Map(known.map((row) => [row.nonce, row.settle]));
  const fresh = firstOfEach(batch.filter(({ scan }) => !before.has(scan.nonce)));
  const kept = await judgeAndKeep(tx, { id: deviceId, name, byHand }, fresh, skewMs);
  if (fresh.length > 0) {
    publish(tx, SCAN);
    await audit(tx, 'mess.scans.synced', {
      subject: { type: SCANNER_SUBJECT, id: deviceId },
      after: { device: name, scans: fresh.length, to_settle: kept.filter(({ settle }) => settle).length },
    });
  }
  const settles = new Map(kept.map(({ scan, settle }) => [scan.nonce, settle]));
  const results = batch.map(({ scan: { nonce } }) => {
    const state = before.has(nonce) ? ('known' as const) : ('kept' as const);
    return { nonce, state, settle: before.get(nonce) ?? settles.get(nonce) ?? null };
  });
  return ok({ results, lastSeq });
}

/** A queue may contain a scan twice; it is stored once. */
function firstOfEach(batch: Understood[]): Understood[] {
  const seen = new Set<string>();
  return batch.filter(({ scan }) => !seen.has(scan.nonce) && seen.add(scan.nonce));
}

type KeptScan = { scan: QueuedScan; settle: Judged['settle'] };

async function judgeAndKeep(
  tx: Ctx,
  device: { id: string; name: string; byHand: boolean },
  batch: Understood[],
  skewMs: number,
): Promise<KeptScan[]> {
  if (batch.length === 0) return [];
  const facts = await factsOf(tx, batch);
  const served = new Set<string>();
  const judged = batch.map((scan, place): Kept => {
    const known = facts.get(place);
    const service = `${known?.student_id} ${scan.slot.serviceOn} ${scan.mealId}`;
    const verdict = judgeQueued(device, scan, known, served.has(service));
    if (verdict.serve) served.add(service);
    return { ...verdict, ...scan, facts: known };
  });
  // Another door may have been first since the facts were read: the unique key decides.
  const missed = await keepServices(tx, judged);
  const kept = judged.map((each) => (missed.has(each) ? { ...each, settle: 'already_served' as const } : each));
  await keepScans(tx, { device, skewMs: Math.abs(skewMs) > SKEW_NOTED_MS ? skewMs : null }, kept);
  return kept;
}

async function factsOf(tx: Ctx, batch: Understood[]): Promise<Map<number, FactsRow>> {
  const asked = batch.flatMap((scan, place) => {
    const studentId = studentOf(scan);
    if (!studentId) return [];
    const { version = null, keyId = null } = scan.shown ?? {};
    const { changes, mealId } = scan;
    return [{ place, studentId, version, keyId, changes, serviceOn: scan.slot.serviceOn, mealId }];
  });
  const rows = await readFactsOf(tx, asked);
  return new Map(rows.map((row) => [row.place, row]));
}
