import { definePackage } from '../module/index.ts';
import { invitationMail } from './messages.ts';
import { controlChanged, notifyOwners } from './notify-owners.ts';
import { apiKeyRoutes } from './routes/api-keys.routes.ts';
import { memberRoutes } from './routes/members.routes.ts';
import { organizationRoutes } from './routes/organization.routes.ts';
import { staffRoleRoutes } from './routes/staff-roles.routes.ts';
import { peopleStep } from './start-steps.ts';
import { waiting } from './waiting.ts';

export { createApiKey, endKeysOf } from './actions/api-keys.action.ts';
export {
  choicesOf,
  composeOrganization,
  createOrganization,
  insertOrganization,
} from './actions/create-organization.action.ts';
export { seedOnce } from './actions/seed-once.action.ts';
export { asOwner } from './as-owner.ts';

export type { OrganizationInput } from './domain/organization.ts';
export { lesser } from './domain/roles.ts';
export { type LimitDefinition, limitFrom, type Part } from './limits.ts';
export { addMember } from './membership.ts';
export { invitationMail } from './messages.ts';
export { organizationInput, organizationView } from './organization-view.ts';
export { claimPublicCode, enterByPublicCode } from './public-codes.ts';
export { type Membership, membershipsOf } from './queries/memberships.ts';
export { tradeOf } from './queries/staff-roles.ts';
export { holdRoles } from './role-lock.ts';
export {
  boundsFrom,
  grantedBy,
  type StandingColumns,
} from './staff-roles.ts';

export const tenancyPackage = definePackage({
  name: 'tenancy',
  permissions: {
    'organization.read': 'viewer',
    'organization.write': 'admin',
    'organization.create': 'owner',
    'member.read': 'viewer',
    'member.write': 'admin',
    'api_key.write': 'admin',
  },
  errors: {
    'tenancy.invalid_organization': 400,
    'tenancy.name_missing': 400,
    'tenancy.bad_slug': 400,
    'tenancy.slug_taken': 409,
    'tenancy.organization_exists': 409,
    'tenancy.too_many_organizations': 409,
    'tenancy.unknown_time_zone': 400,
    'tenancy.unknown_currency': 400,
    'tenancy.unknown_country': 400,
    'tenancy.unknown_language': 400,
    'tenancy.unknown_module': 400,
    'tenancy.role_above_yours': 403,
    'tenancy.owner_only': 403,
    'tenancy.role_missing': 400,
    'tenancy.staff_role_unknown': 404,
    'tenancy.staff_role_used': 409,
    'tenancy.permission_unknown': 400,
    'tenancy.name_taken': 409,
    'tenancy.usual_name': 400,
    'tenancy.last_owner': 409,
    'tenancy.member_not_found': 404,
    'tenancy.already_member': 409,
    'tenancy.already_invited': 409,
    'tenancy.invitation_not_found': 404,
    'tenancy.api_key_not_found': 404,
    'tenancy.expiry_past': 400,
    'tenancy.scope_unknown': 400,
    'tenancy.address_malformed': 400,
    'tenancy.limit_unknown': 400,
    'tenancy.owner_unlimited': 400,
  },
  waiting,
  topics: { 'tenancy.invitation': 'member.write', 'tenancy.api_key': 'api_key.write' },
  startSteps: [peopleStep],
  messages: [invitationMail, controlChanged],
  routes: [...organizationRoutes, ...memberRoutes, ...apiKeyRoutes, ...staffRoleRoutes],
  async start({ services }) {
    services.notifyOwners = (tx, change) => notifyOwners(tx, { kind: 'settings', ...change });
    return undefined;
  },
});
