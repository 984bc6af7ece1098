import { Type } from 'typebox';
import type { DeviceKind } from '../../../kernel/devices/index.ts';
import { ById } from '../../../kernel/lib/schemas.ts';
import { route } from '../../../kernel/module/index.ts';
import { DISPLAY, Displays, DisplayView, ShowInput } from './contract.ts';
import { listDisplays, ownView } from './display.query.ts';
import { showSale } from './show-sale.action.ts';

/** A phone or tablet that the customer looks at; it may see what its desk shows, and nothing else. */
export const displayKind: DeviceKind = {
  kind: DISPLAY,
  permissions: [DISPLAY],
  codeMinutes: 24 * 60,
  page: '/display/#code=',
};

export const displayRoutes = [
  route({
    method: 'GET',
    path: '/exhibition/displays',
    permission: 'exhibition.bill.add',
    summary: 'The customers’ screens that a desk may use',
    reply: Displays,
    run: listDisplays,
  }),
  route({
    method: 'POST',
    path: '/exhibition/displays/{id}',
    permission: 'exhibition.bill.add',
    operationId: 'showOnDisplay',
    summary: 'Show the sale in hand on a customer’s screen, instead of what is there',
    params: ById,
    body: ShowInput,
    reply: Type.Null(),
    run: (ctx, { params, body }) => showSale(ctx, params.id, body),
  }),
  route({
    method: 'GET',
    path: '/exhibition/display',
    permission: DISPLAY,
    operationId: 'getOwnDisplay',
    summary: 'What the screen that asks shows: the sale in hand, its code, and whether it is paid',
    reply: DisplayView,
    run: ownView,
  }),
];
