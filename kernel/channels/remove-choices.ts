import { sql } from 'kysely';
import { type Ctx, inOrg, onOrg } from '../ctx/index.ts';
import { adapterOf } from './channels-service.ts';

/**
 * Removes the buttons of a sent message, if its channel can. A message that was not sent has lost them already; for one
 * that is just being sent this throws, so that it is tried again.
 */
export async function removeChoices(ctx: Ctx, messageId: string): Promise<void> {
  const row = await ctx.db
    .selectFrom('message as m')
    .innerJoin('conversation_message as l', (on) =>
      on
        .onRef('l.organization_id', '=', 'm.organization_id')
        .on('l.id', '=', sql<string>`(m.params ->> 'conversation_message_id')::uuid`),
    )
    .innerJoin('conversation as c', onOrg('c.id', 'l.conversation_id'))
    .select(['m.state', 'm.provider_id', 'c.channel', 'c.account'])
    .where(inOrg(ctx, 'm'))
    .where('m.id', '=', messageId)
    .executeTakeFirst();
  if (row?.state === 'sending') throw new Error('the message is on its way');
  if (!row?.provider_id) return;
  await adapterOf(ctx, row.channel)?.removeChoices?.(ctx, row.account, row.provider_id);
}
