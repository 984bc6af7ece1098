import type { Ctx } from '../../ctx/index.ts';
import { t } from '../../i18n/index.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { BulkAnswer } from '../contract.ts';
import type { Payment } from '../payment.ts';
import { denyPayment } from './deny-payment.action.ts';
import { verifyPayment } from './verify-payment.action.ts';

/**
 * Confirms several payments, each in a separate transaction: one that is refused doesn't stop the others, and the
 * answer gives the reason.
 */
export async function bulkVerify(ctx: Ctx, ids: string[], note?: string): Promise<Result<BulkAnswer>> {
  return each(ctx, ids, (id) => verifyPayment(ctx, id, { note }));
}

/** Denies several payments for one reason, each separately. */
export async function bulkDeny(ctx: Ctx, ids: string[], reason: string, note?: string): Promise<Result<BulkAnswer>> {
  return each(ctx, ids, (id) => denyPayment(ctx, id, { reason, note }));
}

async function each(
  ctx: Ctx,
  ids: string[],
  act: (id: string) => Promise<Result<Payment>>,
): Promise<Result<BulkAnswer>> {
  const results: BulkAnswer['results'] = [];
  for (const id of new Set(ids)) {
    const done = await act(id);
    results.push(
      done.ok
        ? {
            id,
            ok: true,
            state: done.data.state,
            needs_second: done.data.state === 'submitted' && done.data.firstApproval !== null,
            code: null,
            message: null,
          }
        : {
            id,
            ok: false,
            state: null,
            needs_second: false,
            code: done.code,
            message: t(ctx, `errors.${done.code}`, done.detail ?? {}),
          },
    );
  }
  return ok({ done: results.filter((r) => r.ok).length, results });
}
