import { Type } from 'typebox';
import { ListQuery } from '../../../kernel/http/index.ts';
import { ById } from '../../../kernel/lib/schemas.ts';
import { defineRecord, route } from '../../../kernel/module/index.ts';
import { ITEM } from '../names.ts';
import { arrangeKeys } from './arrange-keys.action.ts';
import { Item, ItemFilter, ItemInput, ItemPatch, QuickKeys, StockCount } from './contract.ts';
import { getItem, listItems } from './items.query.ts';
import { addItem, changeItem } from './save-item.action.ts';
import { countStock } from './stock.action.ts';

const record = defineRecord({
  subject: ITEM,
  patch: ItemPatch,
  read: (ctx, { id }: { id: string }) => getItem(ctx, id),
});

export const itemRoutes = [
  route({
    method: 'GET',
    path: '/exhibition/items',
    permission: 'exhibition.read',
    summary: 'Things that are sold, by name',
    query: Type.Pick(ListQuery, ['limit', 'after', 'search']),
    filter: ItemFilter,
    reply: Type.Array(Item),
    run: (ctx, { query, filter }) => listItems(ctx, { ...query, filter }),
  }),
  route({
    method: 'POST',
    path: '/exhibition/items',
    permission: 'exhibition.manage',
    summary: 'Add a thing with its price',
    body: ItemInput,
    reply: Item,
    status: 201,
    idempotent: true,
    run: (ctx, { body }) => addItem(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/exhibition/items/{id}',
    permission: 'exhibition.read',
    summary: 'One item',
    record,
    params: ById,
    reply: Item,
    run: (ctx, { params }) => getItem(ctx, params.id),
  }),
  route({
    method: 'PATCH',
    path: '/exhibition/items/{id}',
    permission: 'exhibition.manage',
    summary: 'Change an item, archive it or bring it back',
    record,
    params: ById,
    body: ItemPatch,
    reply: Item,
    run: (ctx, { params, body }) => changeItem(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/exhibition/items/{id}/count',
    permission: 'exhibition.manage',
    summary: 'Note how much of an item a person counted',
    params: ById,
    body: StockCount,
    reply: Item,
    idempotent: true,
    run: (ctx, { params, body }) => countStock(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/exhibition/quick-keys',
    permission: 'exhibition.manage',
    summary: 'Arrange the keys of the desk',
    body: QuickKeys,
    reply: QuickKeys,
    run: (ctx, { body }) => arrangeKeys(ctx, body),
  }),
];
