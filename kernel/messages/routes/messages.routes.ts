import { type TSchema, Type } from 'typebox';
import { ListQuery, sortedBy } from '../../http/index.ts';
import { ById } from '../../lib/schemas.ts';
import { route } from '../../module/index.ts';
import { cancelMessage } from '../actions/cancel-message.action.ts';
import { MAX_RESENDS, resendMessage, resendMessages } from '../actions/resend-messages.action.ts';
import { settleKept } from '../actions/settle-kept.action.ts';
import { testMail } from '../actions/test-mail.action.ts';
import { SMTP_REASONS } from '../channels/smtp-failure.ts';
import { countMessages } from '../queries/count-messages.ts';
import { getMessage } from '../queries/get-message.ts';
import { keptMail } from '../queries/kept.ts';
import { listMessages, MessageFilter } from '../queries/list-messages.ts';
import { STATES } from '../states.ts';

const Id = Type.String({ format: 'uuid' });
const Time = Type.String({ format: 'date-time' });
const orNull = (schema: TSchema) => Type.Union([schema, Type.Null()]);
const Text = orNull(Type.String());

const row = {
  id: Id,
  channel: Type.String(),
  to: Type.String(),
  template: Type.String(),
  language: Type.String(),
  state: Type.Enum([...STATES]),
  subject: Text,
  title: Type.String({ description: 'Its subject, or what kind of message it is while it has none.' }),
  attempts: Type.Integer(),
  next_attempt_at: orNull(Time),
  last_error: Text,
  provider_id: Text,
  held_reason: Text,
  about: orNull(Type.Object({ type: Type.String(), id: Id })),
  resent_as: orNull(Id),
  created_at: Time,
  sent_at: orNull(Time),
  delivered_at: orNull(Time),
  read_at: orNull(Time),
  can: Type.Object({ resend: Type.Boolean(), cancel: Type.Boolean() }),
};
const MessageRow = Type.Object(row);
const MessageDetail = Type.Object({
  ...row,
  preview: orNull(
    Type.Object({
      subject: Type.String(),
      text: Text,
      html: orNull(Type.String({ description: 'Self-contained; show it in a sandboxed frame.' })),
      attachments: Type.Array(
        Type.Object({ filename: Type.String(), content_type: Type.String(), bytes: Type.Integer() }),
      ),
      confidential: Type.Boolean({
        description: 'It lets its reader act as the recipient, so it is shown to nobody else.',
      }),
      as_sent: Type.Boolean({ description: 'What went out; otherwise what would go out now.' }),
    }),
  ),
});
const Pair = Type.Object({
  id: Id,
  as: Type.String({ format: 'uuid', description: 'the message that goes out: the same, or a copy of a sent one' }),
});

export const messageRoutes = [
  route({
    method: 'GET',
    path: '/messages',
    permission: 'messages.read',
    summary: 'The outbox, newest first; search looks into addresses',
    query: Type.Object({ ...ListQuery.properties, ...sortedBy('-created_at', 'created_at') }),
    filter: MessageFilter,
    reply: Type.Array(MessageRow),
    run: (ctx, { query, filter }) => listMessages(ctx, { ...query, filter }),
  }),
  route({
    method: 'GET',
    path: '/messages/counts',
    permission: 'messages.read',
    summary: 'How many messages are in each state but sent, up to 1000 each',
    reply: Type.Object(
      Object.fromEntries(STATES.filter((state) => state !== 'sent').map((state) => [state, Type.Integer()])),
    ),
    run: (ctx) => countMessages(ctx),
  }),
  route({
    method: 'GET',
    path: '/messages/kept',
    permission: 'messages.read',
    operationId: 'getKeptMail',
    summary: 'How many mails were kept while no server was set up, and whether one is now',
    reply: Type.Object({ ready: Type.Boolean(), count: Type.Integer() }),
    run: (ctx) => keptMail(ctx),
  }),
  route({
    method: 'POST',
    path: '/messages/kept',
    permission: 'messages.resend',
    operationId: 'settleKeptMail',
    summary: 'Send all mail that was kept, but for what has expired, or throw it away',
    body: Type.Object({ decision: Type.Enum(['send', 'discard']) }, { additionalProperties: false }),
    reply: Type.Object({ queued: Type.Integer(), cancelled: Type.Integer() }),
    run: (ctx, { body }) => settleKept(ctx, body.decision),
  }),
  route({
    method: 'POST',
    path: '/messages/test-mail',
    permission: 'settings.write',
    operationId: 'sendTestMail',
    // It waits for the mail server.
    idempotent: false,
    summary: 'Send a mail to yourself at once, and tell what the server says',
    reply: Type.Object({
      state: Type.Enum(['sent', 'failed', 'unknown']),
      to: Type.String(),
      reason: orNull(Type.Enum([...SMTP_REASONS])),
      message: Type.String({ description: 'The outcome in words.' }),
      answer: orNull(Type.String({ description: 'What the server itself said, where it said anything.' })),
    }),
    rateLimit: 10,
    run: (ctx) => testMail(ctx),
  }),
  route({
    method: 'GET',
    path: '/messages/{id}',
    permission: 'messages.read',
    summary: 'One message and what it says',
    params: ById,
    reply: MessageDetail,
    run: (ctx, { params }) => getMessage(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/messages/{id}/resend',
    permission: 'messages.resend',
    summary: 'Send a message again',
    params: ById,
    reply: Pair,
    run: (ctx, { params }) => resendMessage(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/messages/{id}/cancel',
    permission: 'messages.resend',
    summary: 'Take a message out of the queue',
    params: ById,
    reply: ById,
    run: (ctx, { params }) => cancelMessage(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/messages/bulk-resend',
    permission: 'messages.resend',
    summary: 'Send many messages again, such as those kept while no mail server was set up',
    body: Type.Object({ ids: Type.Array(Id, { minItems: 1, maxItems: MAX_RESENDS }) }),
    reply: Type.Object({ resent: Type.Array(Pair), refused: Type.Array(Type.Object({ id: Id, code: Type.String() })) }),
    run: (ctx, { body }) => resendMessages(ctx, body.ids),
  }),
];
