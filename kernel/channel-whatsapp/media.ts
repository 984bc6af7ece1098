import { type InboundMedia, MAX_MEDIA_BYTES, tooLarge } from '../channels/index.ts';
import type { Ctx } from '../ctx/index.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import {
  type AddressPolicy,
  ANY_ADDRESS,
  exchange,
  OutboundError,
  type OutboundTimeouts,
  policyFrom,
} from '../outbound/index.ts';
import { whatsappOf } from './accounts.ts';

const TIMEOUTS: Partial<OutboundTimeouts> = { reply: 30_000 };

/**
 * Fetches a file: its id gives a link, which works for five minutes and needs our token
 * (https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media). Refuses with `channels.media_too_large`
 * and `channels.media_gone`; throws for faults that may pass, also when the link has expired: the next attempt gets a
 * new one.
 */
export async function fetchWhatsAppMedia(
  ctx: Ctx,
  account: string,
  media: InboundMedia,
): Promise<Result<{ bytes: Uint8Array; name: string }>> {
  const ours = await whatsappOf(ctx);
  // Only a number's own token can read its files.
  if (ours?.phoneNumberId !== account) return refuse('channels.media_gone');
  const { id } = media.ref as { id: string };
  const headers = { authorization: `Bearer ${ours.accessToken}` };
  const get = (url: string, policy: AddressPolicy, maxBytes?: number) =>
    exchange({ method: 'GET', url, policy, headers, timeouts: TIMEOUTS, ...(maxBytes && { maxBytes }) });
  const looked = await get(`${ours.root}/${encodeURIComponent(id)}?phone_number_id=${ours.phoneNumberId}`, ANY_ADDRESS);
  // 100: the object does not exist, or no longer.
  if (looked.status === 404 || looked.status === 400) return refuse('channels.media_gone');
  if (looked.status !== 200) throw new Error(`the file's link could not be had: ${looked.status}`);
  const found = JSON.parse(looked.bytes.toString()) as { url?: string; file_size?: number };
  if (!found.url) throw new Error("the file's link could not be had: no url");
  if (Number(found.file_size) > MAX_MEDIA_BYTES) return tooLarge();
  try {
    const fetched = await get(found.url, policyFrom(ctx.config, ours.root), MAX_MEDIA_BYTES);
    if (fetched.status !== 200) throw new Error(`the file could not be fetched: ${fetched.status}`);
    return ok({ bytes: fetched.bytes, name: media.name ?? 'photo' });
  } catch (error) {
    if (error instanceof OutboundError && error.code === 'too_large') return tooLarge();
    throw error;
  }
}
