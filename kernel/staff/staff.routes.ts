import { Type } from 'typebox';
import { ById } from '../lib/schemas.ts';
import { route } from '../module/index.ts';
import { makeStaffCode } from './actions/make-code.action.ts';
import { unlinkChat } from './actions/unlink-chat.action.ts';
import { StaffChat, StaffCode } from './contract.ts';
import { ownChats } from './queries/own-chats.ts';

export const staffRoutes = [
  route({
    method: 'GET',
    path: '/staff/chats',
    permission: 'session',
    summary: 'Your chats, from which you can work',
    reply: Type.Array(StaffChat),
    run: (ctx) => ownChats(ctx),
  }),
  route({
    method: 'POST',
    path: '/staff/chats/code',
    permission: 'session',
    idempotent: 'secret',
    summary: 'A one-time code to say in a chat, which is yours from then on',
    reply: StaffCode,
    rateLimit: 20,
    run: (ctx) => makeStaffCode(ctx),
  }),
  route({
    method: 'DELETE',
    path: '/staff/chats/{id}',
    permission: 'session',
    summary: 'Take one of your chats away',
    params: ById,
    reply: Type.Null(),
    run: (ctx, { params }) => unlinkChat(ctx, params.id),
  }),
];
