import type { InboundMedia } from '../channels/index.ts';
import type { Ctx } from '../ctx/index.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import {
  type AddressPolicy,
  ANY_ADDRESS,
  exchange,
  OutboundError,
  type OutboundReply,
  policyFrom,
} from '../outbound/index.ts';
import { type TwilioAccount, twilioOf } from './accounts.ts';
import type { TwilioMedia } from './read-event.ts';
import { basic } from './send.ts';

/** Limit for an MMS: networks carry 5 MB at most. */
const MAX_BYTES = 10 * 1024 * 1024;
const TIMEOUTS = { reply: 30_000 };

/**
 * Fetches the picture of an MMS from Twilio, which answers with a redirect to the file. Refuses with
 * `channels.media_gone` and `channels.media_too_large`; throws for faults that may pass.
 */
export async function fetchTwilioMedia(
  ctx: Ctx,
  account: string,
  media: InboundMedia,
): Promise<Result<{ bytes: Uint8Array; name: string }>> {
  const twilio = await twilioOf(ctx);
  if (twilio?.from !== account) return refuse('channels.media_gone');
  try {
    const reply = await follow(twilio, (media.ref as TwilioMedia).url, policyFrom(ctx.config, twilio.root));
    if (reply.status === 200) return ok({ bytes: reply.bytes, name: nameOf(media) });
    if (reply.status === 404 || reply.status === 410) return refuse('channels.media_gone');
    throw new Error(`the picture could not be fetched: ${reply.status}`);
  } catch (error) {
    if (error instanceof OutboundError && error.code === 'too_large')
      return refuse('channels.media_too_large', { limit: MAX_BYTES / 1024 / 1024 });
    throw error;
  }
}

/**
 * Requests go to our API root only, so that no form can send us, and our password, elsewhere. Only Twilio's own
 * redirect is followed.
 */
async function follow(twilio: TwilioAccount, url: string, elsewhere: AddressPolicy): Promise<OutboundReply> {
  const { pathname } = new URL(url);
  const own = new RegExp(`^/2010-04-01/Accounts/${twilio.sid}/Messages/\\w+/Media/\\w+$`);
  if (!own.test(pathname)) return { status: 404, headers: {}, bytes: Buffer.alloc(0) };
  const common = { method: 'GET', maxBytes: MAX_BYTES, timeouts: TIMEOUTS } as const;
  const first = await exchange({
    ...common,
    url: twilio.root + pathname,
    policy: ANY_ADDRESS,
    headers: { authorization: basic(twilio) },
  });
  const { location } = first.headers;
  if (first.status < 300 || first.status >= 400 || !location) return first;
  const target = new URL(location, twilio.root + pathname);
  // Without TLS only when the API root is without TLS, as in tests.
  if (target.protocol !== 'https:' && target.protocol !== new URL(twilio.root).protocol) return first;
  return exchange({ ...common, url: target.href, policy: elsewhere });
}

function nameOf({ contentType = '' }: InboundMedia): string {
  return `mms.${/^image\/(\w+)/.exec(contentType)?.[1] ?? 'bin'}`;
}
