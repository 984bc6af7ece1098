import { sql } from 'kysely';
import { type Ctx, orgOf } from '../ctx/index.ts';
import { LimitedMap } from '../lib/limited-map.ts';
import type { Boot } from '../module/index.ts';

/** A row is written once in this time while all is well. */
const WRITE_MS = 60_000;
/** Whoever asks a service for messages does so every half minute; a process that died asks no more. */
const SILENT_MS = 5 * 60_000;
/** The longest reason of a service that is kept. */
const MAX_REASON_LENGTH = 300;

/** What a channel can say of its receiving: `fault` is why nothing arrives, a key of the texts or the service's words. */
export type Heard = { channel: string; account: string; polls?: boolean; fault?: string | null };

const written = new WeakMap<object, LimitedMap<string, number>>();

/**
 * Notes that something has arrived from a channel, or why nothing does. A failure to note it is only logged: what
 * arrived counts more.
 */
export async function noteReceiving(ctx: Ctx, { channel, account, polls = false, fault = null }: Heard): Promise<void> {
  const now = ctx.clock.now();
  const known = written.get(ctx.services) ?? new LimitedMap<string, number>(10_000);
  written.set(ctx.services, known);
  const key = `${orgOf(ctx).id} ${channel} ${account}`;
  if (!fault && now.getTime() - (known.get(key) ?? 0) < WRITE_MS) return;
  const text = fault?.slice(0, MAX_REASON_LENGTH) ?? null;
  try {
    await ctx.db
      .insertInto('channel_receiving')
      .values({
        organization_id: orgOf(ctx).id,
        channel,
        account,
        polls,
        fault: text,
        ...(text ? { fault_at: now } : { since: now, heard_at: now }),
      })
      .onConflict((on) =>
        on.columns(['organization_id', 'channel', 'account']).doUpdateSet((eb) => ({
          polls,
          fault: text,
          ...(text
            ? { fault_at: eb.fn.coalesce('channel_receiving.fault_at', eb.val(now)) }
            : {
                fault_at: null,
                heard_at: now,
                since: eb
                  .case()
                  .when(
                    eb.and([
                      eb('channel_receiving.fault', 'is', null),
                      // Whoever asks and was silent in between has begun again.
                      eb.or([
                        eb.val(!polls),
                        eb('channel_receiving.heard_at', '>', new Date(now.getTime() - SILENT_MS)),
                      ]),
                    ]),
                  )
                  .then(eb.fn.coalesce('channel_receiving.since', eb.val(now)))
                  .else(now)
                  .end(),
              }),
        })),
      )
      .execute();
    if (fault) known.delete(key);
    else known.set(key, now.getTime());
  } catch (error) {
    ctx.log.warn({ err: error, channel }, 'it could not be noted whether a channel receives');
  }
}

type Row = { polls: boolean; since: Date | null; heard_at: Date | null; fault: string | null };
/** `reason`: a key of the texts (`nothing_yet`, `not_asked`, …), or the service's own words. */
export type Receiving = { since: Date } | { reason: string };

/** What that row says now; undefined: there is none. */
export function receivingOf(row: Row | undefined, now: Date): Receiving {
  if (!row) return { reason: 'nothing_yet' };
  if (row.fault) return { reason: row.fault };
  if (!row.since || !row.heard_at) return { reason: 'nothing_yet' };
  if (row.polls && now.getTime() - row.heard_at.getTime() > SILENT_MS) return { reason: 'not_asked' };
  return { since: row.since };
}

/** A channel of any organization from which nothing arrives, for the health of the server; null: none. */
export async function someSilent(boot: Boot): Promise<string | null> {
  const longAgo = new Date(boot.clock.now().getTime() - SILENT_MS);
  const row = await boot.database.system
    .selectFrom('channel_receiving')
    .select('channel')
    .where((eb) => eb.or([eb('fault', 'is not', null), eb.and([eb('polls', '=', true), eb('heard_at', '<', longAgo)])]))
    .limit(1)
    .executeTakeFirst();
  return row?.channel ?? null;
}

/** Accounts that are no longer set up have nothing to say. @param own pairs of organization and account */
export async function forgetOthers(boot: Boot, channel: string, own: (readonly [string, string])[]): Promise<void> {
  // Raw SQL: pairs in arrays.
  await sql`delete from channel_receiving r where r.channel = ${channel} and not exists (
    select from unnest(${own.map(([id]) => id)}::uuid[], ${own.map(([, account]) => account)}::text[]) o (id, account)
    where o.id = r.organization_id and o.account = r.account)`.execute(boot.database.system);
}
