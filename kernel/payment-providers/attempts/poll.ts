/** Asks a provider for the result of an attempt, with growing pauses, until it is final. */
import { Type } from 'typebox';
import { type Ctx, inOrg } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { defineJob, enqueue } from '../../jobs/index.ts';
import { ok, type Result } from '../../lib/result.ts';
import { OutboundError } from '../../outbound/index.ts';
import { type AttemptState, isOpen } from '../domain/attempt-states.ts';
import { BELIEVE_AFTER_MS, failedPause, pollPause, REQUEST_MS } from '../domain/poll-pauses.ts';
import type { Answer, Provider } from '../provider.ts';
import { applyAnswer, type Silence } from './apply-answer.ts';
import { type AttemptRow, findAttempt, toAttempt } from './attempt.ts';

/** Defined beside its work, because each poll enqueues the next one. `unsent`: no process has sent it yet. */
export const pollJob = defineJob({
  name: 'payments.poll',
  schema: Type.Object({ attemptId: Type.String({ format: 'uuid' }), unsent: Type.Optional(Type.Boolean()) }),
  // A provider that doesn't answer (20 s) must not hold up the payers of the others.
  concurrency: 4,
  run: (ctx, { attemptId, unsent = false }) => pollIfDue(ctx, attemptId, unsent),
});

/**
 * Asks the provider, if the attempt is due. One that another process perhaps sent before it died is looked for first,
 * and sent when the provider doesn't know it. If the process dies here, the sweep (poll-due.ts) continues.
 */
async function pollIfDue(ctx: Ctx, id: string, unsent: boolean): Promise<void> {
  const row = await claim(ctx, id);
  if (!row) return;
  const toSend = row.state === 'sending' && mayStillSend(ctx, row);
  // A job may run twice; the second run can't know what the first one sent.
  if (toSend && unsent && row.polls === 1) return void (await sendAttempt(ctx, row));
  const answer = await askProvider((provider) => provider.query(ctx, toAttempt(row)), ctx, row);
  if (toSend && answer.state === 'not_found') await sendAttempt(ctx, row, { perhapsSent: true });
  else await recordAnswer(ctx, id, answer);
}

/**
 * After minutes without a process the payer has given up or paid elsewhere, and a phone would ask for a PIN out of the
 * blue: then a charge that the provider doesn't know never arrived. A refund is still wanted.
 */
const mayStillSend = (ctx: Ctx, { kind, created_at }: AttemptRow): boolean =>
  kind === 'refund' || ctx.clock.now().getTime() - created_at.getTime() <= BELIEVE_AFTER_MS;

