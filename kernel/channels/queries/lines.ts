import { type Ctx, inOrg, onOrg } from '../../ctx/index.ts';
import { findPage, type PageQuery } from '../../db/index.ts';
import { findText } from '../../i18n/index.ts';
import { firstIdAfter } from '../../lib/ids.ts';
import { type Result, refuse } from '../../lib/result.ts';
import type { ConversationLine } from '../contract.ts';
import { MEDIA_LIMITS } from '../process/fetch-media.ts';

/**
 * A keyset page of a conversation's messages, newest first, with the delivery state of ours. Refuses with
 * `channels.conversation_not_found`.
 */
export async function listLines(
  ctx: Ctx,
  conversationId: string,
  page: PageQuery,
): Promise<Result<ConversationLine[]>> {
  const query = lines(ctx)
    .where('l.conversation_id', '=', conversationId)
    .where('l.id', '>=', firstIdAfter(conversationId));
  const [found, conversation] = await Promise.all([
    findPage(query, 'l.id', page, (row) => toLine(ctx, row)),
    findConversation(ctx, conversationId),
  ]);
  return conversation ? found : refuse('channels.conversation_not_found');
}

const findConversation = (ctx: Ctx, id: string) =>
  ctx.db.selectFrom('conversation').select('id').where(inOrg(ctx)).where('id', '=', id).executeTakeFirst();

function lines(ctx: Ctx) {
  return ctx.db
    .selectFrom('conversation_message as l')
    .leftJoin('file as f', (join) =>
      join
        .onRef('f.organization_id', '=', 'l.organization_id')
        .onRef('f.id', '=', 'l.file_id')
        .on('f.deleted_at', 'is', null),
    )
    .leftJoin('message as m', onOrg('m.id', 'l.message_id'))
    .select(['l.id', 'l.direction', 'l.kind', 'l.author', 'l.author_name', 'l.body', 'l.choices', 'l.fault'])
    .select(['l.created_at', 'f.id as file_id', 'f.name as file_name', 'f.content_type', 'm.id as message_id'])
    .select(['m.state', 'm.last_error', 'm.held_reason', 'm.delivered_at', 'm.read_at'])
    .where(inOrg(ctx, 'l'));
}

type Row = Awaited<ReturnType<ReturnType<typeof lines>['execute']>>[number];

function toLine(ctx: Ctx, row: Row): ConversationLine {
  const { id, direction, kind, author } = row as Row & ConversationLine;
  return {
    id,
    direction,
    kind,
    author,
    author_name: row.author_name,
    text: row.body,
    choices: (row.choices as ConversationLine['choices'] | null) ?? [],
    file: row.file_id
      ? {
          id: row.file_id,
          name: row.file_name ?? '',
          content_type: row.content_type ?? '',
          url: `/api/v1/files/${row.file_id}`,
        }
      : null,
    fault: row.fault && (findText(ctx, `errors.${row.fault}`, MEDIA_LIMITS) ?? row.fault),
    delivery: row.message_id ? { ...deliveryOf(row), message_id: row.message_id } : null,
    created_at: row.created_at.toISOString(),
  };
}

function deliveryOf(row: Row): Omit<NonNullable<ConversationLine['delivery']>, 'message_id'> {
  const known = row.read_at ? 'read' : row.delivered_at ? 'delivered' : row.state;
  const state = known as NonNullable<ConversationLine['delivery']>['state'];
  return { state, error: row.last_error, held_reason: row.held_reason };
}
