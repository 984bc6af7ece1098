import { Type } from 'typebox';
import { ById } from '../../lib/schemas.ts';
import { defineRecord, route } from '../../module/index.ts';
import { Drawer, DrawerInput, DrawerPatch } from '../contract.ts';
import { DRAWER } from '../names.ts';
import { getDrawer, listDrawers } from './drawers.query.ts';
import { addDrawer, changeDrawer } from './save-drawer.action.ts';

const record = defineRecord({
  subject: DRAWER,
  patch: DrawerPatch,
  read: (ctx, { id }: { id: string }) => getDrawer(ctx, id),
});

export const drawerRoutes = [
  route({
    method: 'GET',
    path: '/till/drawers',
    permission: 'till.use',
    summary: 'The drawers, and who has them open',
    reply: Type.Array(Drawer),
    run: (ctx) => listDrawers(ctx),
  }),
  route({
    method: 'POST',
    path: '/till/drawers',
    permission: 'till.manage',
    summary: 'Add a drawer, with an account of its own in the ledger',
    body: DrawerInput,
    reply: Drawer,
    status: 201,
    idempotent: true,
    run: (ctx, { body }) => addDrawer(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/till/drawers/{id}',
    permission: 'till.use',
    summary: 'One drawer',
    record,
    params: ById,
    reply: Drawer,
    run: (ctx, { params }) => getDrawer(ctx, params.id),
  }),
  route({
    method: 'PATCH',
    path: '/till/drawers/{id}',
    permission: 'till.manage',
    summary: 'Rename a drawer, let several cashiers share it, or take it out of use',
    record,
    params: ById,
    body: DrawerPatch,
    reply: Drawer,
    run: (ctx, { params, body }) => changeDrawer(ctx, params.id, body),
  }),
];
