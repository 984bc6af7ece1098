import { sql } from 'kysely';
import { MEDIA_LIMITS } from '../channels/index.ts';
import { type Ctx, inOrg, orgOf } from '../ctx/index.ts';
import { firstIdAfter } from '../lib/ids.ts';
import { WEB_ACCOUNT } from './adapter.ts';
import type { WebConversation, WebLine } from './contract.ts';

const PAGE = 60;

/** The visitor's conversation, or undefined before their first message was processed. */
export function findVisitorConversation(ctx: Ctx, visitor: string) {
  return ctx.db
    .selectFrom('conversation')
    .select(['id', 'mode', 'language'])
    .where(inOrg(ctx))
    .where('channel', '=', 'web')
    .where('account', '=', WEB_ACCOUNT)
    .where('address', '=', visitor)
    .executeTakeFirst();
}

/**
 * The newest messages of the visitor's conversation, or those before `before`, without the notes of staff. One
 * statement, so that all of it is from one moment: between two statements a message under way could be in neither list.
 */
export async function readVisitorConversation(ctx: Ctx, visitor: string, before?: string): Promise<WebConversation> {
  // Raw SQL: the conversation and its lines in one statement, so in one round trip.
  const { rows } = await sql<Visit>`
    with visit as materialized (
      select id, mode, language, (created_at at time zone 'UTC')::date - 1 as since from conversation
      where organization_id = ${orgOf(ctx).id} and channel = 'web' and account = ${WEB_ACCOUNT} and address = ${visitor}
    ), line as materialized (
      select m.id, m.direction, m.kind, m.author, m.author_name, m.body, m.choices, m.fault, m.created_at,
        f.id as file_id, f.name as file_name, f.content_type,
        (select provider_id from inbox_event e where e.organization_id = m.organization_id and e.id = m.event_id) as provider_id
      from conversation_message m
      left join file f on f.organization_id = m.organization_id and f.id = m.file_id and f.deleted_at is null
      where m.organization_id = ${orgOf(ctx).id} and m.conversation_id = (select id from visit) and m.kind <> 'note'
        and m.id >= app_first_id((select since from visit))
        and (${before ?? null}::uuid is null or m.id < ${before ?? null}::uuid)
      order by m.id desc limit ${PAGE + 1}
    ), pending as materialized (
      select provider_id from inbox_event
      where organization_id = ${orgOf(ctx).id} and source = 'web' and account = ${WEB_ACCOUNT} and address = ${visitor}
        and state = 'received'
      order by id limit 100
    )
    select (select mode from visit) as mode, (select language from visit) as language,
      (select coalesce(json_agg(line order by line.id desc), '[]') from line) as lines,
      (select coalesce(json_agg(provider_id), '[]') from pending) as pending`.execute(ctx.db);
  const { mode, language, lines, pending } = rows[0] as Visit;
  return {
    lines: lines
      .slice(0, PAGE)
      .reverse()
      .map((row) => toLine(ctx, row, language ?? undefined)),
    earlier: lines.length > PAGE,
    waiting: pending.map(nonceOf),
    with_person: mode === 'staff',
  };
}

type Visit = { mode: string | null; language: string | null; lines: Row[]; pending: string[] };

/** Values as in JSON. */
type Row = Pick<WebLine, 'id' | 'kind' | 'author'> & {
  direction: string;
  author_name: string | null;
  body: string;
  choices: WebLine['choices'] | null;
  fault: string | null;
  created_at: string;
  file_id: string | null;
  file_name: string | null;
  content_type: string | null;
  provider_id: string | null;
};

function toLine(ctx: Ctx, row: Row, language: string | undefined): WebLine {
  return {
    id: row.id,
    mine: row.direction === 'in',
    nonce: row.provider_id === null ? null : nonceOf(row.provider_id),
    kind: row.kind,
    author: row.author,
    author_name: row.author === 'staff' ? row.author_name : null,
    text: row.body,
    choices: row.choices ?? [],
    file: row.file_id ? { id: row.file_id, name: row.file_name ?? '', content_type: row.content_type ?? '' } : null,
    fault:
      row.fault === null
        ? null
        : ctx.services.translator.t(language ?? ctx.locale, `errors.${row.fault}`, MEDIA_LIMITS),
    at: new Date(row.created_at).toISOString(),
  };
}

const nonceOf = (providerId: string) => providerId.slice(providerId.indexOf(':') + 1);

/** Whether a file is in the visitor's conversation, from either side. */
export async function shownTo(ctx: Ctx, visitor: string, fileId: string): Promise<boolean> {
  const conversation = await findVisitorConversation(ctx, visitor);
  if (!conversation) return false;
  const row = await ctx.db
    .selectFrom('conversation_message')
    .select('id')
    .where(inOrg(ctx))
    .where('conversation_id', '=', conversation.id)
    .where('id', '>=', firstIdAfter(conversation.id))
    .where('file_id', '=', fileId)
    .where('kind', '<>', 'note')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
