import { CompiledQuery } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { type Write, writeTogether } from '../../../kernel/db/index.ts';
import type { Result } from '../../../kernel/lib/result.ts';
import type { EatReason } from '../domain/may-eat.ts';
import { STUDENT } from '../names.ts';
import { FACTS, type FactsRow, type FactsText } from './facts.ts';

/** A verdict to be written, provided the facts are still those it was judged by. */
export type NewScan = {
  id: string;
  nonce: string;
  tokenHash: Buffer;
  codeHash: Buffer | null;
  deviceId: string | null;
  deviceName: string | null;
  now: Date;
  studentId: string | null;
  /** of the code; null: chosen by hand, without one */
  version: number | null;
  keyId: string | null;
  /** see FACTS */
  changes: boolean | null;
  until: Date | null;
  serviceOn: string;
  mealId: string | null;
  expected: FactsText;
  allowed: boolean;
  reason: EatReason | null;
  byHandReason: string | null;
};

/** What the statement answers: the token, the facts as they are, and the scan of this nonce, when there is one now. */
export type ScanWritten = Partial<FactsRow> & {
  token_role: 'steward' | 'supervisor';
  scan_id: string | null;
  scan_at: Date | null;
  scan_allowed: boolean | null;
  scan_reason: EatReason | null;
  scan_student_id: string | null;
  scan_meal_id: string | null;
  scan_service_on: string | null;
  scan_by_hand_reason: string | null;
  scan_code_hash: Buffer | null;
};

/** The scans' audit subject, and the topic under which pages hear of them. */
export const SCAN = 'mess.scan';

/**
 * Writes a scan, and the service when it is allowed, in one statement that is its own transaction: token, device, nonce and facts are
 * looked at in it, so that what was revoked a moment ago is refused now. `scan_id` null: the facts have changed, or another door was
 * first; judge again by the `print` that comes back. Refuses a token or device that isn't good.
 *
 * Without an audit entry: the row of the scan is the record, requests can't delete it, and an entry beside it would say the same again.
 */
export async function writeScan(ctx: Ctx, scan: NewScan): Promise<Result<ScanWritten>> {
  const write: Write = { ...CompiledQuery.raw(STATEMENT, values(ctx, scan)), afterCommit: () => tell(ctx) };
  const written = await writeTogether(ctx, [write]);
  return written.ok ? { ok: true, data: written.data[0]?.rows[0] as ScanWritten } : written;
}

function tell(ctx: Ctx): void {
  const { realtime } = ctx.house;
  if (realtime?.topics.has(SCAN)) realtime.send({ organizationId: orgOf(ctx).id, topic: SCAN, id: null });
}

function values(ctx: Ctx, scan: NewScan): unknown[] {
  const { id, nonce, tokenHash, codeHash, deviceId, deviceName, now, studentId, version, keyId, changes } = scan;
  const { serviceOn, mealId, expected, allowed, reason, byHandReason } = scan;
  const whose = [
    orgOf(ctx).id,
    STUDENT,
    id,
    nonce,
    tokenHash,
    codeHash,
    deviceId,
    deviceName,
    now,
    studentId,
    version,
    keyId,
  ];
  return [...whose, serviceOn, mealId, expected, allowed, reason, byHandReason, changes];
}

// Text made once and never built.
const STATEMENT = `
with token as materialized (
  select id, name, role from mess_staff_token
  where organization_id = $1::uuid and token_hash = $5::bytea and revoked_at is null and valid_until > $9::timestamptz
), device as materialized (
  select d.id, d.name from mess_device d, token where d.organization_id = $1::uuid and d.id = $7::uuid and d.token_id = token.id
), known as materialized (
  select id, at, allowed, reason, student_id, meal_id, service_on, by_hand_reason, code_hash from mess_scan
  where organization_id = $1::uuid and nonce = $4::text
), a as (
  select 1 as place, $10::uuid as student_id, $11::int as version, $12::text as key_id, $19::boolean as changes, $13::date as service_on, $14::uuid as meal_id
), facts as materialized (${FACTS}
), fits as materialized (
  select 1 from token where not exists (select from known) and coalesce((select print from facts), '') = $15::text
    and ($7::uuid is null or exists (select from device))
), served as (
  insert into mess_service (organization_id, student_id, service_on, meal_id, scan_id, at, tell)
  select $1::uuid, facts.student_id, $13::date, $14::uuid, $3::uuid, $9::timestamptz, facts.notify_meals from facts, fits where $16::boolean
  on conflict do nothing returning scan_id
), made as (
  insert into mess_scan (organization_id, id, nonce, code_hash, token_id, token_name, device_id, device_name, at, received_at, offline,
    student_id, meal_id, service_on, allowed, reason, by_hand_reason)
  select $1::uuid, $3::uuid, $4::text, $6::bytea, token.id, token.name, $7::uuid, coalesce((select name from device), $8::text, token.name),
    $9::timestamptz, $9::timestamptz, false, (select student_id from facts), $14::uuid, $13::date, $16::boolean, $17::text, $18::text
  from token, fits where not $16::boolean or exists (select from served)
  on conflict (organization_id, nonce) do nothing
  returning id, at, allowed, reason, student_id, meal_id, service_on, by_hand_reason, code_hash
), scan as (
  select * from made union all select * from known
)
select coalesce((select role from token), app_refuse('mess.token.refused')) as token_role,
  case when $7::uuid is not null and not exists (select from device) then app_refuse('mess.device.not_found') end as no_device,
  facts.*, scan.id as scan_id, scan.at as scan_at, scan.allowed as scan_allowed, scan.reason as scan_reason,
  scan.student_id as scan_student_id, scan.meal_id as scan_meal_id, scan.service_on as scan_service_on,
  scan.by_hand_reason as scan_by_hand_reason, scan.code_hash as scan_code_hash
from (select) as one left join facts on true left join scan on true`;
