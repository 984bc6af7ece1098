import { type Ctx, inOrg } from '../ctx/index.ts';
import { transaction } from '../db/index.ts';
import { findText } from '../i18n/index.ts';
import { type RawEvent, receive, setAside, type Unreadable } from '../inbox/index.ts';
import { cleanText } from '../lib/clean-text.ts';
import { ok, type Refusal } from '../lib/result.ts';
import { adapterOf } from './channels-service.ts';
import { countText } from './media-quota.ts';
import { consentOf, recordOptOut } from './process/consent.ts';

type Event = RawEvent | Unreadable;

/**
 * `receive` for what a service brings from people: their text is counted by person and organization. What is above the
 * limits is left out without a word to the service, which would repeat it for days; staff see it among the failed
 * events, once a day. Reports about our own messages are always taken. Returns the number of new events.
 */
export async function receiveCounted(ctx: Ctx, channel: string, account: string, events: Event[]): Promise<number> {
  const taken: Event[] = [];
  for (const [sender, written] of bySender(events)) {
    const bytes = written.reduce((sum, event) => sum + bytesOf(event), 0);
    const counted = sender === null ? ok(null) : await countText(ctx, `${channel} ${sender}`, bytes, written.length);
    if (counted.ok) taken.push(...written);
    else await leaveOut(ctx, { channel, account, sender: sender as string, written, why: counted });
  }
  return receive(ctx, channel, account, taken);
}

/** In their order; null: no text of a person. */
function bySender(events: Event[]): Map<string | null, Event[]> {
  return Map.groupBy(events, (event) => {
    if ('unreadable' in event) return '?';
    return event.kind === 'message' ? cleanText(String(event.address)).slice(0, 200) : null;
  });
}

function bytesOf(event: Event): number {
  try {
    return Buffer.byteLength(JSON.stringify('unreadable' in event ? event.unreadable : event.payload) ?? '');
  } catch {
    // It is nested deeper than the stack, and is set aside without its content.
    return 0;
  }
}

type LeftOut = { channel: string; account: string; sender: string; written: Event[]; why: Refusal };

async function leaveOut(ctx: Ctx, { channel, account, sender, written, why }: LeftOut): Promise<void> {
  ctx.log.warn({ channel, events: written.length, why: why.code }, 'text of a chat was left out');
  if (written.some((event) => isStop(ctx, channel, event))) await stop(ctx, channel, sender);
  const day = ctx.clock.now().toISOString().slice(0, 10);
  // Staff are told once a day: of each such sender (eight fit into an organization's limit), or of all.
  const of = why.code === 'channels.text_quota' ? { sender } : {};
  const reason = findText(ctx, `console.inbox.left_out.${why.code.replace('.', '_')}`, { sender }) ?? why.code;
  await setAside(ctx, channel, account, { unreadable: { left_out: why.code, day, ...of } }, reason);
}

/** Somebody who says STOP is obeyed also then: it writes one row for an address at most. */
function isStop(ctx: Ctx, channel: string, event: Event): boolean {
  const adapter = adapterOf(ctx, channel);
  if (!adapter?.consent || 'unreadable' in event) return false;
  try {
    const read = adapter.read(event.payload);
    return read?.kind === 'message' && consentOf(read) === 'stop';
  } catch {
    // The processor would set it aside.
    return false;
  }
}

async function stop(ctx: Ctx, channel: string, address: string): Promise<void> {
  await transaction(ctx, async (tx) => {
    const rows = await tx.db
      .selectFrom('conversation')
      .select('id')
      .where(inOrg(tx))
      .where('channel', '=', channel)
      .where('address', '=', address)
      .execute();
    await recordOptOut(tx, channel, rows, address, 'word');
    return ok(null);
  });
}
