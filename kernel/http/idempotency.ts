import { createHash } from 'node:crypto';
import { type Ctx, inOrg, orgOf } from '../ctx/index.ts';
import { transaction } from '../db/index.ts';
import { type Result, refuse } from '../lib/result.ts';

/**
 * Runs a write once for each key of one actor. The answer is stored in the write's own transaction, so the effect and
 * the "done" mark are committed together. Of two simultaneous requests the second waits at the key, rolls back and gets
 * the first one's answer. The same key with another request is refused. Refusals are not stored, because nothing
 * happened; a retry runs again.
 */
export async function once<T>(
  ctx: Ctx,
  key: string,
  request: unknown,
  work: (tx: Ctx) => Promise<Result<T>>,
  keepsAnswer = true,
): Promise<Result<T>> {
  const hash = createHash('sha256').update(JSON.stringify(request)).digest('base64url');
  const organization_id = orgOf(ctx).id;
  const actor_id = ctx.actor.id ?? ctx.actor.kind;
  let outcome: Result<T>;
  try {
    outcome = await transaction(ctx, async (tx) => {
      const result = await work(tx);
      if (!result.ok || result.rolledBack) return result;
      const mark = tx.db.insertInto('idempotency_key').values({
        organization_id,
        actor_id,
        key,
        request_hash: hash,
        answer: JSON.stringify(keepsAnswer ? result : { ok: true }),
      });
      return { ...result, last: [mark.compile()] };
    });
    if (outcome.ok) return outcome;
  } catch (error) {
    if ((error as { constraint?: string }).constraint !== 'idempotency_key_pkey') throw error;
    outcome = refuse('http.idempotency_in_progress');
  }
  const first = await ctx.db
    .selectFrom('idempotency_key')
    .select(['request_hash', 'answer'])
    .where(inOrg(ctx))
    .where('actor_id', '=', actor_id)
    .where('key', '=', key)
    .executeTakeFirst();
  if (!first) return outcome;
  if (first.request_hash !== hash) return refuse('http.idempotency_mismatch');
  return keepsAnswer ? (first.answer as Result<T>) : refuse('http.answer_not_kept');
}
