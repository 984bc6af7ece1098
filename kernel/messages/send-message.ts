import { CompiledQuery } from 'kysely';
import { type Ctx, orgOf } from '../ctx/index.ts';
import { queueWrites, type Write } from '../db/index.ts';
import { cleanJson } from '../lib/clean-text.ts';
import { newId } from '../lib/ids.ts';
import type { MessageDefinition } from './define.ts';

export type NewMessage<P extends object> = {
  /** made by the caller with `newId()`, when it writes the id elsewhere in the same batch */
  id?: string;
  /** default `email` */
  channel?: string;
  /** one address in the channel's own form, e.g. `asha@example.org` */
  to: string;
  template: MessageDefinition<P> | string;
  params: P;
  /** BCP 47; the organization's by default */
  language?: string;
  /** the record it is about, by which its messages are found */
  subject?: { type: string; id: string };
  /** of `firstState`; `queued` by default */
  state?: FirstState;
};

export type FirstState = 'queued' | 'kept';

/**
 * What an e-mail is now: `kept` while nothing sends it. Writing that at once saves the dispatcher from taking it up only
 * to put it aside, two more writes of the row; worth asking where many are written.
 */
export async function firstState(ctx: Ctx): Promise<FirstState> {
  const email = ctx.services.messages?.kinds.find(({ name }) => name === 'email');
  return email && (await email.accountOf(ctx)) === null ? 'kept' : 'queued';
}

/**
 * Puts a message into the outbox, in the transaction of `tx`: it is sent after the commit, or not at all. One small
 * insert, so it belongs in the same `Promise.all` as the action's other writes.
 */
export async function sendMessage<P extends object>(tx: Ctx, message: NewMessage<P>): Promise<{ id: string }> {
  const { id, write } = messageWrite(tx, message);
  await queueWrites(tx, [write]);
  return { id };
}

/** The same as one of the last statements of a transaction (`endingWith`). */
export function messageWrite<P extends object>(ctx: Ctx, message: NewMessage<P>): { id: string; write: Write } {
  const organization = orgOf(ctx);
  const now = ctx.clock.now();
  const id = message.id ?? newId(now.getTime());
  const insert = CompiledQuery.raw(INSERT, [
    organization.id,
    id,
    message.channel ?? 'email',
    message.to,
    typeof message.template === 'string' ? message.template : message.template.name,
    message.language ?? organization.language,
    cleanJson(message.params),
    message.subject?.type ?? null,
    message.subject?.id ?? null,
    now,
    message.state ?? 'queued',
  ]);
  return { id, write: { ...insert, afterCommit: () => written(ctx, message.state) } };
}

/** Wakes the dispatcher and notifies the outbox's page. */
function written(ctx: Ctx, state: FirstState = 'queued'): void {
  if (state === 'queued') ctx.services.messages?.wake();
  ctx.services.realtime?.publish({ organizationId: orgOf(ctx).id, topic: 'message', id: null });
}

const INSERT = `insert into message
  (organization_id, id, channel, to_address, template, language, params, subject_type, subject_id, created_at, next_attempt_at, state)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11)`;
