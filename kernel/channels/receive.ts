import { CompiledQuery } from 'kysely';
import { type Ctx, orgOf } from '../ctx/index.ts';
import { newId } from '../lib/ids.ts';
import { announce } from '../realtime/index.ts';
import type { ChannelName } from './types.ts';

export type RawEvent = {
  /** the channel's own id of it: what comes twice is dropped by this */
  providerId: string;
  /** whose it is: events of one address are worked off in order */
  address: string;
  kind: 'message' | 'status';
  /** as the channel sent it; the adapter's `read` understands it */
  payload: unknown;
};

/**
 * Keeps what a channel sent, exactly once, and wakes the processor. One insert for all of `events`, so that a webhook can answer
 * within milliseconds; what it means is found out afterwards. Answers how many of them are new.
 * @param ctx the organization's, without a transaction of its own
 * @param account which of ours they wrote to
 */
export async function receive(ctx: Ctx, channel: ChannelName, account: string, events: RawEvent[]): Promise<number> {
  if (events.length === 0) return 0;
  const now = ctx.clock.now();
  const columns = [
    events.map(() => newId(now.getTime())),
    events.map((event) => event.providerId.slice(0, 400)),
    events.map((event) => event.address.slice(0, 200)),
    events.map((event) => event.kind),
    // A zero byte is valid JSON and no jsonb: it would be refused here for ever, and the channel would send it again for days.
    events.map((event) => JSON.stringify(event.payload).replaceAll('\\u0000', '')),
  ];
  const result = await ctx.db.executeQuery(
    CompiledQuery.raw(INSERT, [orgOf(ctx).id, channel, account, now, ...columns]),
  );
  const added = Number(result.numAffectedRows ?? 0);
  if (added > 0) {
    ctx.house.channels?.poke();
    if (!ctx.house.channels?.processor) announce(ctx, EVENT_TOPIC);
  }
  return added;
}

/** Wakes processors of other processes. */
export const EVENT_TOPIC = 'channels.event';

const INSERT = `insert into channel_event
  (organization_id, id, channel, account, provider_id, address, kind, payload, next_attempt_at, received_at)
  select $1, e.id, $2, $3, e.provider_id, e.address, e.kind, e.payload, $4, $4
  from unnest($5::uuid[], $6::text[], $7::text[], $8::text[], $9::jsonb[]) as e (id, provider_id, address, kind, payload)
  on conflict (organization_id, channel, account, provider_id) do nothing`;
