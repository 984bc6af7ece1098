import type { Ctx } from '../ctx/index.ts';
import { cleanJson, cleanText } from '../lib/clean-text.ts';
import { publish } from '../realtime/index.ts';
import { insertEvents } from './insert-events.ts';
import { setAside } from './set-aside.ts';

export type RawEvent = {
  /** the sender's own id of the event; a second delivery is dropped by it */
  providerId: string;
  /** the person or thing that the event is about: events of one address are processed in order */
  address: string;
  /** events of one address wait for each other only within a kind */
  kind: string;
  /** as it was sent; its source can read it */
  payload: unknown;
};

/** A part of a delivery that could not be read, and why. */
export type Unreadable = { unreadable: unknown; reason: string };

/**
 * Stores events from outside exactly once and wakes the processor. One insert for all `events`, so that a webhook can
 * answer within milliseconds; they are interpreted afterwards. An event that can't be stored is set aside for staff and
 * the others continue: the sender would repeat a refused batch for days, and its other events would be lost. Returns
 * the number of new events.
 * @param ctx the organization's, without its own transaction
 * @param source the name of a channel or payment provider, by which its InboxSource is found
 * @param account which of our accounts it was sent to
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
    ctx.services.inbox?.wake();
    if (!ctx.services.inbox?.processor) publish(ctx, EVENT_TOPIC);
  }
  return added;
}

/** Wakes the processors of other processes. */
export const EVENT_TOPIC = 'inbox.event';

/** Reads each part of a delivery separately: a part for which `read` throws is set aside. */
export function readEach<T>(parts: readonly T[], read: (part: T) => RawEvent[]): (RawEvent | Unreadable)[] {
  return parts.flatMap((part): (RawEvent | Unreadable)[] => {
    try {
      return read(part);
    } catch (error) {
      return [{ unreadable: part, reason: (error as Error).message }];
    }
  });
}

type Row = { event: RawEvent; providerId: string; address: string; kind: string; payload: string };

/** The event as a row, or the reason why the table can't store it. */
function rowOf(event: RawEvent): Row | string {
  const providerId = nameOf(event.providerId, 400);
  const address = nameOf(event.address, 200);
  if (!providerId || !address) return 'it says neither whose it is nor by which name to know it again';
  try {
    return { event, providerId, address, kind: event.kind, payload: cleanJson(event.payload) };
  } catch (error) {
    return (error as Error).message;
  }
}

/** A value from outside that should be a text may be anything. */
function nameOf(given: unknown, length: number): string {
  if (typeof given !== 'string' && typeof given !== 'number') return '';
  return cleanText(cleanText(String(given)).slice(0, length));
}

async function keep(ctx: Ctx, source: string, account: string, rows: Row[]): Promise<number> {
  if (rows.length === 0) return 0;
  try {
    return (await insertEvents(ctx, source, account, rows)).length;
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

/** Whether the database refuses this data and always would: bad data, a broken rule, more than it can store. */
function isOfTheData(error: unknown): boolean {
  return /^(22|23|54)/.test(String((error as { code?: unknown }).code ?? ''));
}
