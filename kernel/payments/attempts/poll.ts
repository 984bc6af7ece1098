/** Asks a provider for the result of an attempt, with growing pauses, until it is final. */
import { Type } from 'typebox';
import { type Ctx, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { defineJob, enqueue } from '../../jobs/index.ts';
import { ok, type Result } from '../../lib/result.ts';
import { WireFault } from '../../outbound/index.ts';
import { type AttemptState, isOpen } from '../domain/attempt-states.ts';
import { pollPause, REQUEST_MS } from '../domain/poll-pauses.ts';
import type { Answer, Provider } from '../provider.ts';
import { applyAnswer, type Silence } from './apply-answer.ts';
import { type AttemptRow, findAttempt, toAttempt } from './attempt.ts';

/** Defined beside its work, because each poll enqueues the next one. */
export const pollJob = defineJob({
  name: 'payments.look',
  schema: Type.Object({ attemptId: Type.String({ format: 'uuid' }) }),
  run: (ctx, { attemptId }) => pollIfDue(ctx, attemptId),
});

/**
 * Asks the provider, if the attempt is due. An attempt that was perhaps never sent is sent again; providers ignore the
 * repetition. If the process dies here, the sweep (poll-due.ts) continues.
 */
async function pollIfDue(ctx: Ctx, id: string): Promise<void> {
  const row = await claim(ctx, id);
  if (!row) return;
  if (row.state === 'sending') await sendAttempt(ctx, row);
  else await recordAnswer(ctx, id, await askProvider((provider) => provider.query(ctx, toAttempt(row)), ctx, row));
}

/** Sends the request of an attempt to the provider and records the answer. */
export async function sendAttempt(ctx: Ctx, row: AttemptRow): Promise<AttemptRow> {
  const attempt = toAttempt(row);
  const answer = await askProvider(
    async (provider) => {
      try {
        if (row.kind === 'charge') return await provider.request(ctx, attempt);
        const charge = await findAttempt(ctx, String(row.charge_id));
        return await provider.refund(ctx, attempt, toAttempt(charge as AttemptRow));
      } catch (error) {
        // A request that was never sent moved no money.
        if (error instanceof WireFault && !error.begun) return { state: 'failed', reason: 'unreachable' };
        throw error;
      }
    },
    ctx,
    row,
  );
  return (await recordAnswer(ctx, row.id, answer)) ?? row;
}

/** The attempt, when it is due; no other process asks while a request may be in progress. */
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

/** The provider's answer, or why there was none. */
async function askProvider(
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
 * Records an answer and when to poll again, in one transaction; with `take`, only when that allows it. An attempt whose
 * payment the module refuses stays open, with the reason.
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

/** Polls for the fee of a successful charge; a provider that hasn't reported it by then never will. */
const FEE_LOOKS = 9;

async function lookAgain(tx: Ctx, row: AttemptRow): Promise<AttemptRow> {
  const feeMissing = row.received_minor !== null && row.received_fee_minor === null && row.looks < FEE_LOOKS;
  const needed = isOpen(row.state as AttemptState) || feeMissing;
  const next_look_at = needed ? new Date(tx.clock.now().getTime() + pollPause(row.looks)) : null;
  await tx.db
    .updateTable('payment_attempt')
    .set({ next_look_at })
    .where('organization_id', '=', row.organization_id)
    .where('id', '=', row.id)
    .execute();
  if (next_look_at) await schedulePoll(tx, row, next_look_at);
  return { ...row, next_look_at };
}

/** Schedules a poll. When several polls wait for one attempt, those that find it not due do nothing. */
export async function schedulePoll(tx: Ctx, { id, looks }: Pick<AttemptRow, 'id' | 'looks'>, at: Date): Promise<void> {
  await enqueue(tx, pollJob, { attemptId: id }, { after: at, singletonKey: `${id} ${looks} ${at.getTime()}` });
}

/** Polls now, e.g. because the provider notified us. Returns whether the attempt still has anything to ask for. */
export async function pollNow(tx: Ctx, id: string): Promise<boolean> {
  const now = tx.clock.now();
  const row = await tx.db
    .updateTable('payment_attempt')
    .set({ next_look_at: now })
    .where('organization_id', '=', orgOf(tx).id)
    .where('id', '=', id)
    .where('next_look_at', 'is not', null)
    .returning(['id'])
    .executeTakeFirst();
  if (row) await enqueue(tx, pollJob, { attemptId: id });
  return row !== undefined;
}
