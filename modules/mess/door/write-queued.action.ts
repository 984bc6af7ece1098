import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { insertOnce } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { mirrors } from '../../../kernel/mirror/index.ts';
import type { FactsRow } from './facts.query.ts';
import { codeHash } from './judge.ts';
import type { Judged, Understood } from './judge-queued.ts';
import { mirrorScan } from './mirror-scan.ts';

/** A queued scan with its verdict; the write sets `id`. */
export type Kept = Judged & Understood & { facts: FactsRow | undefined };

const ids = new WeakMap<Understood['scan'], string>();
function idOf(scan: Kept): string {
  const id = ids.get(scan.scan) ?? newId(scan.at.getTime());
  ids.set(scan.scan, id);
  return id;
}

/** Writes the services of those who ate; answers the scans for which another door was first. */
export async function keepServices(tx: Ctx, scans: Kept[]): Promise<Set<Kept>> {
  const serving = scans.filter(({ serve }) => serve);
  if (serving.length === 0) return new Set();
  const { rows } = await sql<{ scan_id: string }>`
    insert into mess_service (organization_id, student_id, service_on, meal_id, scan_id, at, notify)
    select ${orgOf(tx).id}::uuid, u.* from unnest(
      ${serving.map(({ facts }) => facts?.student_id)}::uuid[], ${serving.map(({ slot }) => slot.serviceOn)}::date[],
      ${serving.map(({ mealId }) => mealId)}::uuid[], ${serving.map(idOf)}::uuid[],
      ${serving.map(({ at }) => at.toISOString())}::timestamptz[], ${serving.map(({ facts }) => facts?.notify_meals)}::boolean[]) as u
    on conflict do nothing returning scan_id`.execute(tx.db);
  const written = new Set(rows.map(({ scan_id }) => scan_id));
  return new Set(serving.filter((scan) => !written.has(idOf(scan))));
}

/** A clock may be off by any number of years, and the column holds 68. */
const secondsOf = (ms: number) => Math.max(-MAX_SECONDS, Math.min(MAX_SECONDS, Math.round(ms / 1000)));
const MAX_SECONDS = 2_147_483_647;

type By = { device: { id: string; name: string }; skewMs: number | null };

/** Writes the scans, refused or allowed, in one statement. */
export async function keepScans(tx: Ctx, { device, skewMs }: By, scans: Kept[]): Promise<void> {
  const now = tx.clock.now();
  const written = await insertOnce(
    tx.db,
    'mess_scan',
    ['nonce'],
    scans.map((kept) => {
      const { scan, at, slot, mealId, facts, settle, code } = kept;
      return {
        organization_id: orgOf(tx).id,
        id: idOf(kept),
        nonce: scan.nonce,
        code_hash: code ? codeHash(code) : null,
        device_id: device.id,
        device_name: device.name,
        at,
        device_at: new Date(scan.device_at),
        received_at: now,
        skew_seconds: skewMs === null ? null : secondsOf(skewMs),
        seq: scan.seq,
        offline: true,
        student_id: facts?.student_id ?? null,
        meal_id: mealId,
        service_on: slot.serviceOn,
        allowed: scan.allowed,
        // A refusal without a reason of the rule means that the phone had no roster to judge by.
        reason: scan.allowed ? null : (scan.reason ?? 'stale_roster'),
        by_hand_reason: scan.by_hand_reason ?? null,
        settle,
      };
    }),
  );
  if (!(await mirrors(tx))) return;
  for (const kept of scans.filter((each) => written.has(idOf(each)))) {
    const { scan, at, slot, mealId, facts } = kept;
    const { allowed, reason = null, by_hand_reason: byHandReason = null } = scan;
    const known = { rollNumber: facts?.roll_number ?? null, name: facts?.name ?? null };
    const where = { serviceOn: slot.serviceOn, mealId, scanner: device.name, offline: true };
    await mirrorScan(tx, { at, ...where, ...known, allowed, reason: allowed ? kept.settle : reason, byHandReason });
  }
}
