import { Type } from 'typebox';
import { ListQuery } from '../../http/index.ts';
import { ok } from '../../lib/result.ts';
import { ById } from '../../lib/schemas.ts';
import { type Route, route } from '../../module/index.ts';
import { changeConversationPerson } from '../actions/change-person.action.ts';
import { addNote, replyTo } from '../actions/reply.action.ts';
import { handBack, markRead, takeOver } from '../actions/take-over.action.ts';
import {
  ConversationCounts,
  ConversationFilter,
  ConversationLine,
  ConversationRow,
  ConversationView,
  NoteInput,
  ReplyInput,
} from '../contract.ts';
import { getConversation } from '../queries/conversation.ts';
import { countConversations, listConversations } from '../queries/conversations.ts';
import { listLines } from '../queries/lines.ts';

const Made = Type.Object({ id: Type.String({ format: 'uuid' }) });
const Moved = Type.Object({ id: Type.String({ format: 'uuid' }), mode: Type.Enum(['flow', 'staff']) });
const Page = Type.Object({
  limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
  after: Type.Optional(Type.String({ maxLength: 2000, description: 'page.next of the page before.' })),
});

export const inboxRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/conversations',
    permission: 'channels.read',
    summary: 'Conversations, the one with the latest message first; search looks at names, phones and addresses',
    query: ListQuery,
    filter: ConversationFilter,
    reply: Type.Array(ConversationRow),
    run: (ctx, { query, filter }) => listConversations(ctx, { ...query, filter }),
  }),
  route({
    method: 'GET',
    path: '/conversations/counts',
    permission: 'channels.read',
    summary: 'How many conversations wait for somebody',
    reply: ConversationCounts,
    run: async (ctx) => ok(await countConversations(ctx)),
  }),
  route({
    method: 'GET',
    path: '/conversations/{id}',
    permission: 'channels.read',
    summary: 'One conversation: who, where the flow stands, and what a reply would become',
    params: ById,
    reply: ConversationView,
    run: (ctx, { params }) => getConversation(ctx, params.id),
  }),
  route({
    method: 'GET',
    path: '/conversations/{id}/messages',
    permission: 'channels.read',
    summary: 'What was said, newest first',
    params: ById,
    query: Page,
    reply: Type.Array(ConversationLine),
    run: (ctx, { params, query }) => listLines(ctx, params.id, query),
  }),
  route({
    method: 'POST',
    path: '/conversations/{id}/reply',
    permission: 'channels.reply',
    summary: 'Answer as a person, taking the conversation over',
    params: ById,
    body: ReplyInput,
    status: 201,
    idempotent: true,
    reply: Type.Object({ id: Type.String({ format: 'uuid' }), conversation_id: Type.String({ format: 'uuid' }) }),
    run: (ctx, { params, body }) => replyTo(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/conversations/{id}/note',
    permission: 'channels.reply',
    summary: 'Remark something for the staff only',
    params: ById,
    body: NoteInput,
    status: 201,
    idempotent: true,
    reply: Made,
    run: (ctx, { params, body }) => addNote(ctx, params.id, body.text),
  }),
  route({
    method: 'POST',
    path: '/conversations/{id}/take-over',
    permission: 'channels.reply',
    summary: 'Take a conversation over: the flow is silent',
    params: ById,
    reply: Moved,
    run: (ctx, { params }) => takeOver(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/conversations/{id}/hand-back',
    permission: 'channels.reply',
    summary: 'Hand a conversation back to the flow, which asks its question again',
    params: ById,
    reply: Moved,
    run: (ctx, { params }) => handBack(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/conversations/{id}/read',
    permission: 'channels.read',
    summary: 'Mark a conversation as read',
    params: ById,
    reply: Made,
    run: (ctx, { params }) => markRead(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/conversations/{id}/person',
    permission: 'channels.reply',
    summary: 'Say whose conversation it is',
    params: ById,
    body: Type.Object({ person_id: Type.String({ format: 'uuid' }) }),
    reply: Type.Object({ id: Type.String({ format: 'uuid' }), person_id: Type.String({ format: 'uuid' }) }),
    run: (ctx, { params, body }) => changeConversationPerson(ctx, params.id, body.person_id),
  }),
];
