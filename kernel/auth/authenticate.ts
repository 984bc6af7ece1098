import type { FastifyRequest } from 'fastify';
import { CompiledQuery } from 'kysely';
import type { Db, Organization, Role } from '../ctx/index.ts';
import type { Identity } from '../http/index.ts';
import { gather } from '../lib/gather.ts';
import { isUuid } from '../lib/ids.ts';
import { type Refusal, refuse } from '../lib/result.ts';
import type { Clock } from '../lib/time.ts';
import { hashSecret } from '../lib/tokens.ts';
import { lesser } from '../tenancy/index.ts';
import type { AuthService } from './house.ts';
import { openSignedCookie } from './keys.ts';
import { verifyAccess } from './tokens.ts';

/** Every key begins with this, so that a key in a bearer header is told from a JWT, and a leaked one is found by scanners. */
export const API_KEY_PREFIX = 'cf_';

/**
 * Who sends a request: an API key or JWT in `Authorization` (`Bearer …`, or `Token …` as older clients write it), else
 * the session cookie. Looked up for each request, so that
 * what was revoked a moment ago is refused now; sessions in groups, since they are most of it (`gather`). Written by hand because better-auth's own look-up costs
 * ten times as much (design.md, 6) and knows no organization.
 *
 * The organization is the one named by the header `x-organization` (or `?organization=` on links), which must be one of
 * the person's; else the one the session works in; else the only one there is.
 */
export async function authenticate(
  auth: AuthService,
  db: Db,
  clock: Clock,
  request: FastifyRequest,
): Promise<Identity | Refusal | null> {
  const wanted = wantedOrganization(request);
  if (wanted !== null && !isUuid(wanted)) return refuse('auth.not_a_member');
  const bearer = /^(?:bearer|token) +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer?.startsWith(API_KEY_PREFIX)) return byApiKey(auth, db, clock, bearer, wanted);
  if (bearer) return byAccessToken(auth, db, clock, bearer, wanted);
  return bySession(auth, db, clock, request, wanted);
}

function wantedOrganization(request: FastifyRequest): string | null {
  const header = request.headers['x-organization'];
  if (typeof header === 'string' && header) return header;
  const query = (request.query as Record<string, unknown> | undefined)?.organization;
  return typeof query === 'string' && query ? query : null;
}

type OrganizationColumns = {
  organization_id: string | null;
  organization_name: string;
  slug: string;
  time_zone: string;
  currency: string;
  country: string;
  language: string;
  modules: string[];
};
type PersonRow = OrganizationColumns & {
  user_id: string;
  name: string;
  email: string;
  user_language: string | null;
  role: Role | null;
};

const ORGANIZATION = `o.id as organization_id, o.name as organization_name, o.slug, o.time_zone, o.currency, o.country, o.language, o.modules`;
/** The membership a person works under: the wanted one, the session's, the only one. */
const MEMBERSHIP = (active: string, wanted = '$2::uuid') => `
  left join membership m on m.user_id = u.id and m.organization_id = coalesce(${wanted}, ${active},
    (select (array_agg(x.organization_id))[1] from membership x where x.user_id = u.id having count(*) = 1))
  left join organization o on o.id = m.organization_id`;

const SESSIONS = `
  select a.place, s.id, s.expires_at, s.last_seen_at, u.id as user_id, u.name, u.email, u.language as user_language, m.role, ${ORGANIZATION}
  from unnest($1::text[], $2::uuid[]) with ordinality a (token, wanted, place)
  join auth_session s on s.token = a.token join auth_user u on u.id = s.user_id ${MEMBERSHIP('s.active_organization_id', 'a.wanted')}
  where s.expires_at > $3`;

type SessionQuestion = { token: string; wanted: string | null };
type SessionRow = PersonRow & { place: number; id: string; expires_at: Date; last_seen_at: Date | null };

/** Finds sessions by their tokens, those that are asked for at the same moment by one query. */
export function sessionFinder(db: Db, clock: Clock): (question: SessionQuestion) => Promise<SessionRow | undefined> {
  return gather(async (asked) => {
    const values = [asked.map(({ token }) => token), asked.map(({ wanted }) => wanted), clock.now()];
    const { rows } = await db.executeQuery<SessionRow>(CompiledQuery.raw(SESSIONS, values));
    const found = new Map(rows.map((row) => [row.place, row]));
    return asked.map((_, i) => found.get(i + 1));
  });
}

