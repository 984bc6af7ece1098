/**
 * Fetches pictures and documents before any answer, outside the transaction, and stores the file's id on the event,
 * where a repeated attempt finds it.
 */
import { type Ctx, inOrg, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { definePurpose, keepFile, type StagedFile, stageFile } from '../../files/index.ts';
import { MAX_ATTEMPTS, putOff } from '../../inbox/index.ts';
import { cleanJson, cleanText } from '../../lib/clean-text.ts';
import { decodeText } from '../../lib/decode-text.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { chatPictureDays } from '../../retention/index.ts';
import { countMedia, mediaFault } from '../media-quota.ts';
import type { ChatAdapter, InboundMedia } from '../types.ts';
import type { ChannelEvent } from './channel-event.ts';

/** Milliseconds after which another process tries to fetch the picture. */
const FETCH_MS = 90_000;

/**
 * Limit for files in chats. It is larger than any phone's photo; WhatsApp allows documents of 100 MB, which are never
 * proofs of payment.
 */
export const MAX_MEDIA_BYTES = 16 * 1024 * 1024;

export const chatMedia = definePurpose({
  name: 'channels.media',
  accept: ['image', 'pdf'],
  maxBytes: MAX_MEDIA_BYTES,
  read: 'channels.read',
  upload: 'channels.reply',
  keepDays: chatPictureDays,
});

/** Values for the texts of refusals: accepted kinds and the largest size. */
export const MEDIA_LIMITS = {
  accepted: chatMedia.accept.map((kind) => kind.toUpperCase()).join(', '),
  limit: MAX_MEDIA_BYTES / 1024 / 1024,
};

/**
 * Fetches the file of an event and stores it, or the reason why there is none. Returns null when another process is
 * fetching it. Throws when it should be tried again; at the last attempt it stores a reason instead, because the person
 * waits for an answer.
 */
export async function fetchMedia(
  ctx: Ctx,
  adapter: ChatAdapter,
  event: ChannelEvent,
  media: InboundMedia,
): Promise<ChannelEvent | null> {
  const organizationId = orgOf(ctx).id;
  const now = ctx.clock.now();
  const nextAttemptAt = new Date(now.getTime() + FETCH_MS);
  if (!(await putOff(ctx.db, organizationId, event.id, { now, nextAttemptAt }))) return null;
  try {
    const fetched = await fetchBytes(ctx, adapter, event, media);
    if (fetched.ok && media.kind === 'text') return await noteText(ctx, adapter, event, media, fetched.data.bytes);
    const staged = fetched.ok ? await stage(ctx, fetched.data) : fetched;
    return await note(ctx, adapter, event, media, staged);
  } catch (error) {
    if (event.attempts + 1 < MAX_ATTEMPTS) {
      await ctx.db
        .updateTable('inbox_event')
        .set({ next_attempt_at: now })
        .where(inOrg(ctx))
        .where('id', '=', event.id)
        .where('next_attempt_at', '=', nextAttemptAt)
        .execute();
      throw error;
    }
    ctx.log.warn({ event: event.id, error: (error as Error).message }, 'a picture could not be fetched');
    return note(ctx, adapter, event, media, refuse('channels.media_unavailable'));
  }
}

type Fetched = { bytes: Uint8Array; name: string };

async function fetchBytes(
  ctx: Ctx,
  adapter: ChatAdapter,
  event: ChannelEvent,
  media: InboundMedia,
): Promise<Result<Fetched>> {
  const taken = media.kind === 'text' ? adapter.withText : media.kind !== 'other';
  if (!taken || !adapter.fetchMedia) return refuse('channels.media_refused');
  if ((media.sizeBytes ?? 0) > MAX_MEDIA_BYTES) return tooLarge();
  const source = adapter.mediaIsCounted ? null : `${event.channel} ${event.address}`;
  const fault = source && (await mediaFault(ctx, source));
  if (fault) return fault;
  const fetched = await adapter.fetchMedia(ctx, event.account, media);
  if (!fetched.ok) return fetched;
  const counted = source ? await countMedia(ctx, source, fetched.data.bytes.byteLength) : ok(null);
  return counted.ok ? fetched : counted;
}

async function stage(ctx: Ctx, fetched: Fetched): Promise<Result<StagedFile>> {
  const staged = await stageFile(ctx, { ...fetched, purpose: chatMedia });
  // A fault of the store passes; the picture may be fine.
  if (!staged.ok && (staged.code === 'files.store_unavailable' || staged.code === 'files.disk_full'))
    throw new Error(staged.code);
  return staged;
}

/** Longer than people write; the rest of a file is left out. */
const MAX_TEXT = 4000;

/** Puts the text of a file into the event: it is read as a message that somebody wrote. */
async function noteText(
  ctx: Ctx,
  adapter: ChatAdapter,
  event: ChannelEvent,
  media: InboundMedia,
  bytes: Uint8Array,
): Promise<ChannelEvent> {
  const text = cleanText(decodeText(bytes.subarray(0, MAX_TEXT * 4)).text).slice(0, MAX_TEXT);
  const payload = adapter.withText?.(event.payload, text.toWellFormed());
  await transaction(ctx, async (tx) => {
    await tx.db
      .updateTable('inbox_event')
      .set({ payload: cleanJson(payload), next_attempt_at: tx.clock.now() })
      .where(inOrg(tx))
      .where('id', '=', event.id)
      .execute();
    await adapter.mediaTaken?.(tx, media);
    return ok(null);
  });
  return { ...event, payload } as ChannelEvent;
}

async function note(
  ctx: Ctx,
  adapter: ChatAdapter,
  event: ChannelEvent,
  media: InboundMedia,
  staged: Result<StagedFile>,
): Promise<ChannelEvent> {
  const noted = await transaction(ctx, async (tx) => {
    const kept = staged.ok ? await keepFile(tx, staged.data) : null;
    if (kept && !kept.ok) return kept;
    const change = { file_id: kept?.data.id ?? null, fault: staged.ok ? null : staged.code };
    await tx.db
      .updateTable('inbox_event')
      .set({ ...change, next_attempt_at: tx.clock.now() })
      .where(inOrg(tx))
      .where('id', '=', event.id)
      .execute();
    await adapter.mediaTaken?.(tx, media);
    return ok({ ...event, ...change });
  });
  if (!noted.ok) throw new Error(noted.code);
  return noted.data;
}

export const tooLarge = () => refuse('channels.media_too_large', { limit: MAX_MEDIA_BYTES / 1024 / 1024 });
