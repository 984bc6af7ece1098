import { sql } from 'kysely';
import { audit } from '../../audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../ctx/index.ts';
import { afterCommit, transaction } from '../../db/index.ts';
import { newId } from '../../lib/ids.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { ALLOWED, type MessageState } from '../states.ts';

/** Messages per transaction; a page of the console's list. */
export const MAX_RESENDS = 200;

export type Resent = {
  /** requested message → the message that will be sent: the same one, or a copy of a sent one */
  resent: { id: string; as: string }[];
  /** messages that can't be resent, with the refusal code */
  refused: { id: string; code: string }[];
};

/**
 * Sends messages again when a person asks for it. Failed, unknown, kept and cancelled ones go back into the queue with
 * all their attempts; sent ones are copied, so that their record stays. Refuses only more than MAX_RESENDS; single
 * messages that can't be resent are listed in the answer.
 */
export async function resendMessages(ctx: Ctx, ids: string[]): Promise<Result<Resent>> {
  const wanted = [...new Set(ids)];
  if (wanted.length > MAX_RESENDS) return refuse('messages.too_many', { limit: MAX_RESENDS });
  return transaction(ctx, async (tx) => {
    const rows = await tx.db
      .selectFrom('message')
      .select(['id', 'state', 'to_address', 'template'])
      .where(inOrg(tx))
      .where('id', 'in', wanted)
      .orderBy('id')
      .forUpdate()
      .execute();
    const found = new Map(rows.map((row) => [row.id, row]));
    const answer: Resent = { resent: [], refused: [] };
    for (const id of wanted) {
      const row = found.get(id);
      const way = row && ALLOWED[row.state as MessageState].resend;
      if (!way) answer.refused.push({ id, code: row ? 'messages.not_resendable' : 'messages.not_found' });
      else answer.resent.push({ id, as: way === 'copy' ? newId(tx.clock.now().getTime()) : id });
    }
    await Promise.all([
      requeue(
        tx,
        answer.resent.filter(({ id, as }) => id === as).map(({ id }) => id),
      ),
      ...answer.resent.filter(({ id, as }) => id !== as).map(({ id, as }) => copy(tx, id, as)),
      ...answer.resent.map(({ id, as }) => {
        const before = found.get(id);
        return audit(tx, 'messages.resent', {
          subject: { type: 'message', id },
          before: { state: before?.state },
          after: {
            state: 'queued',
            to: before?.to_address,
            template: before?.template,
            ...(as !== id && { resent_as: as }),
          },
        });
      }),
    ]);
    afterCommit(tx, () => tx.services.messages?.wake());
    return ok(answer);
  });
}

/** One message; refuses with `messages.not_found` or `messages.not_resendable`. */
export async function resendMessage(ctx: Ctx, id: string): Promise<Result<{ id: string; as: string }>> {
  return transaction(ctx, async (tx) => {
    const result = await resendMessages(tx, [id]);
    if (!result.ok) return result;
    const { resent, refused } = result.data;
    return resent[0] ? ok(resent[0]) : refuse(refused[0]?.code ?? 'messages.not_found');
  });
}

async function requeue(tx: Ctx, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.db
    .updateTable('message')
    .set({
      state: 'queued',
      next_attempt_at: tx.clock.now(),
      attempts: 0,
      deferrals: 0,
      last_error: null,
      held_reason: null,
    })
    .where(inOrg(tx))
    .where('id', 'in', ids)
    .execute();
}

/** A new message with the same contents; the old one points to it. */
async function copy(tx: Ctx, id: string, as: string): Promise<void> {
  const now = tx.clock.now();
  // Raw SQL: several steps in one statement, so in one round trip.
  await sql`
    with original as (select * from message where organization_id = ${orgOf(tx).id} and id = ${id}),
    added as (
      insert into message (organization_id, id, channel, to_address, template, language, params, subject_type, subject_id, next_attempt_at, created_at)
      select organization_id, ${as}::uuid, channel, to_address, template, language, params, subject_type, subject_id, ${now}, ${now} from original
    )
    update message set resent_as = ${as}::uuid where organization_id = ${orgOf(tx).id} and id = ${id}`.execute(tx.db);
}
