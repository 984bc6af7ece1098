import { orgOf } from '../../ctx/index.ts';
import { ok, refuse } from '../../lib/result.ts';
import { route } from '../../module/index.ts';
import { choicesOf, createOrganization } from '../actions/create-organization.ts';
import { updateOrganization } from '../actions/update-organization.ts';
import { NewOrganization, OrganizationPatch, OrganizationView, OrganizationWithChoices } from '../contract.ts';

export const organizationRoutes = [
  route({
    method: 'GET',
    path: '/organization',
    permission: 'organization.read',
    summary: 'The organization, and what it can choose from',
    reply: OrganizationWithChoices,
    run: async (ctx) => ok({ ...orgOf(ctx), choices: choicesOf(ctx) }),
  }),
  route({
    method: 'PATCH',
    path: '/organization',
    permission: 'organization.write',
    summary: 'Change what describes the organization',
    body: OrganizationPatch,
    reply: OrganizationView,
    run: (ctx, { body }) => updateOrganization(ctx, body),
  }),
  route({
    method: 'POST',
    path: '/organizations',
    permission: 'organization.create',
    summary: 'Make another organization, owned by whoever asks',
    body: NewOrganization,
    reply: OrganizationView,
    status: 201,
    run: async (ctx, { body }) =>
      ctx.actor.kind === 'user' ? createOrganization(ctx, body, ctx.actor.id) : refuse('auth.person_required'),
  }),
];
