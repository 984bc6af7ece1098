import { createHmac } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { noteReceiving, pauseAccount, receiveCounted } from '../channels/index.ts';
import type { Ctx } from '../ctx/index.ts';
import { refuseWebhook, setAside } from '../inbox/index.ts';
import { constantTimeEqual } from '../lib/constant-time-equal.ts';
import type { Boot } from '../module/index.ts';
import { type Known, knownAccounts } from './accounts.ts';
import { accountFault } from './outcome.ts';
import { errorsOf, eventsOf, type WaError, wordsOf } from './read-event.ts';

const WEBHOOK_PATH = '/whatsapp/webhook/';
/** Meta's own limit of a body: https://developers.facebook.com/docs/graph-api/webhooks/getting-started */
const MAX_BODY_BYTES = 3 * 1024 * 1024;

/**
 * WhatsApp's webhook: the handshake with which Meta verifies the address, and messages and statuses, stored and
 * answered 200 at once. After any other answer Meta repeats them for days, so only requests without a signature of our
 * app are refused; those for an unknown number are acknowledged.
 */
export function whatsappWebhook(app: FastifyInstance, boot: Boot): void {
  app.register(async (scope) => {
    // The signature covers the raw bytes.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_BODY_BYTES }, (_request, body, done) =>
      done(null, body),
    );
    // Meta uses few addresses; other requests fail at the signature.
    const common = { schema: { hide: true }, config: { rateLimit: false as const } };
    scope.get<{ Querystring: Record<string, string | undefined> }>(WEBHOOK_PATH, common, async (request, reply) => {
      const { 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': challenge } = request.query;
      const known = await knownAccounts(boot, { refresh: true });
      const words = [boot.config.WHATSAPP_VERIFY_TOKEN, ...known.map(({ account }) => account.verifyToken)];
      const ours = words.some((word) => word && constantTimeEqual(String(token ?? ''), word));
      if (mode !== 'subscribe' || !ours) return refuseWebhook(boot, request, reply, 'channels.bad_signature');
      return reply.type('text/plain').send(String(challenge ?? ''));
    });
    scope.post(WEBHOOK_PATH, { ...common, bodyLimit: MAX_BODY_BYTES }, async (request, reply) => {
      const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const signature = String(request.headers['x-hub-signature-256'] ?? '');
      const signers =
        signedFor(await knownAccounts(boot), raw, signature) ??
        signedFor(await knownAccounts(boot, { refresh: true }), raw, signature);
      if (!signers) return refuseWebhook(boot, request, reply, 'channels.bad_signature');
      await take(request, raw, signers);
      return { ok: true };
    });
  });
}

/** The numbers whose app signed these bytes, or null; one app may have several. */
function signedFor(known: Known[], raw: Buffer, signature: string): Known[] | null {
  const given = /^sha256=([0-9a-f]{64})$/i.exec(signature)?.[1];
  if (!given) return null;
  for (const secret of new Set(known.map(({ account }) => account.appSecret))) {
    if (!secret) continue;
    const expected = createHmac('sha256', secret).update(raw).digest();
    if (constantTimeEqual(expected, Buffer.from(given, 'hex')))
      return known.filter(({ account }) => account.appSecret === secret);
  }
  return null;
}

async function take(request: FastifyRequest, raw: Buffer, signers: Known[]): Promise<void> {
  let body: unknown;
  try {
    body = JSON.parse(raw.toString());
  } catch {
    // Signed, but no JSON: repeating it would not help.
    request.log.warn({ bytes: raw.byteLength }, 'WhatsApp sent a body that is no JSON');
    return;
  }
  for (const [number, events] of eventsOf(body)) {
    const signer = signers.find(({ account }) => account.phoneNumberId === number);
    if (signer) {
      await receiveCounted(signer.ctx, 'whatsapp', number, events);
      await noteReceiving(signer.ctx, { channel: 'whatsapp', account: number });
    } else request.log.warn({ number, events: events.length }, 'WhatsApp sent something for a number that is not ours');
  }
  for (const [number, error] of errorsOf(body)) {
    const signer = signers.find(({ account }) => account.phoneNumberId === number);
    if (signer) await processError(signer.ctx, number, error);
  }
}

/** Meta reports a fault of the number: staff see it, and if useful, outgoing messages wait. */
async function processError(ctx: Ctx, number: string, error: WaError): Promise<void> {
  const words = wordsOf(error);
  // One event per hour, because an error has no id and is repeated as long as it lasts.
  const hour = ctx.clock.now().toISOString().slice(0, 13);
  await setAside(ctx, 'whatsapp', number, { unreadable: { error, hour } }, words);
  const fault = accountFault(error?.code);
  if (fault) pauseAccount(ctx, 'whatsapp', { error: words, ...fault });
}
