import { Type } from 'typebox';
import { ListQuery } from '../../../kernel/http/index.ts';
import { ById } from '../../../kernel/lib/schemas.ts';
import { defineRecord, route } from '../../../kernel/module/index.ts';
import { Exhibition, ExhibitionInput, ExhibitionPatch } from './contract.ts';
import { getExhibition, listExhibitions } from './exhibitions.query.ts';
import { changeExhibition, createExhibition, deleteExhibition } from './save-exhibition.action.ts';

const Search = Type.Pick(ListQuery, ['search', 'limit']);

const record = defineRecord({
  subject: 'exhibition.exhibition',
  patch: ExhibitionPatch,
  read: (ctx, { id }: { id: string }) => getExhibition(ctx, id),
});

export const exhibitionRoutes = [
  route({
    method: 'GET',
    path: '/exhibition/exhibitions',
    permission: 'exhibition.read',
    summary: 'Exhibitions, latest first',
    query: Search,
    reply: Type.Array(Exhibition),
    run: (ctx, { query }) => listExhibitions(ctx, query.search),
  }),
  route({
    method: 'POST',
    path: '/exhibition/exhibitions',
    permission: 'exhibition.manage',
    summary: 'Create an exhibition',
    body: ExhibitionInput,
    example: { name: 'Kochi Craft Fair', prefix: 'KF26', starts_on: '2026-12-01', ends_on: '2026-12-10' },
    reply: Exhibition,
    status: 201,
    idempotent: true,
    run: (ctx, { body }) => createExhibition(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/exhibition/exhibitions/{id}',
    permission: 'exhibition.read',
    summary: 'One exhibition',
    record,
    params: ById,
    reply: Exhibition,
    run: (ctx, { params }) => getExhibition(ctx, params.id),
  }),
  route({
    method: 'PATCH',
    path: '/exhibition/exhibitions/{id}',
    permission: 'exhibition.manage',
    summary: 'Change an exhibition',
    record,
    params: ById,
    body: ExhibitionPatch,
    reply: Exhibition,
    run: (ctx, { params, body }) => changeExhibition(ctx, params.id, body),
  }),
  route({
    method: 'DELETE',
    path: '/exhibition/exhibitions/{id}',
    permission: 'exhibition.manage',
    summary: 'Remove an exhibition that has no customers',
    params: ById,
    reply: Type.Null(),
    run: (ctx, { params }) => deleteExhibition(ctx, params.id),
  }),
];
