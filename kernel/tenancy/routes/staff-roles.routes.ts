import { Type } from 'typebox';
import { WholeList } from '../../http/index.ts';
import { ok } from '../../lib/result.ts';
import { defineRecord, route } from '../../module/index.ts';
import { changeStaffRole, makeStaffRole, removeStaffRole } from '../actions/staff-roles.action.ts';
import { Grantable, NewStaffRole, Nothing, StaffRolePatch, StaffRoleView } from '../contract.ts';
import { findStaffRole, grantable, listStaffRoles } from '../queries/staff-roles.ts';

const ByKey = Type.Object({ key: Type.String({ maxLength: 100 }) });

const record = defineRecord<{ key: string }, StaffRoleView & { id: string }>({
  subject: 'tenancy.staff_role',
  patch: StaffRolePatch,
  async read(ctx, { key }) {
    const found = await findStaffRole(ctx, key);
    return found.ok ? ok({ ...found.data, id: found.data.key }) : found;
  },
});

export const staffRoleRoutes = [
  route({
    method: 'GET',
    path: '/staff-roles',
    permission: 'member.read',
    summary: 'Roles by trade: the usual ones of the modules in use, and the organization’s own',
    query: WholeList,
    reply: Type.Array(StaffRoleView),
    run: async (ctx) => ok(await listStaffRoles(ctx), { next: null }),
  }),
  route({
    method: 'GET',
    path: '/grantable-permissions',
    permission: 'member.read',
    summary: 'What a role by trade can hold',
    query: WholeList,
    reply: Type.Array(Grantable),
    run: async (ctx) => ok(grantable(ctx), { next: null }),
  }),
  route({
    method: 'GET',
    path: '/staff-roles/{key}',
    permission: 'member.read',
    summary: 'A role by trade',
    record,
    params: ByKey,
    reply: StaffRoleView,
    run: (ctx, { params }) => findStaffRole(ctx, params.key),
  }),
  route({
    method: 'POST',
    path: '/staff-roles',
    permission: 'member.write',
    summary: 'Make a role by trade',
    body: NewStaffRole,
    reply: StaffRoleView,
    status: 201,
    run: (ctx, { body }) => makeStaffRole(ctx, body),
  }),
  route({
    method: 'PATCH',
    path: '/staff-roles/{key}',
    permission: 'member.write',
    summary: 'Change a role by trade, for all who have it',
    record,
    params: ByKey,
    body: StaffRolePatch,
    reply: StaffRoleView,
    run: (ctx, { params, body }) => changeStaffRole(ctx, params.key, body),
  }),
  route({
    method: 'DELETE',
    path: '/staff-roles/{key}',
    permission: 'member.write',
    summary: 'Remove a role by trade that nobody has, or the organization’s form of a usual one',
    params: ByKey,
    reply: Nothing,
    run: (ctx, { params }) => removeStaffRole(ctx, params.key),
  }),
];
