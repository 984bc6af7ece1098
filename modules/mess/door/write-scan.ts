import { CompiledQuery } from 'kysely';
import { type Ctx, orgOf, perOrganization } from '../../../kernel/ctx/index.ts';
import { transaction, type Write, writeTogether } from '../../../kernel/db/index.ts';
import { gatherInHalves } from '../../../kernel/lib/gather.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { mirrors } from '../../../kernel/mirror/index.ts';
import { STUDENT } from '../names.ts';
import { FACTS, type FactsRow } from './facts.ts';
import type { EatReason } from './may-eat.rule.ts';
import { mirrorScan } from './mirror-scan.ts';
import { reasonOf, verdictOn } from './verdict-table.ts';

/** A scan to write, with the verdicts on what the database may hold. */
export type NewScan = {
  id: string;
  nonce: string;
  codeHash: Buffer | null;
  deviceId: string;
  deviceName: string;
  now: Date;
  studentId: string | null;
  /** of the code; null: chosen by hand, without one */
  version: number | null;
  keyId: string | null;
  /** see FACTS */
  changes: boolean | null;
  serviceOn: string;
  mealId: string | null;
  /** see verdictTable; scans that share the table are written for less */
  verdicts: Buffer;
  byHandReason: string | null;
};

/** What is known of the student, and the scan of this nonce, if there is one now. */
export type ScanWritten = Partial<FactsRow> & {
  scan_id: string | null;
  scan_at: Date | null;
  scan_allowed: boolean | null;
  scan_reason: EatReason | null;
  scan_student_id: string | null;
  scan_meal_id: string | null;
  scan_service_on: string | null;
  scan_by_hand_reason: string | null;
  scan_code_hash: Buffer | null;
  scan_device: string | null;
};

/** The scans' audit subject, and the topic that pages subscribe to. */
export const SCAN = 'mess.scan';

/**
 * Judges and writes a scan, and the service when it is allowed, in one statement that is its own transaction and checks
 * the nonce. `scan_id` null: another door was first; try again.
 *
 * Simultaneous scans share the statement, because most of its cost is fixed. Inside a transaction it runs in that
 * transaction. It writes no audit entry: the row of the scan is the record, requests can't delete it, and an entry
 * would repeat it.
 */
export async function writeScan(ctx: Ctx, scan: NewScan): Promise<Result<ScanWritten>> {
  if (!ctx.inTransaction) return writerOf(ctx)({ ctx, scan });
  const [written] = await writeGroup([{ ctx, scan }]);
  return written as Result<ScanWritten>;
}

type Question = { ctx: Ctx; scan: NewScan };
type Writer = (question: Question) => Promise<Result<ScanWritten>>;

/** One batch per organization, because a statement sees one organization's rows. */
const writerOf = perOrganization((): Writer => {
  // A group may fail because of one of its scans, or because two doors deadlock. Each is tried again; a scan that was
  // written after all is found by its nonce.
  return gatherInHalves(writeGroup, () => true);
});

async function writeGroup(questions: Question[]): Promise<Result<ScanWritten>[]> {
  const [{ ctx }] = questions as [Question];
  return (await mirrors(ctx)) ? writeAndMirror(ctx, questions) : write(ctx, questions);
}

/** With a spreadsheet, its rows are written in the same transaction, which costs one more round trip. */
async function writeAndMirror(ctx: Ctx, questions: Question[]): Promise<Result<ScanWritten>[]> {
  const done = await transaction(ctx, async (tx) => {
    const all = await write(tx, questions);
    for (const [i, { scan }] of questions.entries()) {
      const written = all[i];
      if (!written?.ok || written.data.scan_id !== scan.id) continue;
      const { student_id, roll_number = null, name = null } = written.data;
      const known = student_id ? { rollNumber: roll_number, name } : { rollNumber: null, name: null };
      const { now: at, serviceOn, mealId, byHandReason } = scan;
      const { scan_device: scanner, scan_allowed, scan_reason: reason } = written.data;
      const allowed = scan_allowed === true;
      await mirrorScan(tx, { at, serviceOn, mealId, ...known, allowed, reason, byHandReason, offline: false, scanner });
    }
    return ok(all);
  });
  return done.ok ? done.data : questions.map(() => done);
}

async function write(ctx: Ctx, questions: Question[]): Promise<Result<ScanWritten>[]> {
  const scans = questions.map(({ scan }) => scan);
  const from = questions.map((question) => question.ctx);
  const write: Write = { ...CompiledQuery.raw(STATEMENT, values(ctx, scans)), afterCommit: () => notify(ctx) };
  let written = await writeTogether(ctx, [write], from);
  // Another transaction used a nonce meanwhile. It is committed, so the second time the nonce is known.
  if (!written.ok && written.code === NONCE_TAKEN) written = await writeTogether(ctx, [write], from);
  if (!written.ok) {
    // One scanner of several has changed, say: thrown, so that each scan is tried by itself.
    if (scans.length > 1) throw new Error(written.code);
    return [written];
  }
  const [{ rows }] = written.data as [{ rows: (ScanWritten & { known_id: string | null })[] }];
  const known = await scansOf(
    ctx,
    rows.flatMap(({ known_id }) => known_id ?? []),
  );
  return rows.map((row) => ok({ ...row, ...known.get(row.known_id) }));
}

