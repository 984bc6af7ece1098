import { audit } from '../audit/index.ts';
import { byPerson, type Ctx, orgOf } from '../ctx/index.ts';
import { transaction } from '../db/index.ts';
import { enqueue } from '../jobs/index.ts';
import { fold } from '../lib/fold.ts';
import { newId } from '../lib/ids.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { ERASED } from '../module/index.ts';
import { erasePersonJob } from './erase-person.job.ts';
import { findOpen } from './preview.ts';
import { type Asked, findSubject, nameOf } from './subject.ts';

/**
 * Asks for the erasure of a person, which a job does at once. `typed` is the person's name, typed again. A person who is
 * erased already is answered with `done`. Refusals: `auth.person_required`, `personal_data.not_found`,
 * `personal_data.name_differs`, and what the modules say is open.
 */
export async function requestErasure(
  ctx: Ctx,
  asked: Asked,
  typed: string,
): Promise<Result<{ state: 'waiting' | 'done' }>> {
  if (!byPerson(ctx)) return refuse('auth.person_required');
  const name = await nameOf(ctx, ctx.system, asked);
  if (name === null) return refuse('personal_data.not_found');
  if (name === ERASED) return ok({ state: 'done' });
  if (fold(typed.trim()) !== fold(name.trim())) return refuse('personal_data.name_differs');
  const refusal = await findOpen(ctx, ctx.system, await findSubject(ctx, ctx.system, asked));
  if (refusal) return refusal;
  return transaction(ctx, async (tx) => {
    const values = { state: 'waiting', requested_at: tx.clock.now(), requested_by_name: tx.actor.name, ended_at: null };
    await Promise.all([
      tx.db
        .insertInto('person_erasure')
        .values({ organization_id: orgOf(tx).id, id: newId(), kind: asked.kind, subject_id: asked.id, ...values })
        .onConflict((oc) => oc.columns(['organization_id', 'kind', 'subject_id']).doUpdateSet(values))
        .execute(),
      audit(tx, 'personal_data.erasure_requested', { subject: { type: asked.kind, id: asked.id } }),
    ]);
    await enqueue(tx, erasePersonJob, asked, { singletonKey: `${asked.kind}:${asked.id}` });
    return ok({ state: 'waiting' as const });
  });
}
