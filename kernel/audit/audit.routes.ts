import { type TSchema, Type } from 'typebox';
import { ListQuery, sortedBy } from '../http/index.ts';
import { ById } from '../lib/schemas.ts';
import { route } from '../module/index.ts';
import { chainHead } from './chain-head.ts';
import { AuditFilter, getAuditEntry, listAuditEntries } from './list-entries.ts';

const orNull = (schema: TSchema) => Type.Union([schema, Type.Null()]);
const Fields = orNull(Type.Record(Type.String(), Type.Unknown()));

const Entry = Type.Object({
  id: Type.String({ format: 'uuid' }),
  created_at: Type.String({ format: 'date-time' }),
  action: Type.String(),
  text: Type.String({ description: 'What happened, in the language of the reader.' }),
  actor: Type.Object({ type: Type.String(), id: orNull(Type.String()), name: Type.String() }),
  subject: Type.Object({
    type: Type.String(),
    id: Type.String(),
    name: orNull(Type.String({ description: 'As it is named today; null: records of this type have no names.' })),
  }),
  before: Fields,
  after: Fields,
  note: orNull(Type.String()),
  request_id: orNull(Type.String()),
  ip: orNull(Type.String()),
  user_agent: orNull(Type.String()),
  sealed: Type.Boolean({ description: 'Part of the hash chain; seconds after it was written.' }),
});

const list = route({
  method: 'GET',
  path: '/audit-entries',
  permission: 'audit.read',
  summary: 'What was done, by whom, newest first',
  query: Type.Object({ ...ListQuery.properties, ...sortedBy('-created_at', 'created_at') }),
  filter: AuditFilter,
  reply: Type.Array(Entry),
  run: (ctx, { query, filter }) => listAuditEntries(ctx, { ...query, filter }),
});

const get = route({
  method: 'GET',
  path: '/audit-entries/{id}',
  permission: 'audit.read',
  summary: 'One entry of the audit trail',
  params: ById,
  reply: Entry,
  run: (ctx, { params }) => getAuditEntry(ctx, params.id),
});

const chain = route({
  method: 'GET',
  path: '/audit-chain',
  permission: 'audit.read',
  summary: 'The end of the hash chain, and how much waits to be sealed',
  reply: Type.Object({
    links: Type.Integer(),
    hash: orNull(
      Type.String({ description: 'Of the last link. Written down elsewhere, it shows that the end was not cut off.' }),
    ),
    sealed_at: orNull(Type.String({ format: 'date-time' })),
    unsealed: Type.Integer(),
  }),
  run: (ctx) => chainHead(ctx),
});

export const auditRoutes = [list, get, chain];
