import { sql } from 'kysely';
import { type Ctx, inOrg, onOrg, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { readFile } from '../../files/index.ts';
import { ok, type Result } from '../../lib/result.ts';
import { isOwnNumber } from '../../lib/transfer-numbers.ts';
import { type PictureReading, readPicture } from '../../ocr/index.ts';
import { publish } from '../../realtime/index.ts';
import { type Receipt, readReceipt } from '../domain/read-receipt.ts';
import { compareReceipts } from '../domain/same-receipt.ts';
import { rowsOf, sharedRows } from '../domain/same-rows.ts';
import { ownNumbersOf } from '../own-numbers.ts';
import { READING_COLUMNS, receiptOf } from '../queries/readings.ts';

/** Readings whose rows are compared with a new one, the latest first: some 20 ms. */
const COMPARED = 2000;
/** Readings with a common key that are compared; many share the minute, few a number. */
const CANDIDATES = 500;
/** Nothing readable: a photo of something else, or a file that can't be opened. */
const NOTHING: PictureReading = { lines: [], confidence: 0, rowHashes: [] };

/**
 * Reads the picture of a proof, stores the text, and finds earlier proofs of the same receipt. A second call does
 * nothing. The result decides nothing: the desk shows it beside the expected values. Throws when the picture can't be
 * read now, so that the job tries again.
 */
export async function readProof(ctx: Ctx, proofId: string): Promise<Result<{ matches: number }>> {
  const proof = await findProof(ctx, proofId);
  // Already read, or removed meanwhile.
  if (!proof || proof.read) return ok({ matches: 0 });
  const picture = (await readBefore(ctx, proof.original_sha256)) ?? (await read(ctx, proof.file_id));
  const all = readReceipt(picture.lines, { currency: proof.currency, amountMinor: proof.amount_minor });
  const receipt = withoutOwn(all, await ownNumbersOf(ctx));
  return transaction(ctx, async (tx) => {
    // One at a time in an organization: of two simultaneous readings the later one finds the earlier one.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`payments.read-proof ${orgOf(tx).id}`}, 0))`.execute(
      tx.db,
    );
    const kept = await keep(tx, { proofId, paymentId: proof.payment_id, picture, receipt });
    if (!kept) return ok({ matches: 0 });
    const matches = await findMatches(tx, proof.payment_id, picture, receipt);
    await keepMatches(tx, proofId, matches);
    publish(tx, 'payment', proof.payment_id);
    return ok({ matches: matches.length });
  });
}

/** Every receipt shows where the money went: our own account or phone is no number of a transfer. */
function withoutOwn(receipt: Receipt, own: string[]): Receipt {
  const numbers = receipt.numbers.filter((number) => !isOwnNumber(number, own));
  return {
    ...receipt,
    numbers,
    reference: receipt.reference && isOwnNumber(receipt.reference, own) ? null : receipt.reference,
  };
}

async function findProof(ctx: Ctx, proofId: string) {
  return ctx.db
    .selectFrom('payment_proof as r')
    .innerJoin('payment as p', onOrg('p.id', 'r.payment_id'))
    .innerJoin('file as f', onOrg('f.id', 'r.file_id'))
    .leftJoin('payment_proof_reading as d', onOrg('d.proof_id', 'r.id'))
    .select(['r.payment_id', 'r.original_sha256', 'f.id as file_id', 'p.currency', 'p.amount_minor'])
    .select('d.proof_id as read')
    .where(inOrg(ctx, 'r'))
    .where('r.id', '=', proofId)
    .where('f.content_type', 'like', 'image/%')
    .executeTakeFirst();
}

/** The same bytes were read before: the result would be the same. */
async function readBefore(ctx: Ctx, sha256: string | null): Promise<PictureReading | null> {
  if (!sha256) return null;
  const row = await ctx.db
    .selectFrom('payment_proof as r')
    .innerJoin('payment_proof_reading as d', onOrg('d.proof_id', 'r.id'))
    .select(['d.lines', 'd.confidence', 'd.row_hashes'])
    .where(inOrg(ctx, 'r'))
    .where('r.original_sha256', '=', sha256)
    .executeTakeFirst();
  return row ? { lines: row.lines, confidence: row.confidence, rowHashes: row.row_hashes } : null;
}

