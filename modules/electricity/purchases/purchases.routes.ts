import { Type } from 'typebox';
import { NewestFirst } from '../../../kernel/http/index.ts';
import { ById } from '../../../kernel/lib/schemas.ts';
import { type Route, route } from '../../../kernel/module/index.ts';
import { ChargeInput } from '../../../kernel/payment-providers/contract.ts';
import { startCharge } from '../../../kernel/payment-providers/index.ts';
import { ownMeter } from '../customers/member.query.ts';
import { ByReference } from '../meters/contract.ts';
import { QuoteView } from '../tariffs/contract.ts';
import { askQuote } from '../tariffs/quote.query.ts';
import { BuyInput, OwnPurchase, PayInput, Paying, Purchase, PurchaseFilter, SellInput } from './contract.ts';
import { openPurchase, payFor, sellAtDesk } from './open-purchase.action.ts';
import { ownPurchase, paying, purchasesUnderWay } from './own-purchase.query.ts';
import { getPurchase, listPurchases } from './purchases.query.ts';

export const purchaseRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/electricity/purchases',
    permission: 'electricity.read',
    summary: 'Purchases, newest first',
    query: NewestFirst,
    filter: PurchaseFilter,
    reply: Type.Array(Purchase),
    run: (ctx, { query, filter }) => listPurchases(ctx, { ...query, filter }),
  }),
  route({
    method: 'GET',
    path: '/electricity/purchases/{id}',
    permission: 'electricity.read',
    summary: 'One purchase with its working',
    params: ById,
    reply: Purchase,
    run: (ctx, { params }) => getPurchase(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/electricity/meters/{id}/purchases',
    permission: 'electricity.sell',
    summary: 'Sell units at the desk; `cash` confirms the money that was handed over',
    params: ByReference,
    body: SellInput,
    example: { amount: '1000', cash: true },
    reply: Purchase,
    status: 201,
    idempotent: true,
    run: (ctx, { params, body }) => sellAtDesk(ctx, params.id, body),
  }),
  route({
    method: 'GET',
    path: '/electricity/my/meters/{id}/quote',
    permission: 'portal',
    summary: 'How many units an amount buys for a meter of one’s own, block by block',
    params: ByReference,
    query: BuyInput,
    reply: QuoteView,
    run: async (ctx, { params, query }) => {
      const mine = await ownMeter(ctx, params.id, 'see');
      return mine.ok ? askQuote(ctx, { amount: query.amount, meter: mine.data.meter.id }) : mine;
    },
  }),
  route({
    method: 'GET',
    path: '/electricity/my/meters/{id}/purchases',
    permission: 'portal',
    summary: 'Purchases for a meter of one’s own, newest first',
    params: ByReference,
    query: Type.Pick(NewestFirst, ['limit', 'after']),
    reply: Type.Array(Purchase),
    run: async (ctx, { params, query }) => {
      const mine = await ownMeter(ctx, params.id, 'see');
      if (!mine.ok) return mine;
      const { id, history } = mine.data.meter;
      return listPurchases(ctx, { ...query, filter: { meter_id: id }, history });
    },
  }),
  route({
    method: 'POST',
    path: '/electricity/my/meters/{id}/purchases',
    permission: 'portal',
    summary: 'Buy units for a meter of one’s own: answers a quote and where to pay',
    params: ByReference,
    body: BuyInput,
    reply: Purchase,
    status: 201,
    idempotent: true,
    rateLimit: 30,
    run: async (ctx, { params, body }) => {
      const mine = await ownMeter(ctx, params.id, 'buy');
      return mine.ok ? openPurchase(ctx, mine.data.meter.id, body.amount, mine.data.account) : mine;
    },
  }),
  route({
    method: 'POST',
    path: '/electricity/my/payments',
    aliases: ['/api/v1/payments'],
    permission: 'portal',
    summary: 'Buy units for a meter of one’s own in one request; a provider that is named is asked at once',
    body: PayInput,
    reply: Purchase,
    status: 201,
    idempotent: true,
    // Each may make a phone ask for a PIN.
    rateLimit: 10,
    run: async (ctx, { body }) => {
      const mine = await ownMeter(ctx, body.meter, 'buy');
      return mine.ok ? payFor(ctx, mine.data.meter.id, body, mine.data.account) : mine;
    },
  }),
  route({
    method: 'GET',
    path: '/electricity/my/paying',
    permission: 'portal',
    summary: 'The ways to pay, and what this account bought and how it paid last time',
    reply: Paying,
    run: (ctx) => paying(ctx),
  }),
  route({
    method: 'GET',
    path: '/electricity/my/under-way',
    permission: 'portal',
    summary: 'Purchases for meters of one’s own whose payment is not settled, the newest first',
    reply: Type.Array(OwnPurchase),
    run: (ctx) => purchasesUnderWay(ctx),
  }),
  route({
    method: 'GET',
    path: '/electricity/my/purchases/{id}',
    permission: 'portal',
    summary: 'A purchase for a meter of one’s own, and how its payment stands',
    params: ById,
    reply: OwnPurchase,
    run: (ctx, { params }) => ownPurchase(ctx, params.id, 'see'),
  }),
  route({
    method: 'POST',
    path: '/electricity/my/purchases/{id}/charge',
    permission: 'portal',
    // It asks the provider; the attempt is known by the purchase.
    idempotent: false,
    summary: 'Ask a provider for the money; while one is asked, the same request changes nothing',
    params: ById,
    body: ChargeInput,
    reply: OwnPurchase,
    rateLimit: 30,
    run: async (ctx, { params, body }) => {
      const mine = await ownPurchase(ctx, params.id, 'buy');
      if (!mine.ok) return mine;
      const started = await startCharge(ctx, mine.data.payment.id, body);
      return started.ok ? ownPurchase(ctx, params.id, 'buy') : started;
    },
  }),
];
