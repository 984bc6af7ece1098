import type { FastifyReply, FastifyRequest } from 'fastify';
import { moduleIsOff } from '../ctx/index.ts';
import type { Boot } from '../module/index.ts';

const POLICY = 'content-security-policy';

/**
 * From which other servers the console of this request's sender may load pictures: what the modules of their
 * organization name (`pictureOrigins`). None for a stranger, and when it cannot be known: a page opens without them.
 */
export async function pictureOrigins({ manifests, services, ctxFor, log }: Boot, request: FastifyRequest) {
  const asked = manifests.filter(({ pictureOrigins: origins }) => origins);
  if (asked.length === 0) return [];
  try {
    const identity = await services.authenticator.authenticate(request);
    if (!identity || !('actor' in identity) || !identity.organization) return [];
    const { organization } = identity;
    const ctx = ctxFor(organization, 'web');
    const used = asked.filter(({ name }) => !moduleIsOff(organization, name));
    return (await Promise.all(used.map((manifest) => manifest.pictureOrigins?.(ctx) ?? []))).flat();
  } catch (error) {
    log.warn({ error: (error as Error).message }, 'the origins of pictures are not known; the page opens without them');
    return [];
  }
}

/**
 * Lets this answer's page load pictures from these origins. Browsers keep the policy of a page that they know already
 * when the answer is 304, so such a page is sent whole each time, and is not kept.
 */
export function allowPicturesFrom(origins: string[], request: FastifyRequest, reply: FastifyReply): void {
  const policy = String(reply.getHeader(POLICY) ?? '');
  reply.header(
    POLICY,
    policy.replace(/img-src [^;]*/, (sources) => [sources, ...origins].join(' ')),
  );
  reply.header('cache-control', 'no-store');
  delete request.headers['if-none-match'];
  delete request.headers['if-modified-since'];
}
