import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { erasePerson } from '../../../kernel/personal-data/index.ts';
import { lockForm } from '../form/form.query.ts';
import type { Left } from './contract.ts';
import { WAITING } from './register-self.action.ts';
import { readWaitingToken } from './waiting-link.ts';

/**
 * Somebody leaves the waiting list by the link of their message, and all that is stored of them goes: the row, the
 * messages, their name in the log. `gone`: they don't wait, because they left before, moved up, or staff took them off.
 * A process that dies in between has noted the wish; the link does it again. Refuses with
 * `exhibition.waiting.link_invalid`.
 */
export async function leaveWaiting(ctx: Ctx, exhibitionId: string, token: string): Promise<Result<Left>> {
  const id = readWaitingToken(ctx, token);
  if (id === null) return refuse('exhibition.waiting.link_invalid');
  const waits = await transaction(ctx, async (tx) => {
    // Nobody moves up meanwhile.
    await lockForm(tx, exhibitionId);
    const row = await tx.db
      .selectFrom('exhibition_waiting')
      .select('id')
      .where(inOrg(tx))
      .where('id', '=', id)
      .where('exhibition_id', '=', exhibitionId)
      .executeTakeFirst();
    if (row) await audit(tx, 'exhibition.waiting.left', { subject: { type: WAITING, id } });
    return ok(row !== undefined);
  });
  if (!waits.ok) return waits;
  if (!waits.data) return ok({ state: 'gone' });
  const erased = await erasePerson(ctx, { kind: WAITING, id });
  if (!erased.ok && erased.code !== 'personal_data.not_found') return erased;
  return ok({ state: erased.ok ? 'left' : 'gone' });
}
