import { type Ctx, inOrg } from '../../ctx/index.ts';
import { t } from '../../i18n/index.ts';
import { decimalsOf } from '../../lib/money.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { getSettings } from '../../settings/index.ts';
import { tillSettings } from '../settings.ts';
import { approvalLabel, REFUND } from './names.ts';

export type Approver = { id: string; name: string };
export type Wanted = {
  /** one of the manifests' `approvals` */
  what: string;
  /** the record that it is about */
  subjectId: string;
  /** minor units, when it is about an amount: not more than was approved */
  amountMinor?: number;
  /** as `POST /approvals` answered it */
  approvalId: string | undefined;
};

/**
 * Uses up a supervisor's approval, in the transaction of what it is for: a rollback gives it back. It is for one use by
 * who asked, for this record, within two minutes.
 *
 * Refusals: `till.approval_needed`, `till.approval_gone`.
 */
export async function useUpApproval(tx: Ctx, wanted: Wanted): Promise<Result<Approver>> {
  if (!tx.inTransaction) throw new Error('an approval is used up in the transaction of what it is for');
  const { what, subjectId, amountMinor, approvalId } = wanted;
  const label = approvalLabel(tx, what);
  if (label === undefined) throw new Error(`no manifest says what the approval ${what} is`);
  if (approvalId === undefined) return refuse('till.approval_needed', { what: t(tx, label) });
  const now = tx.clock.now();
  let using = tx.db
    .updateTable('till_approval')
    .set({ used_at: now })
    .where(inOrg(tx))
    .where('id', '=', approvalId)
    .where('what', '=', what)
    .where('subject_id', '=', subjectId)
    .where('asker_id', '=', tx.actor.id)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now);
  if (amountMinor !== undefined) using = using.where('up_to_minor', '>=', amountMinor);
  const used = await using.returning(['approver_id', 'approver_name']).executeTakeFirst();
  return used ? ok({ id: used.approver_id, name: used.approver_name }) : refuse('till.approval_gone');
}

export type WantedAbove = Wanted & {
  amountMinor: number;
  /** ISO 4217 */
  currency: string;
  /** minor units that went the same way before, so that many small ones don't pass below the limit */
  beforeMinor?: number;
};

/** The same for an amount above a limit in whole units of the currency; null: no approval is needed. 0: no limit. */
export async function approvedAbove(tx: Ctx, limit: number, wanted: WantedAbove): Promise<Result<Approver | null>> {
  const { amountMinor, currency, beforeMinor = 0 } = wanted;
  const limitMinor = Math.round(limit * 10 ** decimalsOf(currency));
  if (limit <= 0 || beforeMinor + amountMinor <= limitMinor) return ok(null);
  return useUpApproval(tx, wanted);
}

/**
 * Whether money that goes back is approved, where an owner set a limit: the refund of a payment (`subjectId`), unless
 * `what` says what larger step it belongs to. Refuses as useUpApproval.
 */
export async function approvedRefund(
  tx: Ctx,
  { what = REFUND, ...wanted }: Omit<WantedAbove, 'what'> & { what?: string },
): Promise<Result<Approver | null>> {
  const { approve_refund_above } = await getSettings(tx, tillSettings, { fresh: true });
  return approvedAbove(tx, approve_refund_above, { what, ...wanted });
}
