import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { erasePerson } from '../../../kernel/personal-data/index.ts';
import { lockForm } from '../form/form.query.ts';
import type { Left } from './contract.ts';
import { WAITING } from './register-self.action.ts';
import { readWaitingToken } from './waiting-link.ts';

/**
 * Somebody leaves the waiting list by the link of their message, and all that is stored of them goes: the row, the
 * messages, their name in the log. `gone`: they don't wait, because they left before, moved up, or staff took them off.
 * Refuses with `exhibition.waiting.link_invalid`.
 */
export async function leaveWaiting(ctx: Ctx, exhibitionId: string, token: string): Promise<Result<Left>> {
  const id = readWaitingToken(ctx, token);
  if (id === null) return refuse('exhibition.waiting.link_invalid');
  const left = await takeOff(ctx, id, {
    exhibitionId,
    note: (tx) => audit(tx, 'exhibition.waiting.left', { subject: { type: WAITING, id } }),
  });
  if (left.ok) return ok({ state: 'left' });
  return left.code === 'exhibition.waiting.not_found' ? ok({ state: 'gone' }) : left;
}

/**
 * Staff take somebody off the list, and all that is stored of them goes, as when they leave: nothing else would find them
 * any more. Refuses with `exhibition.waiting.not_found`.
 */
export async function removeWaiting(ctx: Ctx, id: string): Promise<Result<null>> {
  const removed = await takeOff(ctx, id, {
    note: (tx) => audit(tx, 'exhibition.waiting.removed', { subject: { type: WAITING, id } }),
  });
  return removed.ok ? ok(null) : removed;
}

/** The entry in the log and the erasure are one commit, so that of two at once one finds nobody. */
async function takeOff(
  ctx: Ctx,
  id: string,
  { exhibitionId, note }: { exhibitionId?: string; note: (tx: Ctx) => Promise<void> },
): Promise<Result<unknown>> {
  const erased = await erasePerson(ctx, { kind: WAITING, id }, async (tx) => {
    const row = await exhibitionOf(tx, id);
    if (!row || (exhibitionId !== undefined && row.exhibition_id !== exhibitionId)) return refuse(NOT_FOUND);
    // Nobody moves up meanwhile, and who did is a customer now.
    await lockForm(tx, row.exhibition_id);
    if (!(await exhibitionOf(tx, id))) return refuse(NOT_FOUND);
    await note(tx);
    return ok(null);
  });
  return !erased.ok && erased.code === 'personal_data.not_found' ? refuse(NOT_FOUND) : erased;
}

const NOT_FOUND = 'exhibition.waiting.not_found';

const exhibitionOf = (tx: Ctx, id: string) =>
  tx.db
    .selectFrom('exhibition_waiting')
    .select('exhibition_id')
    .where(inOrg(tx))
    .where('id', '=', id)
    .executeTakeFirst();
