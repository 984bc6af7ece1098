import { audit } from '../../audit/index.ts';
import type { Ctx } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { lockRow, openSurplus } from '../../payments/index.ts';
import type { StatementLine } from '../contract.ts';
import { viewLine } from '../queries/statements.ts';
import { findLine, proposeAnew, settle } from './settle-lines.action.ts';

/**
 * Records money that came for an already paid payment as owed: a separate payment about the one that the line names,
 * verified and owed at once (liabilities:refunds_due), so that it is listed among the refunds due. The line is matched
 * with it.
 *
 * Refusals: `statements.line_not_found`, `statements.line_decided`, `statements.not_paid_already`.
 */
export async function oweLine(
  ctx: Ctx,
  statementId: string,
  lineId: string,
  note: string | null,
): Promise<Result<StatementLine>> {
  const owed = await transaction<{ currency: string }>(ctx, async (tx) => {
    const line = await findLine(tx, statementId, lineId);
    if (!line.ok) return line;
    const { payment_id: paidId, certainty, left_minor: amount_minor, currency } = line.data;
    if (line.data.state !== 'open') return refuse('statements.line_decided');
    if (certainty !== 'paid_already' || paidId === null) return refuse('statements.not_paid_already');
    // Of two simultaneous calls the second waits here, and then finds the line decided.
    const paid = await lockRow(tx, paidId);
    if (!paid.ok) return paid;
    const { reference } = paid.data;
    const opened = await openSurplus(tx, paid.data, { amountMinor: amount_minor, currency });
    if (!opened.ok) return opened;
    const settled = await settle(tx, line.data, opened.data.id, note);
    if (!settled.ok) return settled;
    await audit(tx, 'statements.owed', {
      subject: { type: 'payment', id: opened.data.id },
      after: { reference, line: lineId, amount_minor, currency },
      note,
    });
    return ok({ currency });
  });
  if (!owed.ok) return owed;
  await proposeAnew(ctx, owed.data.currency);
  return viewLine(ctx, lineId);
}
