/** Shared by the authenticators for sessions and for people's access tokens. */
import type { Role } from '../../ctx/index.ts';
import { ORGANIZATION_COLUMNS, type OrganizationColumns, organizationOf } from '../../db/index.ts';
import type { Identity } from '../../http/index.ts';
import { type Refusal, refuse } from '../../lib/result.ts';
import { boundsFrom, type StandingColumns } from '../../tenancy/index.ts';
import type { Rights } from '../permissions.ts';

export type PersonRow = Omit<OrganizationColumns, 'organization_id'> & {
  organization_id: string | null;
  user_id: string;
  name: string;
  email: string;
  user_language: string | null;
  role: Role | null;
} & StandingColumns;

export const PERSON_COLUMNS = `u.id as user_id, u.name, u.email, u.language as user_language, m.role, m.limit_kind, m.limit_id, m.staff_role, t.permissions as staff_permissions, ${ORGANIZATION_COLUMNS}`;

/** The membership that applies: the wanted one, else the active one, else the only one. */
export const membershipJoin = (active: string, wanted: string) => `
  left join membership m on m.user_id = u.id and m.organization_id = coalesce(${wanted}, ${active},
    (select (array_agg(x.organization_id))[1] from membership x where x.user_id = u.id having count(*) = 1))
  left join staff_role t on t.organization_id = m.organization_id and t.key = m.staff_role
  left join organization o on o.id = m.organization_id`;

type How = Pick<Identity, 'countedAs' | 'byCookie'>;

export function personFrom(rights: Rights, row: PersonRow, wanted: string | null, how: How): Identity | Refusal {
  if (wanted !== null && row.organization_id === null) return refuse('auth.not_a_member');
  return {
    actor: {
      kind: 'user',
      id: row.user_id,
      name: row.name,
      email: row.email,
      role: row.role,
      ...boundsFrom(rights, row),
    },
    organization: row.organization_id === null ? null : organizationOf(row as OrganizationColumns),
    ...how,
    ...(row.user_language && { locale: row.user_language }),
  };
}
