import { type Static, Type } from 'typebox';
import { type Ctx, inOrg } from '../../ctx/index.ts';
import { findPage, type PageQuery } from '../../db/index.ts';
import { findText } from '../../i18n/index.ts';
import { firstIdAt } from '../../lib/ids.ts';
import { escapeLike } from '../../lib/like.ts';
import type { Result } from '../../lib/result.ts';
import { ALLOWED, type MessageState, STATES } from '../states.ts';

const OneState = Type.Enum([...STATES]);

export const MessageFilter = Type.Object(
  {
    state: Type.Optional(Type.Union([OneState, Type.Array(OneState, { minItems: 1, maxItems: STATES.length })])),
    channel: Type.Optional(Type.String({ maxLength: 200 })),
    template: Type.Optional(Type.String({ maxLength: 200 })),
    subject_type: Type.Optional(Type.String({ maxLength: 200 })),
    subject_id: Type.Optional(Type.String({ format: 'uuid' })),
    from: Type.Optional(Type.String({ format: 'date-time', description: 'queued at this moment or later' })),
    to: Type.Optional(Type.String({ format: 'date-time', description: 'queued before this moment' })),
  },
  { additionalProperties: false },
);

/** A message in a list; `can` tells which buttons to show. */
export type MessageRow = {
  id: string;
  channel: string;
  to: string;
  template: string;
  language: string;
  state: MessageState;
  /** null until it was rendered, which happens when it is sent */
  subject: string | null;
  /** its subject, or the name of its template in the reader's language (`messages.<template>.name`) */
  title: string;
  attempts: number;
  next_attempt_at: string | null;
  last_error: string | null;
  provider_id: string | null;
  /** why it is held: `window_closed` by our clock, `channel_refused` by the channel's */
  held_reason: string | null;
  about: { type: string; id: string } | null;
  resent_as: string | null;
  created_at: string;
  sent_at: string | null;
  delivered_at: string | null;
  read_at: string | null;
  can: { resend: boolean; cancel: boolean };
};

export type ListInput = PageQuery & {
  filter: Static<typeof MessageFilter>;
  search?: string;
  sort?: string;
};

/**
 * The organization's messages, newest first (`sort: 'created_at'`: oldest first), by keyset pages; version 7 ids sort
 * by time, so they are the key. `search` finds addresses that contain it.
 */
export async function listMessages(ctx: Ctx, input: ListInput): Promise<Result<MessageRow[]>> {
  const { filter, search } = input;
  let query = ctx.db.selectFrom('message').select(COLUMNS).where(inOrg(ctx));
  if (filter.state) query = query.where('state', 'in', [filter.state].flat());
  if (filter.channel) query = query.where('channel', '=', filter.channel);
  if (filter.template) query = query.where('template', '=', filter.template);
  if (filter.subject_type) query = query.where('subject_type', '=', filter.subject_type);
  if (filter.subject_id) query = query.where('subject_id', '=', filter.subject_id);
  if (filter.from) query = query.where('id', '>=', firstIdAt(Date.parse(filter.from)));
  if (filter.to) query = query.where('id', '<', firstIdAt(Date.parse(filter.to)));
  if (search) query = query.where('to_address', 'ilike', `%${escapeLike(search.trim())}%`);
  const order = input.sort === 'created_at' ? 'asc' : 'desc';
  return findPage(query, { by: 'id', order }, input, (row) => toRow(ctx, row));
}

export const COLUMNS = [
  'id',
  'channel',
  'to_address',
  'template',
  'language',
  'state',
  'subject',
  'attempts',
  'next_attempt_at',
  'last_error',
  'provider_id',
  'held_reason',
  'subject_type',
  'subject_id',
  'resent_as',
  'created_at',
  'sent_at',
  'delivered_at',
  'read_at',
] as const;

type Stored = {
  id: string;
  channel: string;
  to_address: string;
  template: string;
  language: string;
  state: string;
  subject: string | null;
  attempts: number;
  next_attempt_at: Date;
  last_error: string | null;
  provider_id: string | null;
  held_reason: string | null;
  subject_type: string | null;
  subject_id: string | null;
  resent_as: string | null;
  created_at: Date;
  sent_at: Date | null;
  delivered_at: Date | null;
  read_at: Date | null;
};

export function toRow(ctx: Ctx, { to_address, subject_type, subject_id, ...row }: Stored): MessageRow {
  const state = row.state as MessageState;
  return {
    ...row,
    state,
    to: to_address,
    title: row.subject ?? findText(ctx, `messages.${row.template}.name`) ?? row.template,
    next_attempt_at: state === 'queued' ? row.next_attempt_at.toISOString() : null,
    about: subject_type && subject_id ? { type: subject_type, id: subject_id } : null,
    created_at: row.created_at.toISOString(),
    sent_at: row.sent_at?.toISOString() ?? null,
    delivered_at: row.delivered_at?.toISOString() ?? null,
    read_at: row.read_at?.toISOString() ?? null,
    can: { resend: ALLOWED[state].resend !== null, cancel: ALLOWED[state].cancel },
  };
}
