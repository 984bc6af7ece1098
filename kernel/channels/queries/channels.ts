import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../ctx/index.ts';
import { findText } from '../../i18n/index.ts';
import { emailChannel } from '../../messages/index.ts';
import type { ChannelView } from '../contract.ts';
import { mediaNotice } from '../media-quota.ts';

type Place = { name: ChannelView['name']; settings: string; webhook: string | null };

const PLACES: Place[] = [
  { name: 'web', settings: 'web_chat', webhook: null },
  { name: 'whatsapp', settings: 'whatsapp', webhook: '/whatsapp/webhook/' },
  { name: 'telegram', settings: 'telegram', webhook: '/telegram/webhook' },
  { name: 'sms', settings: 'sms', webhook: '/sms/twilio/webhook' },
  { name: 'email', settings: 'mail', webhook: null },
];

/** Each channel: whether it is set up and as whom, where people and the channel itself reach us, and when it last worked. */
export async function listChannels(ctx: Ctx): Promise<ChannelView[]> {
  const [heard, sent] = await Promise.all([lastInbound(ctx), lastOutbound(ctx)]);
  const notice = await mediaNotice(ctx);
  return Promise.all(
    PLACES.map(async ({ name, settings, webhook }): Promise<ChannelView> => {
      const about =
        name === 'email' ? await describeMail(ctx) : await ctx.house.channels?.adapters.get(name)?.describe(ctx);
      return {
        name,
        ready: about?.ready ?? false,
        account: about?.account ?? null,
        account_name: about?.name ?? null,
        address: addressOf(ctx, name, about?.name),
        webhook: webhook && new URL(webhook, ctx.config.PUBLIC_URL).href,
        settings,
        last_inbound_at: heard.get(name)?.toISOString() ?? null,
        last_outbound_at: sent.get(name)?.at?.toISOString() ?? null,
        last_error: explained(ctx, sent.get(name)?.error ?? null),
        // Every chat takes pictures; mail takes none.
        notice: name === 'email' ? null : notice,
      };
    }),
  );
}

async function describeMail(ctx: Ctx): Promise<{ ready: boolean; account: string | null; name?: string }> {
  const account = await emailChannel().accountOf(ctx);
  return { ready: account !== null, account: account?.from.address ?? null };
}

/** Where people write to us, as far as we can know it: a phone's number is no business of its id's. */
function addressOf(ctx: Ctx, name: Place['name'], accountName: string | undefined): string | null {
  if (name === 'web') return new URL(`/chat/${orgOf(ctx).slug}`, ctx.config.PUBLIC_URL).href;
  if (name === 'telegram' && accountName) return `https://t.me/${accountName.replace(/^@/, '')}`;
  return null;
}

async function lastInbound(ctx: Ctx): Promise<Map<string, Date | null>> {
  const rows = await ctx.db
    .selectFrom('conversation')
    .select((eb) => ['channel', eb.fn.max('last_inbound_at').as('at')])
    .where('organization_id', '=', orgOf(ctx).id)
    .groupBy('channel')
    .execute();
  return new Map(rows.map((row) => [row.channel, row.at]));
}

/** What a fault means that only the account's owner can mend, before the channel's own words. */
function explained(ctx: Ctx, error: string | null): string | null {
  const code = /\b(131037|131042)\b/.exec(error ?? '')?.[1];
  return code ? `${findText(ctx, `console.inbox.channels.fault.${code}`)} (${error})` : error;
}

/** When a message last went out, and the fault of the latest one when it has one: of the latest of each channel, not of all there are. */
async function lastOutbound(ctx: Ctx): Promise<Map<string, { at: Date | null; error: string | null }>> {
  const { rows } = await sql<{ channel: string; at: Date | null; error: string | null }>`
    select c.channel, s.sent_at as at, l.last_error as error
    from unnest(${PLACES.map((place) => place.name)}::text[]) c (channel)
    left join lateral (select last_error from message m
      where m.organization_id = ${orgOf(ctx).id} and m.channel = c.channel and m.attempts > 0
      order by id desc limit 1) l on true
    left join lateral (select sent_at from message m
      where m.organization_id = ${orgOf(ctx).id} and m.channel = c.channel and m.sent_at is not null
      order by id desc limit 1) s on true`.execute(ctx.db);
  return new Map(rows.map(({ channel, at, error }) => [channel, { at, error }]));
}
