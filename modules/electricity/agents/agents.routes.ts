import { Type } from 'typebox';
import { NewestFirst } from '../../../kernel/http/index.ts';
import { ById } from '../../../kernel/lib/schemas.ts';
import { defineRecord, type Route, route } from '../../../kernel/module/index.ts';
import { AGENT } from '../names.ts';
import { getAgent, listAgents, listCloses, ownAgent } from './agents.query.ts';
import { closeDay, handOver } from './close-day.action.ts';
import { Agent, AgentInput, AgentPatch, Close, CloseInput, HandInput } from './contract.ts';
import { addAgent, changeAgent } from './save-agent.action.ts';

const record = defineRecord({
  subject: AGENT,
  patch: AgentPatch,
  read: (ctx, { id }: { id: string }) => getAgent(ctx, id),
});
const Pages = Type.Omit(NewestFirst, ['search']);

export const agentRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/electricity/agents',
    permission: 'electricity.read',
    summary: 'Who sells vouchers on their own account, with what they owe, newest first',
    query: Pages,
    reply: Type.Array(Agent),
    run: (ctx, { query }) => listAgents(ctx, query),
  }),
  route({
    method: 'POST',
    path: '/electricity/agents',
    permission: 'electricity.manage',
    summary: 'Add an agent, with the most that they may owe',
    body: AgentInput,
    reply: Agent,
    status: 201,
    idempotent: true,
    run: (ctx, { body }) => addAgent(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/electricity/agents/{id}',
    permission: 'electricity.read',
    summary: 'One agent',
    record,
    params: ById,
    reply: Agent,
    run: (ctx, { params }) => getAgent(ctx, params.id),
  }),
  route({
    method: 'PATCH',
    path: '/electricity/agents/{id}',
    permission: 'electricity.manage',
    summary: 'Change an agent’s name, limit or account, or let them sell no more',
    record,
    params: ById,
    body: AgentPatch,
    reply: Agent,
    run: (ctx, { params, body }) => changeAgent(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/electricity/agents/{id}/payments',
    permission: 'electricity.sell',
    summary: 'An agent hands money over: what they owe, or ahead',
    params: ById,
    body: HandInput,
    reply: Agent,
    idempotent: true,
    run: (ctx, { params, body }) => handOver(ctx, params.id, body),
  }),
  route({
    method: 'GET',
    path: '/electricity/agents/{id}/closes',
    permission: 'electricity.read',
    summary: 'The days that were closed for an agent, newest first',
    params: ById,
    query: Pages,
    reply: Type.Array(Close),
    run: (ctx, { params, query }) => listCloses(ctx, params.id, query),
  }),
  route({
    method: 'POST',
    path: '/electricity/agents/{id}/closes',
    permission: 'electricity.sell',
    summary: 'Close an agent’s day: what they sold, handed over and owe',
    params: ById,
    body: CloseInput,
    reply: Close,
    status: 201,
    idempotent: true,
    run: (ctx, { params, body }) => closeDay(ctx, params.id, body),
  }),
  route({
    method: 'GET',
    path: '/electricity/my/agent',
    permission: 'portal',
    summary: 'The caller as an agent: what they owe and may still sell',
    reply: Agent,
    run: (ctx) => ownAgent(ctx),
  }),
];
