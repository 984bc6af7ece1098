import { Type } from 'typebox';
import { ListQuery } from '../../../kernel/http/index.ts';
import { refuse } from '../../../kernel/lib/result.ts';
import { ById } from '../../../kernel/lib/schemas.ts';
import { route } from '../../../kernel/module/index.ts';
import { ByReference } from '../customers/contract.ts';
import {
  LeaveInput,
  Left,
  MovedUp,
  PublicForm,
  SelfRegistered,
  SelfRegistration,
  Waiting,
  WaitingFilter,
} from './contract.ts';
import { leaveWaiting, removeWaiting } from './leave-waiting.action.ts';
import { moveUp, removeCustomer } from './move-up.action.ts';
import { registerSelf } from './register-self.action.ts';
import { enterByCode, listWaiting, publicForm } from './registration.query.ts';

const ByCode = Type.Object({ code: Type.String({ maxLength: 20 }) });

export const registrationRoutes = [
  route({
    method: 'GET',
    path: '/exhibition/public/{code}',
    permission: 'public',
    operationId: 'getRegistrationPage',
    summary: 'The registration page of an exhibition, as anyone may see it',
    params: ByCode,
    reply: PublicForm,
    run: async (ctx, { params }) => {
      const found = await enterByCode(ctx, params.code);
      return found ? publicForm(found.inside, found.exhibitionId) : refuse('exhibition.form.not_found');
    },
  }),
  route({
    method: 'POST',
    path: '/exhibition/public/{code}/registrations',
    permission: 'public',
    operationId: 'registerOneself',
    summary: 'Register oneself: the ID card, or the place on the waiting list, comes by mail or SMS',
    params: ByCode,
    body: SelfRegistration,
    reply: SelfRegistered,
    bodyLimit: 16 * 1024,
    rateLimit: 60,
    run: async (ctx, { params, body }) => {
      const found = await enterByCode(ctx, params.code);
      return found ? registerSelf(found.inside, found.exhibitionId, body) : refuse('exhibition.form.not_found');
    },
  }),
  route({
    method: 'POST',
    path: '/exhibition/public/{code}/leave',
    permission: 'public',
    operationId: 'leaveWaitingList',
    summary: 'Leave the waiting list by the link of the message; what is stored of the person is erased',
    params: ByCode,
    body: LeaveInput,
    reply: Left,
    bodyLimit: 1024,
    rateLimit: 10,
    run: async (ctx, { params, body }) => {
      const found = await enterByCode(ctx, params.code);
      return found ? leaveWaiting(found.inside, found.exhibitionId, body.token) : refuse('exhibition.form.not_found');
    },
  }),
  route({
    method: 'GET',
    path: '/exhibition/waiting',
    permission: 'exhibition.customer.read',
    operationId: 'listWaitingPeople',
    summary: 'Who waits for a place, the first to move up first',
    query: Type.Pick(ListQuery, ['limit', 'after']),
    filter: WaitingFilter,
    reply: Type.Array(Waiting),
    run: (ctx, { query, filter }) => listWaiting(ctx, { ...query, filter }),
  }),
  route({
    method: 'POST',
    path: '/exhibition/exhibitions/{id}/move-up',
    permission: 'exhibition.customer.write',
    summary: 'Give the free places to those who wait, in their order: each gets the ID card',
    params: ById,
    body: Type.Object({}),
    reply: MovedUp,
    run: (ctx, { params }) => moveUp(ctx, params.id),
  }),
  route({
    method: 'DELETE',
    path: '/exhibition/waiting/{id}',
    permission: 'exhibition.customer.write',
    operationId: 'removeWaitingPerson',
    summary: 'Take somebody off the waiting list; what is stored of the person is erased',
    params: ById,
    reply: Type.Null(),
    run: (ctx, { params }) => removeWaiting(ctx, params.id),
  }),
  route({
    method: 'DELETE',
    path: '/exhibition/customers/{id}',
    permission: 'exhibition.customer.delete',
    summary: 'Remove a customer who never had a bill; the first who waits gets the place',
    params: ByReference,
    reply: Type.Null(),
    run: (ctx, { params }) => removeCustomer(ctx, params.id),
  }),
];
