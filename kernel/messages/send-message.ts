import { type Ctx, orgOf } from '../ctx/index.ts';
import { afterCommit } from '../db/index.ts';
import { newId } from '../lib/ids.ts';
import type { MessageDefinition } from './define.ts';

export type NewMessage<P extends object> = {
  /** default `email` */
  channel?: string;
  /** one address in the channel's own form, e.g. `asha@example.org` */
  to: string;
  template: MessageDefinition<P> | string;
  params: P;
  /** BCP 47; the organization's by default */
  language?: string;
  /** the record it is about; its messages are found by it */
  subject?: { type: string; id: string };
};

/**
 * Puts a message into the outbox, in the transaction of `tx`: it goes out after the commit, or not at all. One small insert, so it
 * belongs into the same `Promise.all` as the action's other writes.
 */
export async function sendMessage<P extends object>(tx: Ctx, message: NewMessage<P>): Promise<{ id: string }> {
  const organization = orgOf(tx);
  const now = tx.clock.now();
  const id = newId(now.getTime());
  const writing = tx.db
    .insertInto('message')
    .values({
      organization_id: organization.id,
      id,
      channel: message.channel ?? 'email',
      to_address: message.to,
      template: typeof message.template === 'string' ? message.template : message.template.name,
      language: message.language ?? organization.language,
      params: JSON.stringify(message.params),
      subject_type: message.subject?.type ?? null,
      subject_id: message.subject?.id ?? null,
      next_attempt_at: now,
      created_at: now,
    })
    .execute();
  afterCommit(tx, () => tx.house.messages?.poke());
  await writing;
  return { id };
}
