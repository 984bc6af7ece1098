import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { endingWith, isDuplicate, transaction, type Write } from '../../../kernel/db/index.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { type FactsAsked, type FactsRow, readFacts } from './facts.query.ts';
import type { EatReason } from './may-eat.rule.ts';
import { mirrorScan } from './mirror-scan.ts';

/** The scans' audit subject, and the topic that pages subscribe to. */
export const SCAN = 'mess.scan';

/** A scan to write. */
export type NewScan = Omit<FactsAsked, 'place' | 'studentId'> & {
  id: string;
  nonce: string;
  codeHash: Buffer | null;
  deviceId: string;
  deviceName: string;
  now: Date;
  studentId: string | null;
  byHandReason: string | null;
};

/** A scan as it is stored. */
type StoredScan = {
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

/** The scan of a nonce, and what is known of the student. */
export type ScanKnown = { student: FactsRow | null; scan: StoredScan };

/** Another door served the student, or used the nonce, in this moment; it is committed then, so the next time shows it. */
const MAX_TRIES = 5;

type Work = {
  /** why the student may not eat; null: they may */
  judge(student: FactsRow | null): Result<EatReason | null>;
  /** what else belongs to the transaction of a scan that is written now */
  also?(tx: Ctx, known: ScanKnown): Promise<void>;
};

/**
 * Judges and writes a scan, and the service when it is allowed, in the transaction that read the facts. The same nonce
 * answers the scan that has it. It writes no audit entry: the row of the scan is the record, requests can't delete it,
 * and an entry would repeat it.
 */
export async function writeScan(ctx: Ctx, scan: NewScan, work: Work): Promise<Result<ScanKnown>> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write(ctx, scan, work);
    } catch (error) {
      if (!isDuplicate(error) || attempt === MAX_TRIES) throw error;
    }
  }
}

const write = (ctx: Ctx, scan: NewScan, { judge, also }: Work): Promise<Result<ScanKnown>> =>
  transaction<ScanKnown>(ctx, async (tx) => {
    const { studentId } = scan;
    const [knownId, found] = await Promise.all([
      scanOfNonce(tx, scan.nonce),
      studentId === null ? undefined : readFacts(tx, { ...scan, studentId }),
    ]);
    const student = found ?? null;
    if (knownId) return ok({ student, scan: await storedScan(tx, knownId) });
    const reason = judge(student);
    if (!reason.ok) return reason;
    const known = { student, scan: asStored(scan, student, reason.data) };
    await mirrorScan(tx, {
      at: scan.now,
      serviceOn: scan.serviceOn,
      mealId: scan.mealId,
      rollNumber: student?.roll_number ?? null,
      name: student?.name ?? null,
      allowed: known.scan.allowed,
      reason: reason.data,
      byHandReason: scan.byHandReason,
      offline: false,
      scanner: scan.deviceName,
    });
    await also?.(tx, known);
    publish(tx, SCAN);
    return endingWith(known, writes(tx, scan, known));
  });

/** The rows of a scan. A service or a nonce that is there already is an error: a meal is never served without its scan. */
function writes(tx: Ctx, scan: NewScan, { student, scan: stored }: ScanKnown): Write[] {
  const { id: organization_id } = orgOf(tx);
  const { id, nonce, now: at, serviceOn: service_on, mealId: meal_id } = scan;
  const made = {
    organization_id,
    id,
    nonce,
    code_hash: scan.codeHash,
    device_id: scan.deviceId,
    device_name: scan.deviceName,
    at,
    received_at: at,
    offline: false,
    student_id: stored.student_id,
    meal_id,
    service_on,
    allowed: stored.allowed,
    reason: stored.reason,
    by_hand_reason: scan.byHandReason,
  };
  const service = stored.allowed && student && meal_id && { student_id: student.student_id, service_on, meal_id };
  return [
    ...(service
      ? [
          tx.db
            .insertInto('mess_service')
            .values({ organization_id, ...service, scan_id: id, at, notify: student.notify_meals })
            .compile(),
        ]
      : []),
    tx.db.insertInto('mess_scan').values(made).compile(),
    tx.db.insertInto('mess_scan_key').values({ organization_id, nonce, id }).compile(),
  ];
}

const asStored = (scan: NewScan, student: FactsRow | null, reason: EatReason | null): StoredScan => ({
  id: scan.id,
  at: scan.now,
  allowed: reason === null,
  reason,
  student_id: student?.student_id ?? null,
  meal_id: scan.mealId,
  service_on: scan.serviceOn,
  by_hand_reason: scan.byHandReason,
  code_hash: scan.codeHash,
});

async function scanOfNonce({ db, organization }: Ctx, nonce: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('mess_scan_key')
    .select('id')
    .where('organization_id', '=', organization?.id ?? '')
    .where('nonce', '=', nonce)
    .executeTakeFirst();
  return row?.id;
}

/** An earlier scan. Such are few, so the first statement doesn't look for them in the scans of all months. */
async function storedScan(tx: Ctx, id: string): Promise<StoredScan> {
  const row = await tx.db
    .selectFrom('mess_scan')
    .select(['id', 'at', 'allowed', 'reason', 'student_id', 'meal_id', 'service_on', 'by_hand_reason', 'code_hash'])
    .where(inOrg(tx))
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return row as StoredScan;
}
