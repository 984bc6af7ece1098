import { CompiledQuery } from 'kysely';
import { type Ctx, orgOf } from '../ctx/index.ts';
import { cleanJson, cleanText } from '../lib/clean-text.ts';
import { newId } from '../lib/ids.ts';
import { announce } from '../realtime/index.ts';
import { setAside } from './set-aside.ts';

export type RawEvent = {
  /** the sender's own id of it: what comes twice is dropped by this */
  providerId: string;
  /** whom or what it is about: events of one address are worked off in order */
  address: string;
  /** events of one address wait for each other within a kind only */
  kind: string;
  /** as it was sent; its source understands it */
  payload: unknown;
};

/** A part of what was brought that nobody here could read, and why. */
export type Unreadable = { unreadable: unknown; reason: string };

/**
 * Keeps what came from outside, exactly once, and wakes the processor. One insert for all of `events`, so that a
 * webhook can answer within milliseconds; what it means is found out afterwards. One that can't be kept is set aside
 * for staff, and the others go on: whoever sent it would bring a refused batch again for days, and nobody else would be
 * heard. Answers how many are new.
 * @param ctx the organization's, without a transaction of its own
 * @param source a channel's or a payment provider's name, by which its InboxSource is found
 * @param account which of ours it was sent to
 */
export async function receive(
  ctx: Ctx,
  source: string,
  account: string,
  events: (RawEvent | Unreadable)[],
): Promise<number> {
  const rows: Row[] = [];
  for (const event of events) {
    const row = 'unreadable' in event ? event.reason : rowOf(event);
    if (typeof row === 'string') await setAside(ctx, source, account, event, row);
    else rows.push(row);
  }
  const added = await keep(ctx, source, account, rows);
  if (added > 0) {
    ctx.services.inbox?.poke();
    if (!ctx.services.inbox?.processor) announce(ctx, EVENT_TOPIC);
  }
  return added;
}

/** Wakes processors of other processes. */
export const EVENT_TOPIC = 'inbox.event';

/** Each part of what was brought, read by itself: one that `read` throws at is set aside. */
export function readEach<T>(parts: readonly T[], read: (part: T) => RawEvent[]): (RawEvent | Unreadable)[] {
  return parts.flatMap((part): (RawEvent | Unreadable)[] => {
    try {
      return read(part);
    } catch (error) {
      return [{ unreadable: part, reason: (error as Error).message }];
    }
  });
}

type Row = { event: RawEvent; providerId: string; address: string; payload: string };

/** As the table takes it, or the reason why it can't. */
function rowOf(event: RawEvent): Row | string {
  const providerId = nameOf(event.providerId, 400);
  const address = nameOf(event.address, 200);
  if (!providerId || !address) return 'it says neither whose it is nor by which name to know it again';
  try {
    return { event, providerId, address, payload: cleanJson(event.payload) };
  } catch (error) {
    return (error as Error).message;
  }
}

/** What should be a text may be anything: it comes from outside. */
function nameOf(given: unknown, length: number): string {
  if (typeof given !== 'string' && typeof given !== 'number') return '';
  return cleanText(cleanText(String(given)).slice(0, length));
}

async function keep(ctx: Ctx, source: string, account: string, rows: Row[]): Promise<number> {
  if (rows.length === 0) return 0;
  try {
    return await insert(ctx, source, account, rows);
  } catch (error) {
    if (!isOfTheData(error)) throw error;
    if (rows.length === 1) {
      const { event } = rows[0] as Row;
      await setAside(ctx, source, account, event, (error as Error).message);
      return 0;
    }
  }
  let added = 0;
  for (const row of rows) added += await keep(ctx, source, account, [row]);
  return added;
}

/**
 * Whether the database refuses what it was given, and would do so again: bad data, a broken rule, more than it can
 * hold.
 */
function isOfTheData(error: unknown): boolean {
  return /^(22|23|54)/.test(String((error as { code?: unknown }).code ?? ''));
}

async function insert(ctx: Ctx, source: string, account: string, rows: Row[]): Promise<number> {
  const now = ctx.clock.now();
  const columns = [
    rows.map(() => newId(now.getTime())),
    rows.map((row) => row.providerId),
    rows.map((row) => row.address),
    rows.map((row) => row.event.kind),
    rows.map((row) => row.payload),
  ];
  const result = await ctx.db.executeQuery(
    CompiledQuery.raw(INSERT, [orgOf(ctx).id, source, account, now, ...columns]),
  );
  return Number(result.numAffectedRows ?? 0);
}

const INSERT = `insert into inbox_event
  (organization_id, id, source, account, provider_id, address, kind, payload, next_attempt_at, received_at)
  select $1, e.id, $2, $3, e.provider_id, e.address, e.kind, e.payload, $4, $4
  from unnest($5::uuid[], $6::text[], $7::text[], $8::text[], $9::jsonb[]) as e (id, provider_id, address, kind, payload)
  on conflict (organization_id, source, account, provider_id) do nothing`;
