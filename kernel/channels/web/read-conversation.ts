import { type Ctx, orgOf } from '../../ctx/index.ts';
import { MEDIA_LIMITS } from '../process/fetch-media.ts';
import type { WebConversation, WebLine } from '../web-contract.ts';
import { WEB_ACCOUNT } from './adapter.ts';

const PAGE = 60;

/** The visitor's conversation, or undefined before their first message was worked off. */
export function findVisit(ctx: Ctx, visitor: string) {
  return ctx.db
    .selectFrom('conversation')
    .select(['id', 'mode', 'language'])
    .where('organization_id', '=', orgOf(ctx).id)
    .where('channel', '=', 'web')
    .where('account', '=', WEB_ACCOUNT)
    .where('address', '=', visitor)
    .executeTakeFirst();
}

/** The newest lines of the visitor's conversation, or those before `before`; notes of the staff are not for them. */
export async function readVisit(ctx: Ctx, visitor: string, before?: string): Promise<WebConversation> {
  const organizationId = orgOf(ctx).id;
  const conversation = await findVisit(ctx, visitor);
  const [rows, pending] = await Promise.all([
    conversation ? linesOf(ctx, conversation.id, before) : [],
    ctx.db
      .selectFrom('channel_event')
      .select('provider_id')
      .where('organization_id', '=', organizationId)
      .where('channel', '=', 'web')
      .where('account', '=', WEB_ACCOUNT)
      .where('address', '=', visitor)
      .where('state', '=', 'received')
      .limit(100)
      .execute(),
  ]);
  return {
    lines: rows
      .slice(0, PAGE)
      .reverse()
      .map((row) => toLine(ctx, row, conversation?.language)),
    earlier: rows.length > PAGE,
    waiting: pending.map((event) => nonceOf(event.provider_id)),
    with_person: conversation?.mode === 'staff',
  };
}

type Row = Awaited<ReturnType<typeof linesOf>>[number];

function linesOf(ctx: Ctx, conversationId: string, before: string | undefined) {
  let query = ctx.db
    .selectFrom('conversation_message as m')
    .leftJoin('file as f', (join) =>
      join
        .onRef('f.organization_id', '=', 'm.organization_id')
        .onRef('f.id', '=', 'm.file_id')
        .on('f.deleted_at', 'is', null),
    )
    .leftJoin('channel_event as e', (join) =>
      join.onRef('e.organization_id', '=', 'm.organization_id').onRef('e.id', '=', 'm.event_id'),
    )
    .select(['m.id', 'm.direction', 'm.kind', 'm.author', 'm.author_name', 'm.body', 'm.choices', 'm.fault'])
    .select(['m.created_at', 'f.id as file_id', 'f.name as file_name', 'f.content_type', 'e.provider_id'])
    .where('m.organization_id', '=', orgOf(ctx).id)
    .where('m.conversation_id', '=', conversationId)
    .where('m.kind', '<>', 'note');
  if (before) query = query.where('m.id', '<', before);
  return query
    .orderBy('m.id', 'desc')
    .limit(PAGE + 1)
    .execute();
}

function toLine(ctx: Ctx, row: Row, language: string | undefined): WebLine {
  return {
    id: row.id,
    mine: row.direction === 'in',
    nonce: row.provider_id === null ? null : nonceOf(row.provider_id),
    kind: row.kind,
    author: row.author,
    author_name: row.author === 'staff' ? row.author_name : null,
    text: row.body,
    choices: (row.choices as WebLine['choices'] | null) ?? [],
    file: row.file_id ? { id: row.file_id, name: row.file_name ?? '', content_type: row.content_type ?? '' } : null,
    fault:
      row.fault === null ? null : ctx.house.translator.t(language ?? ctx.locale, `errors.${row.fault}`, MEDIA_LIMITS),
    at: row.created_at.toISOString(),
  };
}

const nonceOf = (providerId: string) => providerId.slice(providerId.indexOf(':') + 1);

/** Whether a file was shown in the visitor's conversation, by either side. */
export async function shownTo(ctx: Ctx, visitor: string, fileId: string): Promise<boolean> {
  const conversation = await findVisit(ctx, visitor);
  if (!conversation) return false;
  const row = await ctx.db
    .selectFrom('conversation_message')
    .select('id')
    .where('organization_id', '=', orgOf(ctx).id)
    .where('conversation_id', '=', conversation.id)
    .where('file_id', '=', fileId)
    .where('kind', '<>', 'note')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
