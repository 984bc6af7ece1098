import { CompiledQuery } from 'kysely';
import { ORGANIZATION_COLUMNS, type OrganizationColumns, organizationOf } from '../../db/index.ts';
import { type AuthenticatorDefinition, defineActorKind } from '../../http/index.ts';
import { refuse } from '../../lib/result.ts';
import { nameSubjects, readSubject } from '../../subject-names/index.ts';
import { keptOutBy } from '../provider-only.ts';
import { verifyAccess } from '../tokens.ts';
import { membershipJoin, PERSON_COLUMNS, type PersonRow, personFrom } from './person.ts';

declare module '../../ctx/index.ts' {
  interface Actors {
    /** the holder of a portal's link, or a person in a chat; `id` is the subject whose data they see */
    portal: { id: string; name: string };
  }
}

/** Only routes with the permission `portal`. They read the subject from the actor and show nothing else. */
export const portalActor = defineActorKind('portal', (_, permission) => permission === 'portal');

// Raw SQL: a named statement of every request, whose text is made once. People get tokens for a password only.
const personText = (provider: boolean) => `
  select r.family_id, ${provider ? `${keptOutBy('r.user_id')} as kept_out_by,` : ''} ${PERSON_COLUMNS}
  from auth_refresh_token r join auth_user u on u.id = r.user_id ${membershipJoin('r.organization_id', '$2::uuid')}
  where r.id = $1 and r.revoked_at is null`;
const PORTAL = `
  select r.family_id, r.subject, ${ORGANIZATION_COLUMNS}
  from auth_refresh_token r join organization o on o.id = r.organization_id
  where r.id = $1 and r.kind = 'portal' and r.revoked_at is null`;

type Family = { family_id: string; kept_out_by?: string | null };

/**
 * The JWT of a person's client or of a portal. The refresh token that it came with is looked up each time, so revoking
 * that ends the JWT at once.
 */
export const accessTokenAuthenticator: AuthenticatorDefinition = {
  name: 'access_token',
  prepare({ services, database: { system }, clock, config }) {
    const person = personText(Boolean(config.OIDC_ISSUER));
    const first = async <R>(text: string, values: unknown[]): Promise<R | undefined> =>
      (await system.executeQuery<R>(CompiledQuery.raw(text, values))).rows[0];
    const look = async (token: string, wanted: string | null) => {
      const claims = await verifyAccess(services.auth.jwtKey, token, clock);
      if (!claims) return refuse('auth.bad_token');
      if (claims.kind === 'user') {
        const row = await first<PersonRow & Family>(person, [claims.sid, wanted]);
        return row && !row.kept_out_by
          ? personFrom(services.auth, row, wanted, { countedAs: `token ${row.family_id}` })
          : refuse('auth.bad_token');
      }
      const row = await first<OrganizationColumns & Family & { subject: string }>(PORTAL, [claims.sid]);
      if (!row) return refuse('auth.bad_token');
      if (wanted !== null && wanted !== row.organization_id) return refuse('auth.not_a_member');
      const organization = organizationOf(row);
      const subject = readSubject(row.subject);
      const from = { services, db: system, organizationId: organization.id };
      const name = subject && (await nameSubjects(from, [subject]))(subject);
      const actor = { kind: 'portal', id: row.subject, name: name ?? row.subject } as const;
      return { actor, organization, countedAs: `token ${row.family_id}` };
    };
    return ({ bearer, wanted }) => (bearer !== null && JWT.test(bearer) ? look(bearer, wanted) : null);
  },
};

/** Three parts separated by dots (RFC 7519, 3). */
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;
