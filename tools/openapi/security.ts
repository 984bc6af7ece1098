import type { rightsOf } from '../../kernel/auth/index.ts';
import type { Manifest, Route } from '../../kernel/module/index.ts';
import type { Json } from './schemas.ts';

/** The ways to say who one is. */
export const SECURITY_SCHEMES = {
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'counterfoil.session_token',
    description:
      'A person in a browser; behind https its name begins with `__Secure-`. Writes need the header `x-csrf-token`, of GET /session.',
  },
  key: {
    type: 'http',
    scheme: 'bearer',
    description:
      'A key of the organization, which begins with `cf_`, or the token of a person’s program: POST /auth/token.',
  },
  portal: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'A customer: signed in, or by a link.' },
  device: { type: 'http', scheme: 'bearer', description: 'A machine or scanner; begins with `cfd_`.' },
  phone: { type: 'http', scheme: 'bearer', description: 'A phone that shows a code: the key that it made itself.' },
};

/** Kinds of actors that no scheme of their own stands for, because they have one of these. */
const KNOWN = new Set(['user', 'api_key', 'portal', 'device', 'system', 'anonymous', 'chat']);

/** Who may call most routes; the document says it once. */
export const USUAL: Json[] = [{ session: [] }, { key: [] }];

/** Which callers a route takes, where they are not the usual ones, and the permission that they need. */
export function callersOf(
  route: Route,
  { permissions, kinds }: ReturnType<typeof rightsOf>,
  manifests: Manifest[],
): Json {
  const { permission, portalToo } = route;
  if (permission === 'public') return { security: [] };
  const least = permissions[permission];
  const ofDevices = manifests
    .flatMap(({ deviceKinds = [] }) => deviceKinds)
    .some(
      (kind) => permission === 'device.self' || [...kind.permissions, ...(kind.afterEnd ?? [])].includes(permission),
    );
  const byKind = [...kinds.values()].some(
    ({ kind, can }) => !KNOWN.has(kind) && can({ kind, id: '', name: '' } as never, permission, least),
  );
  const people = permission === 'session' || (least !== null && least !== undefined);
  const others = [
    ...(permission === 'portal' || portalToo ? [{ portal: [] }] : []),
    ...(ofDevices ? [{ device: [] }] : []),
    ...(byKind ? [{ phone: [] }] : []),
  ];
  return {
    ...(!(people && others.length === 0) && { security: [...(people ? USUAL : []), ...others] }),
    ...(permission !== 'session' && permission !== 'portal' && { 'x-permission': permission }),
  };
}
