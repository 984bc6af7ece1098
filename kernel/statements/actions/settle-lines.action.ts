import { audit } from '../../audit/index.ts';
import { type Ctx, inOrg, onOrg } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { t } from '../../i18n/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { confirmSeen } from '../../payment-proofs/index.ts';
import { lockPayment } from '../../payments/index.ts';
import { publish } from '../../realtime/index.ts';
import type { ConfirmAnswer, StatementLine } from '../contract.ts';
import { LEFT, MATCHED } from '../queries/matched.ts';
import { viewLine } from '../queries/statements.ts';
import { propose } from './propose.action.ts';

/** Lines confirmed in one request. */
const MAX_AT_ONCE = 500;

export type Line = {
  id: string;
  statement_id: string;
  amount_minor: number;
  /** what is still open of it */
  left_minor: number;
  currency: string;
  transaction_reference: string | null;
  state: string;
  payment_id: string | null;
  certainty: string | null;
  because: string | null;
};

/**
 * Accepts the proposals of some open lines of a statement, or of all certain ones, and confirms their payments, each in
 * a separate transaction. Then it proposes payments for the rest again.
 */
export async function confirmLines(
  ctx: Ctx,
  statementId: string,
  lineIds: string[] | undefined,
): Promise<Result<ConfirmAnswer>> {
  const statement = await ctx.db
    .selectFrom('statement')
    .select('currency')
    .where(inOrg(ctx))
    .where('id', '=', statementId)
    .executeTakeFirst();
  if (!statement) return refuse('statements.not_found');
  const results: ConfirmAnswer['results'] = [];
  for (const id of lineIds ? new Set(lineIds) : await certainLines(ctx, statementId)) {
    const line = await findLine(ctx, statementId, id);
    const paymentId = line.ok ? line.data.payment_id : null;
    const proposed =
      line.ok && line.data.state === 'open' && paymentId === null ? refuse('statements.no_proposal') : line;
    const again =
      proposed.ok && proposed.data.certainty === 'paid_already' ? refuse('statements.paid_already') : proposed;
    const done = again.ok && paymentId ? await settle(ctx, again.data, paymentId, null) : again;
    results.push({
      line_id: id,
      payment_id: paymentId,
      ok: done.ok,
      needs_second: done.ok && 'waits' in done.data && done.data.waits,
      code: done.ok ? null : done.code,
      message: done.ok ? null : t(ctx, `errors.${done.code}`, done.detail ?? {}),
    });
  }
  await proposeAnew(ctx, statement.currency);
  return ok({ done: results.filter((r) => r.ok && !r.needs_second).length, results });
}

/**
 * Matches an open line with a payment that a person chose, and confirms it. Refuses as `settle` does, and with
 * `statements.line_not_found`.
 */
export async function matchLine(
  ctx: Ctx,
  statementId: string,
  lineId: string,
  input: { payment_id: string; note?: string },
): Promise<Result<StatementLine>> {
  const line = await findLine(ctx, statementId, lineId);
  if (!line.ok) return line;
  const done = await settle(ctx, line.data, input.payment_id, input.note ?? null);
  if (!done.ok) return done;
  await proposeAnew(ctx, line.data.currency);
  return viewLine(ctx, lineId);
}

/** Records that a line is no payment: interest, a gift, a transfer between own accounts. */
export async function ignoreLine(
  ctx: Ctx,
  statementId: string,
  lineId: string,
  note: string | null,
): Promise<Result<StatementLine>> {
  return decide(ctx, statementId, lineId, 'open', async (tx, line) => {
    await audit(tx, 'statements.line_ignored', {
      subject: { type: 'statement.line', id: line.id },
      after: { amount_minor: line.left_minor, currency: line.currency },
      note,
    });
    return { state: 'ignored', decided_by_name: tx.actor.name, decided_at: tx.clock.now(), note };
  });
}

/** Reverses that. To open a matched line, undo its payment's confirmation as mistaken. */
export async function reopenIgnored(ctx: Ctx, statementId: string, lineId: string): Promise<Result<StatementLine>> {
  return decide(ctx, statementId, lineId, 'ignored', async (tx, line) => {
    await audit(tx, 'statements.line_reopened', { subject: { type: 'statement.line', id: line.id } });
    return { state: 'open', decided_by_name: null, decided_at: null, note: null };
  });
}

/** Proposes payments again for the open lines of a statement's currency. */
export async function matchAgain(ctx: Ctx, statementId: string): Promise<Result<{ id: string }>> {
  const statement = await ctx.db
    .selectFrom('statement')
    .select(['id', 'currency'])
    .where(inOrg(ctx))
    .where('id', '=', statementId)
    .executeTakeFirst();
  if (!statement) return refuse('statements.not_found');
  await proposeAnew(ctx, statement.currency);
  return ok({ id: statement.id });
}

/** Renews the proposals of a currency's open lines: each decision changes the rest. */
export async function proposeAnew(ctx: Ctx, currency: string): Promise<void> {
  await transaction(ctx, async (tx) => {
    await propose(tx, currency);
    publish(tx, 'statement');
    return ok(null);
  });
}

/** The open lines of a statement whose match is certain; `openedSince`: of payments that were opened since then. */
export async function certainLines(ctx: Ctx, statementId: string, openedSince?: Date): Promise<string[]> {
  let lines = ctx.db
    .selectFrom('statement_line as l')
    .innerJoin('payment as p', onOrg('p.id', 'l.payment_id'))
    .select('l.id')
    .where(inOrg(ctx, 'l'))
    .where('l.statement_id', '=', statementId)
    .where('l.state', '=', 'open')
    .where('l.certainty', '=', 'certain')
    .orderBy('l.row')
    .limit(MAX_AT_ONCE);
  if (openedSince) lines = lines.where('p.created_at', '>=', openedSince);
  const rows = await lines.execute();
  return rows.map((row) => row.id);
}

