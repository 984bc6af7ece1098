import { audit } from '../../audit/index.ts';
import type { Ctx } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { formatAmount } from '../../lib/money.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { getSettings } from '../../settings/index.ts';
import { PAY_INS, PAY_OUTS, SAFE } from '../accounts.ts';
import { NO_SALE, PAY_OUT } from '../approvals/names.ts';
import { approvedAbove, useUpApproval } from '../approvals/use-up-approval.ts';
import type { Move, MoveInput, Session } from '../contract.ts';
import { moveMoney, recordMovement } from '../move.ts';
import { SESSION } from '../names.ts';
import { tillSettings } from '../settings.ts';
import { type LockedSession, lockOwn } from './lock-session.ts';
import { readMoney } from './read-money.ts';
import { getSession } from './sessions.query.ts';

/** Which way the money goes, the other account, and whether a reason is needed. */
const WAYS: Record<Exclude<Move, 'no_sale'>, { sign: 1 | -1; against: string; reason: boolean }> = {
  float: { sign: 1, against: SAFE, reason: false },
  pay_in: { sign: 1, against: PAY_INS, reason: true },
  pay_out: { sign: -1, against: PAY_OUTS, reason: true },
  drop: { sign: -1, against: SAFE, reason: false },
};

/**
 * Money that comes into the caller's drawer or leaves it without a sale: more change, a pay-in, a pay-out, a drop into
 * the safe; or a note that the drawer was opened. Where the organization wants it, a supervisor approves the last, and
 * pay-outs above a limit.
 *
 * Refusals: `till.session_not_found`, `till.not_yours`, `till.closed`, `till.amount_zero`, `till.reason_blank`,
 * `till.approval_needed`, `till.approval_gone`, those of amounts.
 */
export async function moveCash(ctx: Ctx, id: string, input: MoveInput): Promise<Result<Session>> {
  const reason = (input.reason ?? '').trim();
  const { kind } = input;
  if (!reason && (kind === 'no_sale' || WAYS[kind].reason))
    return refuse('till.reason_blank', undefined, { reason: 'till.reason_blank' });
  return transaction(ctx, async (tx) => {
    const session = await lockOwn(tx, id);
    if (!session.ok) return session;
    const done =
      kind === 'no_sale'
        ? await noteOpened(tx, session.data, reason, input.approval_id)
        : await move(tx, session.data, kind, input, reason);
    return done.ok ? getSession(tx, id) : done;
  });
}

async function move(
  tx: Ctx,
  session: LockedSession,
  kind: Exclude<Move, 'no_sale'>,
  input: MoveInput,
  reason: string,
): Promise<Result<null>> {
  const { currency } = session;
  const amount = readMoney(tx, input.amount ?? '', currency, 'amount');
  if (!amount.ok) return amount;
  if (amount.data === 0) return refuse('till.amount_zero', undefined, { amount: 'till.amount_zero' });
  const { sign, against } = WAYS[kind];
  const settings = kind === 'pay_out' ? await getSettings(tx, tillSettings, { fresh: true }) : null;
  const approved = settings
    ? await approvedAbove(tx, settings.approve_pay_out_above, {
        what: PAY_OUT,
        subjectId: session.id,
        amountMinor: amount.data,
        currency,
        approvalId: input.approval_id,
      })
    : ok(null);
  if (!approved.ok) return approved;
  await moveMoney(tx, session, { kind, amountMinor: sign * amount.data, against, reason, approver: approved.data });
  await audit(tx, 'till.moved', {
    subject: { type: SESSION, id: session.id },
    after: {
      kind,
      amount: formatAmount(amount.data, currency),
      currency,
      drawer: session.drawer_name,
      approved_by: approved.data?.name ?? null,
    },
    note: reason || null,
  });
  return ok(null);
}

async function noteOpened(
  tx: Ctx,
  session: LockedSession,
  reason: string,
  approvalId: string | undefined,
): Promise<Result<null>> {
  const { approve_no_sale } = await getSettings(tx, tillSettings, { fresh: true });
  const approved = approve_no_sale
    ? await useUpApproval(tx, { what: NO_SALE, subjectId: session.id, approvalId })
    : ok(null);
  if (!approved.ok) return approved;
  await recordMovement(tx, {
    session_id: session.id,
    kind: 'no_sale',
    amount_minor: 0,
    reason,
    approved_by_id: approved.data?.id ?? null,
    approved_by_name: approved.data?.name ?? null,
  });
  await audit(tx, 'till.drawer_opened', {
    subject: { type: SESSION, id: session.id },
    after: { drawer: session.drawer_name, approved_by: approved.data?.name ?? null },
    note: reason,
  });
  return ok(null);
}