async function bySession(auth: AuthService, db: Db, clock: Clock, request: FastifyRequest, wanted: string | null) {
  const cookie = request.cookies[auth.cookieName];
  const token = cookie ? openSignedCookie(cookie, auth.cookieSecret) : null;
  if (!token) return null;
  const row = await auth.findSession({ token, wanted });
  if (!row) return null;
  auth.sessions.set(request, { id: row.id, token, userId: row.user_id, expiresAt: row.expires_at });
  mark(auth, clock, row.last_seen_at, (now) =>
    db.updateTable('auth_session').set({ last_seen_at: now }).where('id', '=', row.id).execute(),
  );
  return person(row, wanted, 'session');
}

// A key follows its maker: with no membership any more it is no key, with a lesser one it can do less.
const API_KEY = `
  select k.id, k.name, k.role, k.created_by, m.role as maker_role, k.last_used_at, ${ORGANIZATION}
  from api_key k join organization o on o.id = k.organization_id
  left join membership m on m.organization_id = k.organization_id and m.user_id = k.created_by
  where k.key_hash = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > $2)`;

type KeyRow = OrganizationColumns & {
  id: string;
  name: string;
  role: Role;
  /** null: the command line, which nobody is demoted from */
  created_by: string | null;
  maker_role: Role | null;
  last_used_at: Date | null;
};

async function byApiKey(auth: AuthService, db: Db, clock: Clock, key: string, wanted: string | null) {
  const row = await first<KeyRow>(db, API_KEY, [hashSecret(key), clock.now()]);
  const role = row && (row.created_by === null ? row.role : lesser(row.role, row.maker_role));
  if (!row || !role) return refuse('auth.bad_api_key');
  if (wanted !== null && wanted !== row.organization_id) return refuse('auth.not_a_member');
  mark(auth, clock, row.last_used_at, (now) =>
    db
      .updateTable('api_key')
      .set({ last_used_at: now })
      .where('organization_id', '=', row.organization_id as string)
      .where('id', '=', row.id)
      .execute(),
  );
  const actor = { kind: 'api_key', id: row.id, name: row.name, role } as const;
  return { actor, organization: organizationOf(row), via: 'api_key' } satisfies Identity;
}

const ACCESS = `
  select u.id as user_id, u.name, u.email, u.language as user_language, m.role, ${ORGANIZATION}
  from auth_refresh_token r join auth_user u on u.id = r.user_id ${MEMBERSHIP('r.organization_id')}
  where r.id = $1 and r.revoked_at is null`;
const PORTAL = `
  select r.subject, ${ORGANIZATION}
  from auth_refresh_token r join organization o on o.id = r.organization_id
  where r.id = $1 and r.kind = 'portal' and r.revoked_at is null`;

async function byAccessToken(auth: AuthService, db: Db, clock: Clock, token: string, wanted: string | null) {
  const claims = await verifyAccess(auth.jwtKey, token, clock);
  if (!claims) return refuse('auth.bad_token');
  if (claims.kind === 'user') {
    const row = await first<PersonRow>(db, ACCESS, [claims.sid, wanted]);
    return row ? person(row, wanted, 'jwt') : refuse('auth.bad_token');
  }
  const row = await first<OrganizationColumns & { subject: string }>(db, PORTAL, [claims.sid]);
  if (!row) return refuse('auth.bad_token');
  if (wanted !== null && wanted !== row.organization_id) return refuse('auth.not_a_member');
  const actor = { kind: 'portal', id: row.subject, name: row.subject } as const;
  return { actor, organization: organizationOf(row), via: 'jwt' } satisfies Identity;
}

function person(row: PersonRow, wanted: string | null, via: Identity['via']): Identity | Refusal {
  if (wanted !== null && row.organization_id === null) return refuse('auth.not_a_member');
  return {
    actor: { kind: 'user', id: row.user_id, name: row.name, email: row.email, role: row.role },
    organization: row.organization_id === null ? null : organizationOf(row),
    via,
    ...(row.user_language && { locale: row.user_language }),
  };
}

function organizationOf(row: OrganizationColumns): Organization {
  return {
    id: row.organization_id as string,
    name: row.organization_name,
    slug: row.slug,
    timeZone: row.time_zone,
    currency: row.currency,
    country: row.country,
    language: row.language,
    modules: row.modules,
  };
}

async function first<R>(db: Db, text: string, values: unknown[]): Promise<R | undefined> {
  return (await db.executeQuery<R>(CompiledQuery.raw(text, values))).rows[0];
}

/** Five minutes: near enough for "last used", and a busy key costs no write per request. */
const MARK_EVERY_MS = 5 * 60_000;

/** Writes a "last used" mark beside the request; losing one loses nothing. */
function mark(auth: AuthService, clock: Clock, before: Date | null, write: (now: Date) => Promise<unknown>): void {
  const now = clock.now();
  if (before && now.getTime() - before.getTime() < MARK_EVERY_MS) return;
  const writing = write(now)
    .catch(() => {})
    .finally(() => auth.marks.delete(writing));
  auth.marks.add(writing);
}