export async function findLine(ctx: Ctx, statementId: string, lineId: string): Promise<Result<Line>> {
  const line = await lineRows(ctx)
    .where('l.statement_id', '=', statementId)
    .where('l.id', '=', lineId)
    .executeTakeFirst();
  return line ? ok(line) : refuse('statements.line_not_found');
}

function lineRows(ctx: Ctx) {
  return ctx.db
    .selectFrom('statement_line as l')
    .select(['l.id', 'l.statement_id', 'l.amount_minor', 'l.currency', 'l.transaction_reference', 'l.state'])
    .select(['l.payment_id', 'l.certainty', 'l.because', LEFT.as('left_minor')])
    .where(inOrg(ctx, 'l'));
}

/** Locks lines that must be open, in the order of their ids. */
export async function lockLines(tx: Ctx, ids: string[]): Promise<Result<Line[]>> {
  await tx.db
    .selectFrom('statement_line')
    .select('id')
    .where(inOrg(tx))
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .execute();
  // Read when they are locked: what is left of a line is told by other rows.
  const lines = await lineRows(tx).where('l.id', 'in', ids).orderBy('l.day').orderBy('l.id').execute();
  if (lines.length !== ids.length) return refuse('statements.line_not_found');
  return lines.every((line) => line.state === 'open') ? ok(lines) : refuse('statements.line_decided');
}

export async function isMatched(tx: Ctx, paymentId: string): Promise<boolean> {
  const row = await tx.db
    .selectFrom('payment as p')
    .select(MATCHED.as('matched'))
    .where(inOrg(tx, 'p'))
    .where('p.id', '=', paymentId)
    .executeTakeFirst();
  return row?.matched ?? false;
}

/**
 * Matches a line with this payment: confirms it, or only matches it when a person had confirmed it before. `waits`:
 * above the limit, a second person must approve first; the line stays open.
 *
 * Refusals: `statements.line_decided`, `statements.payment_matched`, `statements.amount_differs`, those of
 * verifyPayment.
 */
export async function settle(
  ctx: Ctx,
  line: Line,
  paymentId: string,
  note: string | null,
): Promise<Result<{ waits: boolean }>> {
  if (line.state !== 'open') return refuse('statements.line_decided');
  return transaction<{ waits: boolean }>(ctx, async (tx) => {
    const locked = await lockPayment(tx, paymentId);
    if (!locked.ok) return locked;
    const row = locked.data;
    if (await isMatched(tx, paymentId)) return refuse('statements.payment_matched');
    const lines = await lockLines(tx, [line.id]);
    if (!lines.ok) return lines;
    const left = lines.data[0]?.left_minor as number;
    // A payer may have left out the cents of a unique amount.
    const price = row.state === 'verified' ? row.amount_minor : row.base_minor;
    const enough = left === row.amount_minor || left === price;
    if (line.currency !== row.currency || !enough) return refuse('statements.amount_differs');
    const seen = { amountMinor: left, transactionReference: line.transaction_reference, note };
    const confirmed = await confirmSeen(tx, row, seen);
    if (!confirmed.ok || confirmed.data.waits) return confirmed;
    const same = line.payment_id === paymentId;
    const { numUpdatedRows } = await tx.db
      .updateTable('statement_line')
      .set({
        state: 'matched',
        payment_id: paymentId,
        certainty: same && note === null ? line.certainty : 'by_hand',
        because: same ? line.because : null,
        decided_by_name: tx.actor.name,
        decided_at: tx.clock.now(),
        note,
      })
      .where('organization_id', '=', row.organization_id)
      .where('id', '=', line.id)
      .where('state', '=', 'open')
      .executeTakeFirstOrThrow();
    if (numUpdatedRows !== 1n) return refuse('statements.line_decided');
    // The last of several payments.
    if (left !== line.amount_minor)
      await tx.db
        .insertInto('statement_part')
        .values({
          organization_id: row.organization_id,
          line_id: line.id,
          payment_id: paymentId,
          amount_minor: left,
          created_at: tx.clock.now(),
        })
        .execute();
    await audit(tx, 'statements.matched', {
      subject: { type: 'payment', id: paymentId },
      after: { reference: row.reference, line: line.id, amount_minor: left, currency: line.currency },
      note,
    });
    publish(tx, 'statement', line.statement_id);
    return ok({ waits: false });
  });
}

type Change = { state: string; decided_by_name: string | null; decided_at: Date | null; note: string | null };

async function decide(
  ctx: Ctx,
  statementId: string,
  lineId: string,
  from: 'open' | 'ignored',
  change: (tx: Ctx, line: Line) => Promise<Change>,
): Promise<Result<StatementLine>> {
  const decided = await transaction(ctx, async (tx) => {
    const line = await findLine(tx, statementId, lineId);
    if (!line.ok) return line;
    const locked = await tx.db
      .selectFrom('statement_line')
      .select('id')
      .where(inOrg(tx))
      .where('id', '=', lineId)
      .where('state', '=', from)
      .forUpdate()
      .executeTakeFirst();
    if (!locked) return refuse('statements.line_decided');
    await tx.db
      .updateTable('statement_line')
      .set({ ...(await change(tx, line.data)), payment_id: null, certainty: null, because: null })
      .where(inOrg(tx))
      .where('id', '=', lineId)
      .execute();
    publish(tx, 'statement', statementId);
    return line;
  });
  if (!decided.ok) return decided;
  await proposeAnew(ctx, decided.data.currency);
  return viewLine(ctx, lineId);
}
