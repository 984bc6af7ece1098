import type { FastifyRequest } from 'fastify';
import type { Authenticator, AuthenticatorDefinition } from '../http/index.ts';
import { isUuid } from '../lib/ids.ts';
import { refuse } from '../lib/result.ts';
import type { Boot } from '../module/index.ts';

/**
 * Makes the function that finds the sender of a request. It asks the authenticators of all manifests in turn; the first
 * that recognizes the credentials decides. It runs for each request, so a revocation works at once.
 *
 * The organization is the one in the header `x-organization`, by id or short name (or `?organization=` on links); it must be one of the
 * identity's own.
 */
export function authentication(boot: Boot): Authenticator['authenticate'] {
  const definitions: AuthenticatorDefinition[] = boot.manifests.flatMap(({ authenticators = [] }) => authenticators);
  const all = definitions.map((definition) => definition.prepare(boot));
  return async (request) => {
    const named = wantedOrganization(request);
    const wanted = named === null || isUuid(named) ? named : await idOf(boot, named);
    if (wanted === undefined) return refuse('auth.organization_unknown');
    const shown = { request, bearer: bearerOf(request.headers.authorization), wanted };
    for (const look of all) {
      const identity = look(shown);
      if (identity !== null) return identity;
    }
    return shown.bearer === null ? null : refuse('auth.bad_token');
  };
}

/** The id of the organization with this short name. */
async function idOf({ database: { system } }: Boot, slug: string): Promise<string | undefined> {
  const found = await system.selectFrom('organization').select('id').where('slug', '=', slug).executeTakeFirst();
  return found?.id;
}

/** `Bearer …`, or `Token …` as older clients write it. */
const bearerOf = (authorization: string | undefined): string | null =>
  /^(?:bearer|token) +(\S+)$/i.exec(authorization ?? '')?.[1] ?? null;

function wantedOrganization(request: FastifyRequest): string | null {
  const header = request.headers['x-organization'];
  if (typeof header === 'string' && header) return header;
  const query = (request.query as Record<string, unknown> | undefined)?.organization;
  return typeof query === 'string' && query ? query : null;
}