async function read(ctx: Ctx, fileId: string): Promise<PictureReading> {
  const file = await readFile(ctx, fileId);
  if (file.ok) return readPicture(file.data.bytes);
  if (file.code === 'files.not_found') return NOTHING;
  throw new Error(`the picture of a proof is out of reach: ${file.code}`);
}

type Kept = { proofId: string; paymentId: string; picture: PictureReading; receipt: Receipt };

/** Returns false when it is already stored, by another worker. */
async function keep(tx: Ctx, { proofId, paymentId, picture, receipt }: Kept): Promise<boolean> {
  const organization_id = orgOf(tx).id;
  const { numInsertedOrUpdatedRows } = await tx.db
    .insertInto('payment_proof_reading')
    .values({
      organization_id,
      proof_id: proofId,
      payment_id: paymentId,
      legible: picture.lines.length > 0,
      lines: picture.lines,
      confidence: picture.confidence,
      row_hashes: picture.rowHashes,
      amount_minor: receipt.amountMinor,
      paid_on: receipt.day,
      paid_time: receipt.time,
      payer: receipt.payer,
      reference: receipt.reference,
      numbers: receipt.numbers,
      read_at: tx.clock.now(),
    })
    .onConflict((on) => on.doNothing())
    .executeTakeFirst();
  if (!numInsertedOrUpdatedRows) return false;
  const keys = keysOf(receipt);
  if (keys.length > 0) {
    await tx.db
      .insertInto('payment_proof_key')
      .values(keys.map((key) => ({ organization_id, key, proof_id: proofId })))
      .execute();
  }
  return true;
}

/** Keys that still match when one character was misread: the last six characters, or the minute. */
function keysOf({ numbers, day, time }: Receipt): string[] {
  const keys = numbers.flatMap((number) => [number, `…${number.slice(-6)}`]);
  return [...new Set([...keys, ...(day && time ? [`${day} ${time}`] : [])])];
}

/** `share`: per cent of the rows */
type Match = { proofId: string; kind: 'same_receipt' | 'shared_rows'; share: number };

/**
 * Earlier readings of other payments for the same receipt, by their text or, when there is too little text, by their
 * look.
 */
async function findMatches(tx: Ctx, paymentId: string, picture: PictureReading, receipt: Receipt): Promise<Match[]> {
  const readings = tx.db
    .selectFrom('payment_proof_reading as d')
    .select(['d.proof_id', 'd.row_hashes', ...READING_COLUMNS])
    .where(inOrg(tx, 'd'))
    .where('d.payment_id', '<>', paymentId)
    .orderBy('d.proof_id', 'desc');
  const keys = keysOf(receipt);
  const [alike, latest] = await Promise.all([
    keys.length === 0
      ? []
      : readings
          .where('d.proof_id', 'in', (q) =>
            q
              .selectFrom('payment_proof_key as k')
              .select('k.proof_id')
              .where(inOrg(tx, 'k'))
              .where('k.key', 'in', keys),
          )
          .limit(CANDIDATES)
          .execute(),
    readings.limit(COMPARED).execute(),
  ]);
  const matches = new Map<string, Match>();
  for (const other of alike) {
    if (compareReceipts(receipt, receiptOf(other)) !== 'same') continue;
    matches.set(other.proof_id, { proofId: other.proof_id, kind: 'same_receipt', share: 100 });
  }
  const rows = rowsOf(picture.rowHashes);
  for (const other of latest) {
    if (matches.has(other.proof_id)) continue;
    const share = sharedRows(rows, rowsOf(other.row_hashes));
    // The text counts more: receipts of one app look alike.
    if (share === null || compareReceipts(receipt, receiptOf(other)) === 'different') continue;
    matches.set(other.proof_id, { proofId: other.proof_id, kind: 'shared_rows', share });
  }
  return [...matches.values()];
}

async function keepMatches(tx: Ctx, proofId: string, matches: Match[]): Promise<void> {
  if (matches.length === 0) return;
  const organization_id = orgOf(tx).id;
  await tx.db
    .insertInto('payment_proof_match')
    .values(
      matches.flatMap(({ proofId: other, kind, share }) => [
        { organization_id, proof_id: proofId, other_proof_id: other, kind, share },
        { organization_id, proof_id: other, other_proof_id: proofId, kind, share },
      ]),
    )
    .execute();
}
