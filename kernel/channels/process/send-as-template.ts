import { sql } from 'kysely';
import { type Ctx, inOrg } from '../../ctx/index.ts';
import { requeueHeld } from '../../messages/index.ts';
import { adapterOf } from '../channels-service.ts';

/**
 * Sends a message again, as the approved template, after the channel reported that its free text came too late. Without
 * a template it stays held.
 */
export async function sendAsTemplate(tx: Ctx, channel: string, message: { id: string }): Promise<void> {
  const row = await tx.db
    .selectFrom('message as m')
    .innerJoin('conversation_message as l', (join) =>
      join
        .onRef('l.organization_id', '=', 'm.organization_id')
        .on('l.id', '=', sql<string>`(m.params ->> 'conversation_message_id')::uuid`),
    )
    .select(['m.params', 'l.author'])
    .where(inOrg(tx, 'm'))
    .where('m.id', '=', message.id)
    .where('m.state', '=', 'held')
    .executeTakeFirst();
  if (!row) return;
  const { about } = row.params as { about?: string };
  const template = await adapterOf(tx, channel)?.templateFor?.(tx, about ?? `channels.${row.author}`);
  if (template) await requeueHeld(tx, message.id, 'window_closed', tx.clock.now().toISOString());
}