/** Sends the request of an attempt to the provider and records the answer. */
export async function sendAttempt(ctx: Ctx, row: AttemptRow, { perhapsSent = false } = {}): Promise<AttemptRow> {
  const attempt = toAttempt(row);
  const answer = await askProvider(
    async (provider) => {
      try {
        if (row.kind === 'charge') return await provider.request(ctx, attempt);
        const charge = await findAttempt(ctx, String(row.charge_id));
        return await provider.refund(ctx, attempt, toAttempt(charge as AttemptRow));
      } catch (error) {
        // A request that was never sent moved no money.
        if (!perhapsSent && error instanceof OutboundError && !error.begun)
          return { state: 'failed', reason: 'unreachable', detail: error.message };
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
    .set((eb) => ({ next_poll_at: new Date(now.getTime() + REQUEST_MS), polls: eb('polls', '+', 1) }))
    .where(inOrg(ctx))
    .where('id', '=', id)
    .where('next_poll_at', '<=', now)
    .returningAll()
    .executeTakeFirst();
}

/**
 * The provider's answer, or why there was none. An account that was set up after the attempt is not asked about it: it
 * would not know it, or whoever set it up had made one of that name there.
 */
async function askProvider(
  ask: (provider: Provider) => Promise<Answer>,
  ctx: Ctx,
  row: AttemptRow,
): Promise<Answer | Silence> {
  const provider = ctx.services.providers.get(row.provider);
  if (!provider) return { state: 'silent', error: `no provider is named ${row.provider}` };
  try {
    const account = await provider.account(ctx);
    const elsewhere = account !== null && account !== row.account;
    const told = `it was asked at the account ${row.account}, and ${account} is set up now`;
    // Our own id may stand for anything there. The provider's id is known nowhere else.
    if (elsewhere && !(provider.ownIds && row.provider_id)) return { state: 'silent', error: told };
    const answer = await ask(provider);
    return elsewhere && answer.state === 'not_found' ? { state: 'silent', error: told } : answer;
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
 * payment the module refuses stays open, with the reason; money of one that had failed is to be given back then.
 */
export async function recordAnswer(
  ctx: Ctx,
  id: string,
  answer: Answer | Silence,
  take: (tx: Ctx) => Promise<boolean> = async () => true,
): Promise<AttemptRow | null> {
  const write = (what: Answer | Silence, toGiveBack = false) =>
    transaction<AttemptRow | null>(ctx, async (tx): Promise<Result<AttemptRow | null>> => {
      if (!(await take(tx))) return ok(null);
      const applied = await applyAnswer(tx, id, what, toGiveBack);
      if (!applied.ok || !applied.data) return applied;
      return ok(await pollAgain(tx, applied.data, { heard: what.state !== 'silent' }));
    });
  const written = await write(answer);
  if (written.ok) return written.data;
  ctx.log.error({ attempt: id, code: written.code }, 'money came and was refused');
  // Nobody would look at it any more.
  const late = answer.state === 'succeeded' && (await findAttempt(ctx, id))?.state === 'failed';
  const owed = late ? await write(answer, true) : null;
  if (owed?.ok) return owed.data;
  const noted = await write({ state: 'silent', error: written.code });
  if (!noted.ok) throw new Error(noted.code);
  return noted.data;
}

/** Polls for the fee of a successful charge; a provider that hasn't reported it by then never will. */
const MAX_FEE_POLLS = 9;

/** Schedules the next poll of an attempt, if there is anything left to ask. `heard`: the provider has answered now. */
export async function pollAgain(tx: Ctx, row: AttemptRow, { heard = true } = {}): Promise<AttemptRow> {
  const now = tx.clock.now().getTime();
  const pause = pauseOf(row, now, heard);
  const next_poll_at = pause === null ? null : new Date(now + pause);
  await tx.db
    .updateTable('payment_attempt')
    .set({ next_poll_at })
    .where('organization_id', '=', row.organization_id)
    .where('id', '=', row.id)
    .execute();
  if (next_poll_at) await schedulePoll(tx, row, next_poll_at);
  return { ...row, next_poll_at };
}

function pauseOf(row: AttemptRow, now: number, heard: boolean): number | null {
  if (isOpen(row.state as AttemptState)) return pollPause(row.polls);
  // One that was never sent can't have brought anything.
  if (row.kind === 'charge' && row.state === 'failed' && row.reason !== 'unreachable')
    return failedPause(now - (row.settled_at?.getTime() ?? now), heard);
  const feeMissing = row.received_minor !== null && row.received_fee_minor === null && row.polls < MAX_FEE_POLLS;
  return feeMissing ? pollPause(row.polls) : null;
}

/** Schedules a poll. When several polls wait for one attempt, those that find it not due do nothing. */
export async function schedulePoll(tx: Ctx, { id, polls }: Pick<AttemptRow, 'id' | 'polls'>, at: Date): Promise<void> {
  await enqueue(tx, pollJob, { attemptId: id }, { after: at, singletonKey: `${id} ${polls} ${at.getTime()}` });
}

/**
 * Polls now, e.g. because the provider notified us. Returns whether the attempt still has anything to ask for. With
 * `failed` also one that failed: a provider that notifies us of it may have corrected itself. `unsent`: no process has
 * sent it yet.
 */
export async function pollNow(tx: Ctx, id: string, { failed = false, unsent = false } = {}): Promise<boolean> {
  const now = tx.clock.now();
  const row = await tx.db
    .updateTable('payment_attempt')
    .set({ next_poll_at: now })
    .where(inOrg(tx))
    .where('id', '=', id)
    .where((eb) =>
      failed
        ? eb.or([eb('next_poll_at', 'is not', null), eb('state', '=', 'failed')])
        : eb.and([eb('next_poll_at', 'is not', null), eb('state', '<>', 'failed')]),
    )
    .returning(['id'])
    .executeTakeFirst();
  if (row) await enqueue(tx, pollJob, { attemptId: id, ...(unsent && { unsent }) });
  return row !== undefined;
}
