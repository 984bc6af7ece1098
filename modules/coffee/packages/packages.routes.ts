import { Type } from 'typebox';
import { NewestFirst } from '../../../kernel/http/index.ts';
import { refuse } from '../../../kernel/lib/result.ts';
import { ById } from '../../../kernel/lib/schemas.ts';
import { type Route, route } from '../../../kernel/module/index.ts';
import { ByReference } from '../machines/contract.ts';
import { Package, PackageContent, PackageInput } from './contract.ts';
import { makePackage } from './make-package.action.ts';
import { getPackage, listPackages, ownPackage, packageContent } from './packages.query.ts';

export const packageRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/coffee/packages',
    permission: 'coffee.read',
    summary: 'Packages of recipes, newest first',
    query: Type.Pick(NewestFirst, ['limit', 'after', 'sort']),
    reply: Type.Array(Package),
    run: (ctx, { query }) => listPackages(ctx, query),
  }),
  route({
    method: 'POST',
    path: '/coffee/packages',
    permission: 'coffee.manage',
    summary: 'Make a package of versions of recipes; it never changes afterwards',
    body: PackageInput,
    reply: Package,
    status: 201,
    idempotent: true,
    run: (ctx, { body }) => makePackage(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/coffee/packages/{id}',
    permission: 'coffee.read',
    summary: 'One package',
    params: ById,
    reply: Package,
    run: (ctx, { params }) => getPackage(ctx, params.id),
  }),
  route({
    method: 'GET',
    path: '/coffee/packages/{id}/content',
    permission: 'coffee.read',
    summary: 'A package as machines get it',
    params: ById,
    reply: PackageContent,
    run: (ctx, { params }) => packageContent(ctx, params.id),
  }),
  route({
    method: 'GET',
    path: '/coffee/machines/{id}/package',
    aliases: ['/api/v1/devices/{id}/package'],
    permission: 'coffee.report',
    summary: 'The package that the caller’s own machine should run',
    params: ByReference,
    reply: PackageContent,
    run: async (ctx, { params }) =>
      ctx.actor.kind === 'device' ? ownPackage(ctx, ctx.actor.id, params.id) : refuse('coffee.machine.not_yours'),
  }),
];
