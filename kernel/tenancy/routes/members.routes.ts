import { Type } from 'typebox';
import { WholeList } from '../../http/index.ts';
import { ok, refuse } from '../../lib/result.ts';
import { ById } from '../../lib/schemas.ts';
import { route, type VersionedRecord } from '../../module/index.ts';
import { invite, resendInvitation, revokeInvitation } from '../actions/invitations.action.ts';
import { changeMember, removeMember } from '../actions/members.action.ts';
import {
  InvitationView,
  Invited,
  LimitChoice,
  LimitInput,
  MemberPatch,
  MemberView,
  NewInvitation,
  Nothing,
  RoleName,
} from '../contract.ts';
import { limitKinds } from '../limits.ts';
import { type FoundMember, findMember, listInvitations, listMembers } from '../queries/lists.ts';

const record: VersionedRecord<{ id: string }, FoundMember> = {
  kind: 'tenancy.member',
  fields: ({ role, staff_role, limit }) => ({ role, staff_role, limit }),
  subjects: ({ id }) => [{ type: 'auth.user', id }],
  async read(ctx, { id }) {
    const member = await findMember(ctx, id);
    return member ? ok(member) : refuse('tenancy.member_not_found');
  },
};

export const memberRoutes = [
  route({
    method: 'GET',
    path: '/members',
    permission: 'member.read',
    summary: 'The people of the organization',
    query: WholeList,
    reply: Type.Array(MemberView),
    run: async (ctx) => ok(await listMembers(ctx), { next: null }),
  }),
  route({
    method: 'PATCH',
    path: '/members/{id}',
    permission: 'member.write',
    summary: 'Give a member another role, or limit them to a part of the organization',
    record,
    params: ById,
    body: MemberPatch,
    reply: Type.Object({
      id: Type.String(),
      role: RoleName,
      staff_role: Type.Union([Type.String(), Type.Null()]),
      limit: Type.Union([LimitInput, Type.Null()]),
    }),
    run: (ctx, { params, body }) => changeMember(ctx, params.id, body),
  }),
  route({
    method: 'DELETE',
    path: '/members/{id}',
    permission: 'member.write',
    summary: 'Take a person out of the organization',
    params: ById,
    reply: Nothing,
    run: (ctx, { params }) => removeMember(ctx, params.id),
  }),
  route({
    method: 'GET',
    path: '/limits',
    permission: 'member.write',
    summary: 'The parts of the organization that members can be limited to, such as merchants',
    query: WholeList,
    reply: Type.Array(LimitChoice),
    run: async (ctx) =>
      ok(await Promise.all(limitKinds(ctx).map(async ({ kind, parts }) => ({ kind, parts: await parts(ctx) })))),
  }),
  route({
    method: 'GET',
    path: '/invitations',
    permission: 'member.write',
    summary: 'Invitations and what became of them',
    query: WholeList,
    reply: Type.Array(InvitationView),
    run: async (ctx) => ok(await listInvitations(ctx), { next: null }),
  }),
  route({
    method: 'POST',
    path: '/invitations',
    permission: 'member.write',
    idempotent: 'secret',
    summary: 'Invite someone by e-mail',
    body: NewInvitation,
    example: { email: 'ravi@example.net', role: 'ops' },
    reply: Invited,
    status: 201,
    rateLimit: 60,
    run: (ctx, { body }) => invite(ctx, body),
  }),
  route({
    method: 'POST',
    path: '/invitations/{id}/resend',
    permission: 'member.write',
    idempotent: 'secret',
    summary: 'Send an invitation again, with a new link',
    params: ById,
    reply: Invited,
    rateLimit: 60,
    run: (ctx, { params }) => resendInvitation(ctx, params.id),
  }),
  route({
    method: 'DELETE',
    path: '/invitations/{id}',
    permission: 'member.write',
    summary: 'Take an invitation back',
    params: ById,
    reply: Nothing,
    run: (ctx, { params }) => revokeInvitation(ctx, params.id),
  }),
];
