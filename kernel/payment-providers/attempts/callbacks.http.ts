import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { countText } from '../../channels/index.ts';
import { findOrganization, firstOrganization } from '../../db/index.ts';
import { clientAddress } from '../../http/index.ts';
import { type RawEvent, readEach, receive, refuseWebhook, setAside } from '../../inbox/index.ts';
import { addressKey } from '../../lib/address.ts';
import type { Boot } from '../../module/index.ts';
import type { CallbackEvent } from '../provider.ts';
import type { KeptCallback } from './callback-source.ts';

/** More than any provider's callback has. */
const MAX_BODY_BYTES = 256 * 1024;

type Asked = FastifyRequest<{ Params: { provider: string; organization?: string } }>;

/**
 * The addresses for providers' callbacks: each is stored and answered 200 at once. The address names the organization,
 * whose credentials verify the signature; the short one of `/webhooks` is the first organization's, as the credentials
 * of the environment are. An unreadable callback is set aside and acknowledged; otherwise the provider would repeat it
 * for days. Some providers send PUT.
 */
export function callbackRoutes(app: FastifyInstance, boot: Boot): void {
  app.register(async (scope) => {
    // A signature covers the raw bytes.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_BODY_BYTES }, (_request, body, done) =>
      done(null, body),
    );
    for (const url of ['/payment-callbacks/:provider/:organization', '/webhooks/:provider/:organization?'])
      scope.route({
        method: ['POST', 'PUT'],
        url,
        schema: { hide: true },
        config: { rateLimit: { max: 3_000, timeWindow: 60_000 } },
        bodyLimit: MAX_BODY_BYTES,
        handler: (request, reply) => take(boot, request as Asked, reply),
      });
  });
}

async function take(boot: Boot, request: Asked, reply: FastifyReply) {
  const { params, headers } = request;
  const provider = boot.services.providers.get(params.provider);
  const organization = provider && (await organizationOf(boot, params.organization));
  if (!organization) return reply.callNotFound();
  const ctx = { ...boot.ctxFor(organization, provider.name), log: request.log };
  const account = await provider.account(ctx);
  if (account === null) return refuseWebhook(boot, request, reply, 'payments.bad_signature');
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  // Some providers sign nothing, and a stranger may write what they could have written.
  const counted = await countText(ctx, `callback ${addressKey(clientAddress(request))}`, body.byteLength);
  if (!counted.ok)
    return refuseWebhook(boot, request, reply, counted.code, counted.code === 'http.disk_full' ? 507 : 429);
  try {
    const read = await provider.readCallback(ctx, { headers, body });
    if (!read.ok) return refuseWebhook(boot, request, reply, read.code);
    await receive(ctx, provider.name, account, readEach(read.data, keptOf));
  } catch (error) {
    await setAside(ctx, provider.name, account, { unreadable: body.toString() }, (error as Error).message);
  }
  return { ok: true };
}

async function organizationOf({ database: { system }, services }: Boot, slug: string | undefined) {
  if (slug) return findOrganization(system, { slug });
  const id = await firstOrganization({ services, system });
  return id ? findOrganization(system, { id }) : null;
}

function keptOf({ id, attemptId, raw, proof, look }: CallbackEvent): RawEvent[] {
  const payload: KeptCallback = { attemptId, raw, ...(proof && { proof }), ...(look && { look }) };
  return [{ providerId: id, address: attemptId, kind: 'callback', payload }];
}
