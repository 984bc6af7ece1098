import { Type } from 'typebox';
import { NewestFirst } from '../../../kernel/http/index.ts';
import { ById } from '../../../kernel/lib/schemas.ts';
import { defineRecord, type Route, route } from '../../../kernel/module/index.ts';
import { MATERIAL } from '../names.ts';
import { Material, MaterialFilter, MaterialInput, MaterialPatch } from './contract.ts';
import { getMaterial, listMaterials } from './materials.query.ts';
import { addMaterial, changeMaterial } from './save-material.action.ts';

const record = defineRecord({
  subject: MATERIAL,
  patch: MaterialPatch,
  read: (ctx, { id }: { id: string }) => getMaterial(ctx, id),
});

export const materialRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/coffee/materials',
    permission: 'coffee.read',
    summary: 'Materials, newest first; search looks at code, name and specification',
    query: NewestFirst,
    filter: MaterialFilter,
    reply: Type.Array(Material),
    run: (ctx, { query, filter }) => listMaterials(ctx, { ...query, filter }),
  }),
  route({
    method: 'POST',
    path: '/coffee/materials',
    permission: 'coffee.manage',
    summary: 'Add a material',
    body: MaterialInput,
    reply: Material,
    status: 201,
    idempotent: true,
    run: (ctx, { body }) => addMaterial(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/coffee/materials/{id}',
    permission: 'coffee.read',
    summary: 'One material',
    record,
    params: ById,
    reply: Material,
    run: (ctx, { params }) => getMaterial(ctx, params.id),
  }),
  route({
    method: 'PATCH',
    path: '/coffee/materials/{id}',
    permission: 'coffee.manage',
    summary: 'Change a material; its code and unit stay',
    record,
    params: ById,
    body: MaterialPatch,
    reply: Material,
    run: (ctx, { params, body }) => changeMaterial(ctx, params.id, body),
  }),
];
