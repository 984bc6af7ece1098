import { sql } from 'kysely';
import { type Ctx, inOrg, orgOf } from '../../ctx/index.ts';
import { findText } from '../../i18n/index.ts';
import { emailChannel } from '../../messages/index.ts';
import type { ChannelView } from '../contract.ts';
import { mediaNotice } from '../media-quota.ts';
import { receivingOf } from '../receiving.ts';

/**
 * Each channel: whether it is set up and with which account, its addresses for people and for the provider, and when it
 * last worked.
 */
export async function listChannels(ctx: Ctx): Promise<ChannelView[]> {
  const adapters = [...(ctx.services.channels?.adapters.values() ?? [])];
  const names = [...adapters.map(({ name }) => name), 'email'];
  const [received, sent, notice, mail, arriving] = await Promise.all([
    lastInbound(ctx),
    lastOutbound(ctx, names),
    mediaNotice(ctx),
    describeMail(ctx),
    ctx.db.selectFrom('channel_receiving').selectAll().where(inOrg(ctx)).execute(),
  ]);
  const receiving = (channel: string, account: string | null) => {
    const row = arriving.find((one) => one.channel === channel && one.account === account);
    const state = receivingOf(row, ctx.clock.now());
    if ('since' in state) return { since: state.since.toISOString(), reason: null };
    return { since: null, reason: findText(ctx, `console.inbox.channels.reason.${state.reason}`) ?? state.reason };
  };
  const worked = (name: string) => ({
    last_inbound_at: received.get(name)?.toISOString() ?? null,
    last_outbound_at: sent.get(name)?.at?.toISOString() ?? null,
    last_error: explained(ctx, sent.get(name)?.error ?? null),
  });
  const chats = adapters.map(async (adapter): Promise<ChannelView> => {
    const { name, settings, webhook } = adapter;
    const about = await adapter.describe(ctx);
    return {
      name,
      ready: about.ready,
      account: about.account,
      account_name: about.name ?? null,
      address: adapter.linkTo?.(ctx, about) ?? null,
      webhook: webhook ? new URL(webhook, ctx.config.PUBLIC_URL).href : null,
      settings,
      // A channel without a webhook is a page of ours.
      receiving: about.ready && webhook ? receiving(name, about.account) : null,
      ...worked(name),
      notice,
    };
  });
  const none = { receiving: null, account_name: null, address: null, webhook: null, notice: null };
  return [...(await Promise.all(chats)), { name: 'email', settings: 'mail', ...none, ...mail, ...worked('email') }];
}

async function describeMail(ctx: Ctx): Promise<{ ready: boolean; account: string | null }> {
  const account = await emailChannel().accountOf(ctx);
  return { ready: account !== null, account: account?.from.address ?? null };
}

async function lastInbound(ctx: Ctx): Promise<Map<string, Date | null>> {
  const rows = await ctx.db
    .selectFrom('conversation')
    .select((eb) => ['channel', eb.fn.max('last_inbound_at').as('at')])
    .where(inOrg(ctx))
    .groupBy('channel')
    .execute();
  return new Map(rows.map((row) => [row.channel, row.at]));
}

/** The explanation of a fault that only the owner of the account can correct, before the channel's own text. */
function explained(ctx: Ctx, error: string | null): string | null {
  const code = /\b(131037|131042)\b/.exec(error ?? '')?.[1];
  return code ? `${findText(ctx, `console.inbox.channels.fault.${code}`)} (${error})` : error;
}

/** For each channel, when a message was last sent, and the fault of its latest message if any. */
async function lastOutbound(
  ctx: Ctx,
  channels: string[],
): Promise<Map<string, { at: Date | null; error: string | null }>> {
  // Raw SQL: lateral joins read better in SQL.
  const { rows } = await sql<{ channel: string; at: Date | null; error: string | null }>`
    select c.channel, s.sent_at as at, l.last_error as error
    from unnest(${channels}::text[]) c (channel)
    left join lateral (select last_error from message m
      where m.organization_id = ${orgOf(ctx).id} and m.channel = c.channel and m.attempts > 0
      order by id desc limit 1) l on true
    left join lateral (select sent_at from message m
      where m.organization_id = ${orgOf(ctx).id} and m.channel = c.channel and m.sent_at is not null
      order by id desc limit 1) s on true`.execute(ctx.db);
  return new Map(rows.map(({ channel, at, error }) => [channel, { at, error }]));
}
