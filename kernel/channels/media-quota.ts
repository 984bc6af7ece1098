/** Limits the bytes of pictures and documents that chats may bring in a day, so that nobody can fill the disk. */
import { sql } from 'kysely';
import { Type } from 'typebox';
import { type Ctx, inOrg, orgOf } from '../ctx/index.ts';
import { transaction } from '../db/index.ts';
import { diskIsLow } from '../files/index.ts';
import { ok, type Refusal, type Result, refuse } from '../lib/result.ts';
import { defineSettings, getSettings } from '../settings/index.ts';

export const mediaSettings = defineSettings({
  module: 'chat_media',
  schema: Type.Object({
    // 1,000 people who each send a photo of 4 MB.
    organization_mb: Type.Integer({ default: 4096, minimum: 1, maximum: 1_000_000 }),
    // 100 people of a hostel behind one address, who each send one.
    sender_mb: Type.Integer({ default: 512, minimum: 1, maximum: 1_000_000 }),
  }),
});

const MB = 1024 * 1024;
/** The row of the whole organization. */
const ALL = '';

/**
 * Counts bytes from a sender against both limits, in one statement and a transaction of its own, so that two
 * simultaneous uploads cannot exceed a limit together. Refuses with `channels.media_quota` or
 * `channels.media_quota_all`. @param source the sender: an address key for visitors of the web chat, a person in other
 * channels
 */
export async function countMedia(ctx: Ctx, source: string, bytes: number): Promise<Result<null>> {
  const full = { sender: refuse('channels.media_quota'), all: refuse('channels.media_quota_all') };
  return count(ctx, { all: ALL, source, bytes, limits: await limitsOf(ctx), full });
}

/**
 * Bytes of text in a day: half a million messages of an organization, and fifty thousand from one address, which a whole
 * school or a mobile operator's customers may share.
 */
const MAX_TEXT_BYTES = { all: 512 * MB, sender: 64 * MB };
/** What a short text takes besides itself: its event, its message and their indexes. */
const ROW_BYTES = 1024;

/**
 * The same for whatever text a stranger writes, before it is stored: messages of all chats, requests for codes,
 * accounts of the portal, callbacks. Refuses with `http.disk_full`, `channels.text_quota` or `channels.text_quota_all`.
 * @param source what it is, and the sender: an address key, or the sender's id at the channel
 * @param rows how many are stored for it
 */
export async function countText(ctx: Ctx, source: string, bytes: number, rows = 1): Promise<Result<null>> {
  if (await diskIsLow(ctx)) return refuse('http.disk_full');
  const all = 'text';
  const full = { sender: refuse('channels.text_quota'), all: refuse('channels.text_quota_all') };
  return count(ctx, { all, source: `text ${source}`, bytes: bytes + rows * ROW_BYTES, limits: MAX_TEXT_BYTES, full });
}

type Count = {
  /** the row of the whole organization */
  all: string;
  source: string;
  bytes: number;
  limits: { all: number; sender: number };
  full: { all: Refusal; sender: Refusal };
};

/** Counts against both limits, or refuses by the one that it would exceed and counts nothing. */
function count(ctx: Ctx, { all, source, bytes, limits, full }: Count): Promise<Result<null>> {
  return transaction(ctx, async (tx) => {
    const { rows } = await sql<{ source: string }>`
      insert into media_use as u (organization_id, day, source, bytes)
      select ${orgOf(tx).id}::uuid, ${today(tx)}::date, w.source, ${bytes}::bigint
      from (values (${all}::text, ${limits.all}::bigint), (${source}::text, ${limits.sender}::bigint)) as w (source, most)
      where ${bytes}::bigint <= w.most
      on conflict (organization_id, day, source) do update set bytes = u.bytes + excluded.bytes
        where u.bytes + excluded.bytes <= case u.source when ${all} then ${limits.all}::bigint else ${limits.sender}::bigint end
      returning u.source`.execute(tx.db);
    const taken = new Set(rows.map((row) => row.source));
    if (!taken.has(source)) return full.sender;
    return taken.has(all) ? ok(null) : full.all;
  });
}

/** Why files of this sender are refused now, checked before the file is fetched; null when they are accepted. */
export async function mediaFault(ctx: Ctx, source: string): Promise<Refusal | null> {
  if (await diskIsLow(ctx)) return refuse('channels.disk_full');
  const [limits, used] = await Promise.all([limitsOf(ctx), usedBy(ctx, [ALL, source])]);
  if ((used.get(source) ?? 0) >= limits.sender) return refuse('channels.media_quota');
  return (used.get(ALL) ?? 0) >= limits.all ? refuse('channels.media_quota_all') : null;
}

/** Staff are warned when this share of the day's limit is used, or when less than one large document is left. */
const NEARLY = 0.9;
const LARGE = 16 * MB;

/** The warning for staff: files are refused, or soon will be. */
export async function mediaNotice(ctx: Ctx): Promise<'disk_low' | 'media_quota' | null> {
  if (await diskIsLow(ctx)) return 'disk_low';
  const [limits, used] = await Promise.all([limitsOf(ctx), usedBy(ctx, [ALL])]);
  const taken = used.get(ALL) ?? 0;
  return taken > 0 && (taken >= limits.all * NEARLY || limits.all - taken < LARGE) ? 'media_quota' : null;
}

async function limitsOf(ctx: Ctx): Promise<{ all: number; sender: number }> {
  const { organization_mb, sender_mb } = await getSettings(ctx, mediaSettings);
  return { all: organization_mb * MB, sender: sender_mb * MB };
}

async function usedBy(ctx: Ctx, sources: string[]): Promise<Map<string, number>> {
  const rows = await ctx.db
    .selectFrom('media_use')
    .select(['source', 'bytes'])
    .where(inOrg(ctx))
    .where('day', '=', today(ctx))
    .where('source', 'in', sources)
    .execute();
  return new Map(rows.map(({ source, bytes }) => [source, bytes]));
}

const today = (ctx: Ctx) => ctx.clock.now().toISOString().slice(0, 10);
