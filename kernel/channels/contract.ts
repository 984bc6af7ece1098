/** Schemas of the inbox and of the page of channels, shared with the console. */
import { type Static, Type } from 'typebox';
import { At, Id, nullable } from '../lib/schemas.ts';

const Channel = Type.String({ pattern: '^[a-z][a-z0-9_]{0,39}$', description: 'e.g. whatsapp, telegram, web, sms' });
const Mode = Type.Enum(['flow', 'staff'], {
  description: 'flow: answered by the flow. staff: a person took over, and the flow is silent.',
});

export const ConversationRow = Type.Object({
  id: Id,
  channel: Channel,
  name: Type.String({ description: 'The person’s name, or the one that the channel reports.' }),
  last_text: Type.String(),
  last_message_at: At,
  unread: Type.Integer(),
  mode: Mode,
  taken_by: nullable(Type.String()),
});

export const ConversationFilter = Type.Object(
  {
    channel: Type.Optional(Channel),
    mode: Type.Optional(Mode),
    unread: Type.Optional(Type.Boolean({ description: 'true: only those with unread messages.' })),
    person_id: Type.Optional(Id),
  },
  { additionalProperties: false },
);

export const ConversationView = Type.Object({
  ...ConversationRow.properties,
  address: Type.String({ description: 'The person’s id in the channel.' }),
  language: Type.String({ description: 'BCP 47' }),
  person: Type.Object({ id: Id, name: Type.String(), phone: nullable(Type.String()), email: nullable(Type.String()) }),
  taken_at: nullable(At),
  blocked_at: nullable(At),
  opted_out_at: nullable(
    Type.String({ format: 'date-time', description: 'Since when they want nothing more from us here.' }),
  ),
  last_inbound_at: nullable(At),
  created_at: At,
  // null while the person is at the menu
  flow: nullable(
    Type.Object({
      name: Type.String(),
      state: Type.String(),
      title: Type.String({ description: 'What they are at, in the reader’s language.' }),
      question: Type.String({ description: 'The last question asked, as the person read it.' }),
    }),
  ),
  window: Type.Object({
    open: Type.Boolean({ description: 'Free text reaches them now.' }),
    ends_at: nullable(At),
    // What happens to a reply while the window is closed; null while it is open.
    otherwise: nullable(Type.Enum(['template', 'other_channel', 'held'])),
    other_channel: nullable(Channel),
  }),
});

export const ConversationLine = Type.Object({
  id: Id,
  direction: Type.Enum(['in', 'out']),
  kind: Type.Enum(['text', 'choice', 'image', 'document', 'other', 'note']),
  author: Type.Enum(['person', 'flow', 'staff', 'system']),
  author_name: nullable(Type.String()),
  text: Type.String(),
  choices: Type.Array(
    Type.Object({ id: Type.String(), label: Type.String(), description: Type.Optional(Type.String()) }),
  ),
  file: nullable(Type.Object({ id: Id, name: Type.String(), content_type: Type.String(), url: Type.String() })),
  fault: nullable(Type.String({ description: 'Why what they sent was not taken, in the reader’s language.' })),
  // For our messages; null where the channel’s page reads the conversation itself.
  delivery: nullable(
    Type.Object({
      message_id: Id,
      state: Type.Enum([
        'queued',
        'sending',
        'sent',
        'delivered',
        'read',
        'failed',
        'unknown',
        'kept',
        'cancelled',
        'held',
        'opted_out',
      ]),
      error: nullable(Type.String()),
      held_reason: nullable(Type.String()),
    }),
  ),
  created_at: At,
});

export const ReplyInput = Type.Object(
  {
    text: Type.Optional(Type.String({ maxLength: 4000 })),
    file_id: Type.Optional(Type.String({ format: 'uuid', description: 'A file of purpose channels.media.' })),
  },
  { additionalProperties: false },
);
export const NoteInput = Type.Object({ text: Type.String({ minLength: 1, maxLength: 2000 }) });

export const ConversationCounts = Type.Object({
  unread: Type.Integer({ description: 'Conversations with unread messages.' }),
  staff: Type.Integer({ description: 'Conversations that a person has taken over.' }),
  failed_events: Type.Integer({ description: 'Events that could not be processed.' }),
});

export const ChannelView = Type.Object({
  name: Type.String({ description: 'A channel, or email.' }),
  ready: Type.Boolean(),
  account: nullable(Type.String()),
  account_name: nullable(Type.String()),
  address: nullable(Type.String({ description: 'Where people reach it, e.g. https://t.me/… or the web chat’s page.' })),
  webhook: nullable(Type.String({ description: 'The address to give to the channel.' })),
  settings: nullable(Type.String({ description: 'The settings that belong to it.' })),
  receiving: nullable(
    Type.Object({
      since: nullable(At),
      reason: nullable(Type.String({ description: 'Why nothing arrives, in the reader’s language; null: it does.' })),
    }),
  ),
  last_inbound_at: nullable(At),
  last_outbound_at: nullable(At),
  last_error: nullable(Type.String()),
  notice: nullable(
    Type.Enum(['disk_low', 'media_quota'], {
      description:
        'Pictures are not taken, or soon will not be: the disk is nearly full, or the day’s limit nearly reached.',
    }),
  ),
});

export type ConversationRow = Static<typeof ConversationRow>;
export type ConversationFilter = Static<typeof ConversationFilter>;
export type ConversationView = Static<typeof ConversationView>;
export type ConversationLine = Static<typeof ConversationLine>;
export type ConversationCounts = Static<typeof ConversationCounts>;
export type ChannelView = Static<typeof ChannelView>;
