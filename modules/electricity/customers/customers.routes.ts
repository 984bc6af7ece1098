import { Type } from 'typebox';
import { NewestFirst } from '../../../kernel/http/index.ts';
import { ok } from '../../../kernel/lib/result.ts';
import { ById } from '../../../kernel/lib/schemas.ts';
import { defineRecord, type Route, route } from '../../../kernel/module/index.ts';
import { changeMeter } from '../meters/change-meter.action.ts';
import { ByReference, Meter, OwnMeterPatch } from '../meters/contract.ts';
import { METER } from '../names.ts';
import {
  AcceptInput,
  BuildingInput,
  Customer,
  CustomerFilter,
  CustomerView,
  DepartmentInput,
  Invitation,
  InvitationInput,
  MemberParams,
  OwnCustomer,
  PlaceParams,
  RoleInput,
} from './contract.ts';
import { getCustomer, listCustomers, ownCustomers } from './customers.query.ts';
import { ownMeter } from './member.query.ts';
import { acceptInvitation, changeMember, invite } from './members.action.ts';
import { addPlace, removePlace } from './places.action.ts';

const own = defineRecord({
  subject: METER,
  patch: OwnMeterPatch,
  read: async (ctx, { id }: { id: string }) => {
    const mine = await ownMeter(ctx, id, 'see');
    return mine.ok ? { ok: true, data: mine.data.meter } : mine;
  },
});

const placeRoutes = (['building', 'department'] as const).flatMap((kind): Route[] => [
  route({
    method: 'POST',
    path: `/electricity/my/customers/{id}/${kind}s`,
    permission: 'portal',
    summary: `Add a ${kind}`,
    params: ById,
    body: kind === 'building' ? BuildingInput : DepartmentInput,
    reply: CustomerView,
    status: 201,
    idempotent: true,
    run: (ctx, { params, body }) => addPlace(ctx, params.id, kind, body),
  }),
  route({
    method: 'DELETE',
    path: `/electricity/my/customers/{id}/${kind}s/{place}`,
    permission: 'portal',
    summary: `Remove a ${kind} that no meter belongs to`,
    params: PlaceParams,
    reply: CustomerView,
    run: (ctx, { params }) => removePlace(ctx, params.id, kind, params.place),
  }),
]);

export const customerRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/electricity/customers',
    permission: 'electricity.read',
    operationId: 'listElectricityCustomers',
    summary: 'Households and institutions, newest first; search looks at the name',
    query: NewestFirst,
    filter: CustomerFilter,
    reply: Type.Array(Customer),
    run: (ctx, { query, filter }) => listCustomers(ctx, { ...query, filter }),
  }),
  route({
    method: 'GET',
    path: '/electricity/customers/{id}',
    permission: 'electricity.read',
    operationId: 'getElectricityCustomer',
    summary: 'One of them, with its people, buildings and departments',
    params: ById,
    reply: CustomerView,
    run: (ctx, { params }) => getCustomer(ctx, params.id),
  }),
  route({
    method: 'GET',
    path: '/electricity/my/customers',
    permission: 'portal',
    summary: 'The households and institutions that one belongs to, with their meters and what is left',
    reply: Type.Array(OwnCustomer),
    run: (ctx) => ownCustomers(ctx),
  }),
  route({
    method: 'GET',
    path: '/electricity/my/meters',
    aliases: [{ path: '/api/v1/meters', forPortal: true }],
    permission: 'portal',
    summary: 'All meters of one’s own, with what is left',
    reply: Type.Array(Meter),
    run: async (ctx) => {
      const own = await ownCustomers(ctx);
      return own.ok ? ok(own.data.flatMap(({ meters }) => meters)) : own;
    },
  }),
  route({
    method: 'GET',
    path: '/electricity/my/meters/{id}',
    aliases: [{ path: '/api/v1/meters/{id}', forPortal: true }],
    permission: 'portal',
    summary: 'A meter of one’s own, by uuid or number',
    record: own,
    params: ByReference,
    reply: Meter,
    run: (ctx, { params }) => own.read(ctx, params),
  }),
  route({
    method: 'PATCH',
    path: '/electricity/my/meters/{id}',
    permission: 'portal',
    summary: 'Change what a meter of one’s own is called, where it is, its building or department',
    record: own,
    params: ByReference,
    body: OwnMeterPatch,
    reply: Meter,
    run: async (ctx, { params, body }) => {
      const mine = await ownMeter(ctx, params.id, 'manage');
      return mine.ok ? changeMeter(ctx, mine.data.meter.id, body) : mine;
    },
  }),
  route({
    method: 'POST',
    path: '/electricity/my/customers/{id}/invitations',
    permission: 'portal',
    summary: 'A code that makes whoever types it a member, once, within a week',
    params: ById,
    body: InvitationInput,
    reply: Invitation,
    status: 201,
    run: (ctx, { params, body }) => invite(ctx, params.id, body.role),
  }),
  route({
    method: 'POST',
    path: '/electricity/my/invitations',
    permission: 'portal',
    summary: 'Become a member with the code of an invitation',
    body: AcceptInput,
    reply: OwnCustomer,
    rateLimit: 30,
    run: (ctx, { body }) => acceptInvitation(ctx, body.code),
  }),
  route({
    method: 'POST',
    path: '/electricity/my/customers/{id}/members/{account}',
    permission: 'portal',
    summary: 'Give a member another role',
    params: MemberParams,
    body: RoleInput,
    reply: CustomerView,
    run: (ctx, { params, body }) => changeMember(ctx, params.id, params.account, body.role),
  }),
  route({
    method: 'DELETE',
    path: '/electricity/my/customers/{id}/members/{account}',
    permission: 'portal',
    summary: 'Remove a member; one manager stays',
    params: MemberParams,
    reply: CustomerView,
    run: (ctx, { params }) => changeMember(ctx, params.id, params.account, null),
  }),
  ...placeRoutes,
];
