import { orgOf } from '../../ctx/index.ts';
import { ok, refuse } from '../../lib/result.ts';
import { defineRecord, route } from '../../module/index.ts';
import { choicesOf, foundAnother } from '../actions/create-organization.action.ts';
import { updateOrganization } from '../actions/update-organization.action.ts';
import { NewOrganization, OrganizationPatch, OrganizationView, OrganizationWithChoices } from '../contract.ts';
import { organizationInput, organizationView } from '../organization-view.ts';
import { readOrganization } from '../queries/read-organization.ts';

const record = defineRecord({
  subject: 'tenancy.organization',
  patch: OrganizationPatch,
  read: async (ctx) => ok(organizationView(await readOrganization(ctx))),
});

export const organizationRoutes = [
  route({
    method: 'GET',
    path: '/organization',
    permission: 'organization.read',
    summary: 'The organization, and what it can choose from',
    record,
    reply: OrganizationWithChoices,
    run: async (ctx) => ok({ ...organizationView(orgOf(ctx)), choices: choicesOf(ctx) }),
  }),
  route({
    method: 'PATCH',
    path: '/organization',
    permission: 'organization.write',
    summary: 'Change what describes the organization',
    record,
    body: OrganizationPatch,
    reply: OrganizationView,
    run: async (ctx, { body }) => {
      const updated = await updateOrganization(ctx, organizationInput(body));
      return updated.ok ? ok(organizationView(updated.data)) : updated;
    },
  }),
  route({
    method: 'POST',
    path: '/organizations',
    permission: 'organization.create',
    operationId: 'createOrganization',
    // It is written in the new organization's transaction; a second of the same name is refused instead.
    idempotent: false,
    summary: 'Make another organization, owned by whoever asks',
    body: NewOrganization,
    reply: OrganizationView,
    status: 201,
    run: async (ctx, { body }) => {
      if (ctx.actor.kind !== 'user') return refuse('auth.person_required');
      const created = await foundAnother(ctx, organizationInput(body), ctx.actor.id);
      return created.ok ? ok(organizationView(created.data)) : created;
    },
  }),
];
