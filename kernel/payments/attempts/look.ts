/** What became of an attempt is asked of its provider, with growing pauses, until it is sure. */
import { Type } from 'typebox';
import { type Ctx, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { defineJob, enqueue } from '../../jobs/index.ts';
import { ok, type Result } from '../../lib/result.ts';
import { WireFault } from '../../outbound/index.ts';
import { type AttemptState, isOpen } from '../domain/attempt-states.ts';
import { lookPause, REQUEST_MS } from '../domain/look-pauses.ts';
import type { Answer, Provider } from '../provider.ts';
import { applyAnswer, type Silence } from './apply-answer.ts';
import { type AttemptRow, findAttempt, toAttempt } from './attempt.ts';

/** Stands beside its work: each look enqueues the next one. */
export const lookJob = defineJob({
  name: 'payments.look',
  schema: Type.Object({ attemptId: Type.String({ format: 'uuid' }) }),
  run: (ctx, { attemptId }) => lookAt(ctx, attemptId),
});

/**
 * Asks the provider, when it is time for that; one that was perhaps never sent is sent, which a provider bears twice.
 * Whoever dies in the middle is followed by the sweep (look-due.ts).
 */
async function lookAt(ctx: Ctx, id: string): Promise<void> {
  const row = await claim(ctx, id);
  if (!row) return;
  if (row.state === 'sending') await sendAttempt(ctx, row);
  else await recordAnswer(ctx, id, await hear((provider) => provider.query(ctx, toAttempt(row)), ctx, row));
}

/** Asks the provider for what the attempt is about, and writes the answer down. */
export async function sendAttempt(ctx: Ctx, row: AttemptRow): Promise<AttemptRow> {
  const attempt = toAttempt(row);
  const answer = await hear(
    async (provider) => {
      try {
        if (row.kind === 'charge') return await provider.request(ctx, attempt);
        const charge = await findAttempt(ctx, String(row.charge_id));
        return await provider.refund(ctx, attempt, toAttempt(charge as AttemptRow));
      } catch (error) {
        // One that never left moved nothing.
        if (error instanceof WireFault && !error.begun) return { state: 'failed', reason: 'unreachable' };
        throw error;
      }
    },
    ctx,
    row,
  );
  return (await recordAnswer(ctx, row.id, answer)) ?? row;
}

/** The attempt, when it is due; nobody else asks while a request may be on its way. */
function claim(ctx: Ctx, id: string): Promise<AttemptRow | undefined> {
  const now = ctx.clock.now();
  return ctx.db
    .updateTable('payment_attempt')
    .set((eb) => ({ next_look_at: new Date(now.getTime() + REQUEST_MS), looks: eb('looks', '+', 1) }))
    .where('organization_id', '=', orgOf(ctx).id)
    .where('id', '=', id)
    .where('next_look_at', '<=', now)
    .returningAll()
    .executeTakeFirst();
}

/** What a provider answers, or why nothing was heard. */
async function hear(
  ask: (provider: Provider) => Promise<Answer>,
  ctx: Ctx,
  row: AttemptRow,
): Promise<Answer | Silence> {
  const provider = ctx.services.providers.get(row.provider);
  if (!provider) return { state: 'silent', error: `no provider is named ${row.provider}` };
  try {
    return await ask(provider);
  } catch (error) {
    ctx.log.warn(
      { attempt: row.id, provider: row.provider, error: (error as Error).message },
      'a provider was not heard',
    );
    return { state: 'silent', error: (error as Error).message };
  }
}

/**
 * Writes an answer down and says when to look again, in one transaction; with `take`, only when that says so. What the
 * module refuses to be paid for stays open, and says why.
 */
export async function recordAnswer(
  ctx: Ctx,
  id: string,
  answer: Answer | Silence,
  take: (tx: Ctx) => Promise<boolean> = async () => true,
): Promise<AttemptRow | null> {
  const write = (what: Answer | Silence) =>
    transaction<AttemptRow | null>(ctx, async (tx): Promise<Result<AttemptRow | null>> => {
      if (!(await take(tx))) return ok(null);
      const applied = await applyAnswer(tx, id, what);
      if (!applied.ok || !applied.data) return applied;
      return ok(await lookAgain(tx, applied.data));
    });
  const written = await write(answer);
  if (written.ok) return written.data;
  ctx.log.error({ attempt: id, code: written.code }, 'money came and was refused');
  const noted = await write({ state: 'silent', error: written.code });
  if (!noted.ok) throw new Error(noted.code);
  return noted.data;
}

/** Looks for the fee of a charge that succeeded; a provider that doesn't tell it for so long never will. */
const FEE_LOOKS = 9;

async function lookAgain(tx: Ctx, row: AttemptRow): Promise<AttemptRow> {
  const feeMissing = row.received_minor !== null && row.received_fee_minor === null && row.looks < FEE_LOOKS;
  const needed = isOpen(row.state as AttemptState) || feeMissing;
  const next_look_at = needed ? new Date(tx.clock.now().getTime() + lookPause(row.looks)) : null;
  await tx.db
    .updateTable('payment_attempt')
    .set({ next_look_at })
    .where('organization_id', '=', row.organization_id)
    .where('id', '=', row.id)
    .execute();
  if (next_look_at) await scheduleLook(tx, row, next_look_at);
  return { ...row, next_look_at };
}

/** Of several looks that wait for one attempt, those that find it not due do nothing. */
export async function scheduleLook(tx: Ctx, { id, looks }: Pick<AttemptRow, 'id' | 'looks'>, at: Date): Promise<void> {
  await enqueue(tx, lookJob, { attemptId: id }, { after: at, singletonKey: `${id} ${looks} ${at.getTime()}` });
}

/**
 * Has the provider asked now, e.g. since it let us know that something happened. Answers whether there is anything to
 * ask.
 */
export async function lookNow(tx: Ctx, id: string): Promise<boolean> {
  const now = tx.clock.now();
  const row = await tx.db
    .updateTable('payment_attempt')
    .set({ next_look_at: now })
    .where('organization_id', '=', orgOf(tx).id)
    .where('id', '=', id)
    .where('next_look_at', 'is not', null)
    .returning(['id'])
    .executeTakeFirst();
  if (row) await enqueue(tx, lookJob, { attemptId: id });
  return row !== undefined;
}
