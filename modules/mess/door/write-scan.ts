import { CompiledQuery } from 'kysely';
import { type Ctx, orgOf, perOrganization } from '../../../kernel/ctx/index.ts';
import { isDuplicate, transaction, type Write, writeTogether } from '../../../kernel/db/index.ts';
import { gatherInHalves } from '../../../kernel/lib/gather.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { mirrors } from '../../../kernel/mirror/index.ts';
import { STUDENT } from '../names.ts';
import { FACTS, STUDENT_COLUMNS, STUDENT_JOINS, type StudentRow } from './facts.ts';
import type { EatReason } from './may-eat.rule.ts';
import { mirrorScan } from './mirror-scan.ts';
import { EATS, reasonOf, reasonSql, verdictOn } from './verdict-table.ts';

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

/** A scan as it is stored. */
export type StoredScan = {
  id: string;
  at: Date;
  allowed: boolean;
  reason: EatReason | null;
  student_id: string | null;
  meal_id: string | null;
  service_on: string;
  by_hand_reason: string | null;
  code_hash: Buffer | null;
};

/** What is known of the student, and the scan of this nonce, if there is one now. */
export type ScanWritten = { student: StudentRow | null; scan: StoredScan | null };
export type ScanKnown = ScanWritten & { scan: StoredScan };

/** The scans' audit subject, and the topic that pages subscribe to. */
export const SCAN = 'mess.scan';

/**
 * Judges and writes a scan, and the service when it is allowed, in one statement that is its own transaction and checks
 * the nonce. `scan` null: another door was first; try again.
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
  // A group may fail because of one of its scans, because a nonce came twice, or because two doors deadlock. Each is
  // tried again; a scan that was written after all is found by its nonce.
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
    for (const [i, { scan: sent }] of questions.entries()) {
      const written = all[i];
      if (!written?.ok || written.data.scan?.id !== sent.id) continue;
      const { student, scan } = written.data;
      const known = { rollNumber: student?.roll_number ?? null, name: student?.name ?? null };
      const { now: at, serviceOn, mealId, byHandReason, deviceName: scanner } = sent;
      const { allowed, reason } = scan;
      await mirrorScan(tx, { at, serviceOn, mealId, ...known, allowed, reason, byHandReason, offline: false, scanner });
    }
    return ok(all);
  });
  return done.ok ? done.data : questions.map(() => done);
}

type Row = (StudentRow | { student_id: null }) & {
  place: number;
  verdict: number;
  written: boolean;
  known_id: string | null;
};

async function write(ctx: Ctx, questions: Question[]): Promise<Result<ScanWritten>[]> {
  const scans = questions.map(({ scan }) => scan);
  const from = questions.map((question) => question.ctx);
  const write: Write = { ...CompiledQuery.raw(STATEMENT, values(ctx, scans)), afterCommit: () => notify(ctx) };
  const written = await writeTogether(ctx, [write], from).catch((error) => {
    // Another transaction used the nonce meanwhile. It is committed, so now the nonce is known.
    if (scans.length === 1 && isDuplicate(error)) return writeTogether(ctx, [write], from);
    throw error;
  });
  if (!written.ok) {
    // One scanner of several has changed, say: thrown, so that each scan is tried by itself.
    if (scans.length > 1) throw new Error(written.code);
    return [written];
  }
  const [{ rows }] = written.data as [{ rows: Row[] }];
  const known = await storedScans(
    ctx,
    rows.flatMap(({ known_id }) => known_id ?? []),
  );
  const answers: Result<ScanWritten>[] = [];
  for (const { place, verdict, written, known_id, ...row } of rows) {
    const scan = written ? asStored(scans[place - 1] as NewScan, row.student_id, verdict) : known.get(known_id);
    answers[place - 1] = ok({ student: row.student_id ? row : null, scan: scan ?? null });
  }
  return answers;
}

/** A scan that was just written. */
function asStored(scan: NewScan, studentId: string | null, verdict: number): StoredScan {
  return {
    id: scan.id,
    at: scan.now,
    allowed: verdict === EATS,
    reason: reasonOf(verdict),
    student_id: studentId,
    meal_id: scan.mealId,
    service_on: scan.serviceOn,
    by_hand_reason: scan.byHandReason,
    code_hash: scan.codeHash,
  };
}

/** Earlier scans, by their ids. They are few, so the statement doesn't look for them in the scans of all months. */
async function storedScans(ctx: Ctx, ids: string[]): Promise<Map<string | null, StoredScan>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom('mess_scan')
    .select(['id', 'at', 'allowed', 'reason', 'student_id', 'meal_id', 'service_on', 'by_hand_reason', 'code_hash'])
    .where('organization_id', '=', orgOf(ctx).id)
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [row.id, row as StoredScan]));
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

// The SQL is built once. Services and nonces are written in one order everywhere, so that two groups never deadlock. A
// nonce that is taken is an error, since a meal is never served without its scan. A scan whose meal was served at another
// door in this moment is not written.
const STATEMENT = `
with judged as materialized (
  select a.place, a.id, a.nonce, a.code_hash, a.device_id, a.device_name, a.at, a.service_on, a.meal_id, a.by_hand_reason,
    known.id as known_id, ${STUDENT_COLUMNS}, ${verdictOn(`(${TABLES})[a.verdicts]`, FACTS)} as verdict
  from unnest(${ARRAYS}, ${TABLE}) with ordinality as a (id, nonce, code_hash, device_id, device_name,
    at, student_id, version, key_id, changes, service_on, meal_id, by_hand_reason, verdicts, place)
  left join mess_scan_key known on known.organization_id = $1::uuid and known.nonce = a.nonce${STUDENT_JOINS}
), served as (
  insert into mess_service (organization_id, student_id, service_on, meal_id, scan_id, at, notify)
  select $1::uuid, student_id, service_on, meal_id, id, at, notify_meals
  from judged where known_id is null and verdict = ${EATS} order by student_id, place
  on conflict do nothing returning scan_id
), made as (
  insert into mess_scan (organization_id, id, nonce, code_hash, device_id, device_name, at, received_at, offline,
    student_id, meal_id, service_on, allowed, reason, by_hand_reason)
  select $1::uuid, id, nonce, code_hash, device_id, device_name, at, at, false,
    student_id, meal_id, service_on, verdict = ${EATS}, ${reasonSql('verdict')}, by_hand_reason
  from judged where known_id is null and (verdict <> ${EATS} or id in (select scan_id from served))
  returning id, nonce
), keyed as (
  insert into mess_scan_key (organization_id, nonce, id) select $1::uuid, nonce, id from made order by nonce
)
select place, verdict, id in (select id from made) as written, known_id,
  student_id, roll_number, room, photo_file_id, notify_meals, name
from judged`;