/** Earlier scans, by their ids. They are few, so the statement doesn't look for them in the scans of all months. */
async function scansOf(ctx: Ctx, ids: string[]) {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom('mess_scan')
    .select(['id as scan_id', 'at as scan_at', 'allowed as scan_allowed', 'reason as scan_reason'])
    .select(['student_id as scan_student_id', 'meal_id as scan_meal_id', 'service_on as scan_service_on'])
    .select(['by_hand_reason as scan_by_hand_reason', 'code_hash as scan_code_hash', 'device_name as scan_device'])
    .where('organization_id', '=', orgOf(ctx).id)
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [row.scan_id, row]));
}

function notify(ctx: Ctx): void {
  const { realtime } = ctx.services;
  if (realtime?.topics.has(SCAN)) realtime.publish({ organizationId: orgOf(ctx).id, topic: SCAN, id: null });
}

/** The columns of `a`, in the order of the statement's arrays. */
const COLUMNS = {
  id: 'uuid',
  nonce: 'text',
  codeHash: 'bytea',
  deviceId: 'uuid',
  deviceName: 'text',
  now: 'timestamptz',
  studentId: 'uuid',
  version: 'int',
  keyId: 'text',
  changes: 'boolean',
  serviceOn: 'date',
  mealId: 'uuid',
  byHandReason: 'text',
} satisfies Partial<Record<keyof NewScan, string>>;
type Column = keyof typeof COLUMNS;
const NAMES = Object.keys(COLUMNS) as Column[];

function values(ctx: Ctx, scans: NewScan[]): unknown[] {
  const tables = [...new Set(scans.map(({ verdicts }) => verdicts))];
  return [
    orgOf(ctx).id,
    STUDENT,
    ...NAMES.map((name) => scans.map((scan) => scan[name])),
    // An array of the database begins at 1.
    scans.map((scan) => tables.indexOf(scan.verdicts) + 1),
    tables,
  ];
}

const ARRAYS = NAMES.map((name, i) => `$${i + 3}::${COLUMNS[name]}[]`).join(', ');
/** The parameters behind those arrays: which of the tables of verdicts a scan has, and the tables. */
const [TABLE, TABLES] = [`$${NAMES.length + 3}::int[]`, `$${NAMES.length + 4}::bytea[]`];

const NONCE_TAKEN = 'mess.scan.nonce_taken';

// The SQL is built once. Services and nonces are written in one order everywhere, so that two groups never deadlock. If
// a nonce came twice, the first is written, and the other finds it when it is sent again.
const STATEMENT = `
with a as materialized (
  select * from unnest(${ARRAYS}, ${TABLE}) with ordinality as a (id, nonce, code_hash, device_id, device_name,
    at, student_id, version, key_id, changes, service_on, meal_id, by_hand_reason, verdicts, place)
), known as materialized (
  select nonce, id from mess_scan_key where organization_id = $1::uuid and nonce = any ($4::text[])
), facts as materialized (${FACTS}
), judged as materialized (
  select distinct on (a.nonce) a.*, f.student_id as found_id, f.notify_meals,
    ${verdictOn(`(${TABLES})[a.verdicts]`, 'f.facts')} as verdict
  from a left join facts f on f.place = a.place
  where not exists (select from known where known.nonce = a.nonce)
  order by a.nonce, a.place
), served as (
  insert into mess_service (organization_id, student_id, service_on, meal_id, scan_id, at, notify)
  select $1::uuid, found_id, service_on, meal_id, id, at, notify_meals from judged where verdict = 0 order by found_id, place
  on conflict do nothing returning scan_id
), fresh as (
  insert into mess_scan_key (organization_id, nonce, id)
  select $1::uuid, nonce, id from judged where verdict <> 0 or exists (select from served where served.scan_id = judged.id) order by nonce
  on conflict do nothing returning id
), torn as (
  -- A meal is never served without its scan.
  select app_refuse('${NONCE_TAKEN}') as refused from served where scan_id not in (select id from fresh)
), made as (
  insert into mess_scan (organization_id, id, nonce, code_hash, device_id, device_name, at, received_at, offline,
    student_id, meal_id, service_on, allowed, reason, by_hand_reason)
  select $1::uuid, id, nonce, code_hash, device_id, device_name, at, at, false,
    found_id, meal_id, service_on, verdict = 0, ${reasonOf('verdict')}, by_hand_reason
  from judged where id in (select id from fresh)
  returning id, nonce, at, allowed, reason, student_id, meal_id, service_on, by_hand_reason, code_hash, device_name
)
select facts.*, known.id as known_id, scan.id as scan_id, scan.at as scan_at, scan.allowed as scan_allowed, scan.reason as scan_reason,
  scan.student_id as scan_student_id, scan.meal_id as scan_meal_id, scan.service_on as scan_service_on,
  scan.by_hand_reason as scan_by_hand_reason, scan.code_hash as scan_code_hash, scan.device_name as scan_device
from a left join facts on facts.place = a.place left join known on known.nonce = a.nonce
  left join made as scan on scan.nonce = a.nonce
where (select count(refused) from torn) = 0
order by a.place`;
