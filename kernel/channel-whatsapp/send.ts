import { type ChatFile, PartsSent } from '../channels/index.ts';
import { t } from '../i18n/index.ts';
import type { Channel, ChannelAccount, Outbound, Outcome } from '../messages/index.ts';
import { ANY_ADDRESS, exchange, OutboundError, type OutboundReply, type OutboundTimeouts } from '../outbound/index.ts';
import type { WhatsAppAccount } from './accounts.ts';
import { faultOutcome, refusedOutcome } from './outcome.ts';
import { type Part, partsOf } from './render.ts';

/**
 * A number may send 80 messages a second (https://developers.facebook.com/docs/whatsapp/cloud-api/overview#throughput).
 * If its limit is lower, WhatsApp reports it.
 */
export const PACE = { perSecond: 70 } satisfies ChannelAccount['pace'];
export const CONCURRENCY = 16;
/** WhatsApp accepts JPEG and PNG up to 5 MB. */
const MAX_IMAGE_BYTES = 5 * 1024 * 1024;

export function openWhatsApp(account: WhatsAppAccount, timeouts?: Partial<OutboundTimeouts>): Channel {
  const stopping = new AbortController();
  // A second attempt continues after the last part, so that no picture arrives twice.
  const partsSent = new PartsSent();

  function post(path: string, body: Uint8Array | string, type: string): Promise<OutboundReply> {
    return exchange({
      method: 'POST',
      url: `${account.root}/${account.phoneNumberId}/${path}`,
      policy: ANY_ADDRESS,
      headers: { authorization: `Bearer ${account.accessToken}`, 'content-type': type },
      body,
      signal: stopping.signal,
      ...(timeouts && { timeouts }),
    });
  }

  /** Uploads a file and returns its id for sending; WhatsApp keeps it for thirty days. */
  async function upload(file: ChatFile, kind: 'image' | 'document'): Promise<string | Outcome> {
    const { bytes, contentType } = kind === 'image' ? await sendableImage(file) : file;
    const form = new FormData();
    form.set('messaging_product', 'whatsapp');
    form.set('type', contentType);
    form.set('file', new Blob([new Uint8Array(bytes)], { type: contentType }), file.name);
    const encoded = new Response(form);
    try {
      const body = new Uint8Array(await encoded.arrayBuffer());
      const reply = await post('media', body, encoded.headers.get('content-type') ?? '');
      const id = reply.status === 200 ? (parse(reply) as { id?: string }).id : undefined;
      return id ?? refusedOutcome(reply);
    } catch (error) {
      if (error instanceof OutboundError) return faultOutcome(error, false);
      throw error;
    }
  }

  async function sendPart(message: Outbound, part: Part): Promise<string | null | Outcome> {
    if (part.media) {
      const id = await upload(part.media.file, part.media.kind);
      if (typeof id !== 'string') return id;
      part.media.put(id);
    }
    const body = {
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      ...recipient(message.to),
      // Returned with each status, so that a message whose answer was lost is found.
      biz_opaque_callback_data: message.id,
      ...part.body,
    };
    try {
      const reply = await post('messages', JSON.stringify(body), 'application/json');
      if (reply.status !== 200) return refusedOutcome(reply);
      return (parse(reply) as { messages?: { id?: string }[] }).messages?.[0]?.id ?? null;
    } catch (error) {
      if (error instanceof OutboundError) return faultOutcome(error, true);
      throw error;
    }
  }

  return {
    name: 'whatsapp',
    async send(message): Promise<Outcome> {
      try {
        const parts = partsOf(message.chat ?? { text: message.text }, t(message.language, 'chat.channels.list_button'));
        let last: string | null = null;
        const template = message.instead && (partsOf(message.instead, '')[0] as Part);
        for (const [index, part] of parts.entries()) {
          if (index < partsSent.partsOf(message.id)) continue;
          const sent = await sendPart(message, part);
          if (sent !== null && typeof sent !== 'string') {
            if (sent.state !== 'held' || !template) return sent;
            const instead = await sendPart(message, template);
            return instead === null || typeof instead === 'string' ? { state: 'sent', providerId: instead } : instead;
          }
          last = sent;
          if (parts.length > 1) partsSent.note(message.id, index + 1);
        }
        partsSent.forget(message.id);
        return { state: 'sent', providerId: last };
      } catch (error) {
        return { state: 'failed', retryable: false, error: (error as Error).message.slice(0, 500) };
      }
    },
    close(options) {
      if (options?.force) stopping.abort();
    },
  };
}

/** A user id of this business has a field of its own; a phone has digits only. */
function recipient(address: string): { to: string } | { recipient: string } {
  return /^[0-9]+$/.test(address) ? { to: address } : { recipient: address };
}

function parse(reply: OutboundReply): unknown {
  try {
    return JSON.parse(reply.bytes.toString());
  } catch {
    return {};
  }
}

async function sendableImage(file: ChatFile): Promise<Pick<ChatFile, 'bytes' | 'contentType'>> {
  const taken = file.contentType === 'image/jpeg' || file.contentType === 'image/png';
  if (taken && file.bytes.byteLength <= MAX_IMAGE_BYTES) return file;
  const { default: sharp } = await import('sharp');
  const image = sharp(file.bytes)
    .flatten({ background: '#fff' })
    .resize({ width: 2560, height: 2560, fit: 'inside', withoutEnlargement: true });
  return { bytes: await image.jpeg({ quality: 85 }).toBuffer(), contentType: 'image/jpeg' };
}
