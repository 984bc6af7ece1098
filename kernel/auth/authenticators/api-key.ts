import { CompiledQuery } from 'kysely';
import type { Limit, Role } from '../../ctx/index.ts';
import { ORGANIZATION_COLUMNS, type OrganizationColumns, organizationOf } from '../../db/index.ts';
import { type AuthenticatorDefinition, clientAddress, defineActorKind } from '../../http/index.ts';
import { inNetworks } from '../../lib/proxies.ts';
import { refuse } from '../../lib/result.ts';
import { hashSecret } from '../../lib/tokens.ts';
import { grantedBy, lesser, limitFrom } from '../../tenancy/index.ts';
import { markUsed } from '../mark-used.ts';
import { byRole, type Rights, scopedPermissions } from '../permissions.ts';

declare module '../../ctx/index.ts' {
  interface Actors {
    /** a machine of the organization, with the role of its key */
    api_key: { id: string; name: string; role: Role; limit?: Limit; granted?: readonly string[] };
  }
}

export const apiKeyActor = defineActorKind('api_key', byRole);

/**
 * Every key begins with this prefix, so that a bearer token can be recognized as a key and not a JWT, and secret
 * scanners find leaked keys.
 */
const API_KEY_PREFIX = 'cf_';

// A key has at most the role that its maker has now, and none when its maker is no longer a member.
// Raw SQL: a named statement of every request, whose text is made once.
const API_KEY = `
  select k.id, k.name, k.role, k.created_by, m.role as maker_role, m.limit_kind, m.limit_id, k.last_used_at, k.scopes, k.addresses, k.service, k.staff_role, own.permissions as own_permissions,
    m.staff_role as maker_staff_role, makers.permissions as maker_permissions, ${ORGANIZATION_COLUMNS}
  from api_key k join organization o on o.id = k.organization_id
  left join membership m on m.organization_id = k.organization_id and m.user_id = k.created_by
  left join staff_role own on own.organization_id = k.organization_id and own.key = k.staff_role
  left join staff_role makers on makers.organization_id = k.organization_id and makers.key = m.staff_role
  where k.key_hash = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > $2)`;

type KeyRow = OrganizationColumns & {
  id: string;
  name: string;
  role: Role;
  /** null when the command line made the key */
  created_by: string | null;
  maker_role: Role | null;
  /** its maker's */
  limit_kind: string | null;
  limit_id: string | null;
  last_used_at: Date | null;
  scopes: string[] | null;
  addresses: string[] | null;
  /** the organization's own: its maker's role and membership do not matter */
  service: boolean;
  staff_role: string | null;
  own_permissions: string[] | null;
  maker_staff_role: string | null;
  maker_permissions: string[] | null;
};

/** What its role by trade, its maker's and its scopes all have; nothing where there is none of them. */
function grantedTo(rights: Rights, row: KeyRow): { granted?: readonly string[] } {
  const sets = [
    row.staff_role === null ? [] : [grantedBy(rights, row.staff_role, row.own_permissions)],
    row.service || row.maker_staff_role === null
      ? []
      : [grantedBy(rights, row.maker_staff_role, row.maker_permissions)],
    row.scopes === null ? [] : [scopedPermissions(rights, row.scopes)],
  ].flat();
  const [first, ...others] = sets;
  return first ? { granted: first.filter((permission) => others.every((set) => set.includes(permission))) } : {};
}

export const apiKeyAuthenticator: AuthenticatorDefinition = {
  name: 'api_key',
  prepare({ services, database: { system }, clock }) {
    const look = async (key: string, wanted: string | null, address: string | null) => {
      const { rows } = await system.executeQuery<KeyRow>(CompiledQuery.raw(API_KEY, [hashSecret(key), clock.now()]));
      const [row] = rows;
      const role = row && (row.created_by === null || row.service ? row.role : lesser(row.role, row.maker_role));
      if (!row || !role) return refuse('auth.bad_api_key');
      if (row.addresses && !inNetworks(row.addresses)?.(address ?? '')) return refuse('auth.address_not_allowed');
      if (wanted !== null && wanted !== row.organization_id) return refuse('auth.not_a_member');
      markUsed(services.auth, clock, row.last_used_at, (now) =>
        system
          .updateTable('api_key')
          .set({ last_used_at: now })
          .where('organization_id', '=', row.organization_id)
          .where('id', '=', row.id)
          .execute(),
      );
      const actor = {
        kind: 'api_key',
        id: row.id,
        name: row.name,
        role,
        ...(!row.service && limitFrom(row)),
        ...grantedTo(services.auth, row),
      } as const;
      return { actor, organization: organizationOf(row), countedAs: `key ${row.id}` };
    };
    return ({ bearer, wanted, request }) =>
      bearer?.startsWith(API_KEY_PREFIX) ? look(bearer, wanted, clientAddress(request)) : null;
  },
};
