import { Type } from 'typebox';
import { NewestFirst } from '../../../kernel/http/index.ts';
import { ById } from '../../../kernel/lib/schemas.ts';
import { download, type Route, route } from '../../../kernel/module/index.ts';
import { ownAccount } from '../../../kernel/portal/index.ts';
import { SerialInput } from '../agents/contract.ts';
import { getBatch, listBatches } from './batches.query.ts';
import {
  Batch,
  BatchInput,
  CancelInput,
  RedeemInput,
  Redemption,
  Sale,
  SaleInput,
  SheetQuery,
  Voucher,
  VoucherFilter,
} from './contract.ts';
import { makeBatch } from './make-batch.action.ts';
import { endPrinting, printSheets } from './print-sheets.action.ts';
import { redeemVoucher } from './redeem-voucher.action.ts';
import { cancelVouchers, handOut, sellOwn, sellVouchers } from './sell-vouchers.action.ts';
import { listVouchers, ownRedemptions } from './vouchers.query.ts';

const Pages = Type.Omit(NewestFirst, ['search']);

const batchRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/electricity/voucher-batches',
    permission: 'electricity.read',
    summary: 'Batches of vouchers with how many are in which state, newest first',
    query: Pages,
    reply: Type.Array(Batch),
    run: (ctx, { query }) => listBatches(ctx, query),
  }),
  route({
    method: 'POST',
    path: '/electricity/voucher-batches',
    permission: 'electricity.manage',
    summary: 'Make a batch of vouchers, worth money or units; nobody can redeem them before they are sold',
    body: BatchInput,
    reply: Batch,
    status: 201,
    idempotent: true,
    run: (ctx, { body }) => makeBatch(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/electricity/voucher-batches/{id}',
    permission: 'electricity.read',
    summary: 'One batch of vouchers',
    params: ById,
    reply: Batch,
    run: (ctx, { params }) => getBatch(ctx, params.id),
  }),
  route({
    method: 'GET',
    path: '/electricity/voucher-batches/{id}/sheets.pdf',
    permission: 'electricity.manage',
    summary: 'The vouchers with their digits and QR codes on A4, until the first of the batch is sold',
    params: ById,
    query: SheetQuery,
    run: async (ctx, { params, query }) => {
      const pdf = await printSheets(ctx, params.id, query);
      if (!pdf.ok) return pdf;
      const headers = { 'cache-control': 'private, no-store' };
      return download({ type: 'application/pdf', body: pdf.data, filename: 'vouchers.pdf', inline: true, headers });
    },
  }),
  route({
    method: 'POST',
    path: '/electricity/voucher-batches/{id}/end-printing',
    permission: 'electricity.manage',
    summary: 'The sheets are right: the digits of this batch can’t be made again',
    params: ById,
    reply: Batch,
    run: (ctx, { params }) => endPrinting(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/electricity/voucher-batches/{id}/hand-out',
    permission: 'electricity.sell',
    summary: 'Hand vouchers to an agent who will sell them, or take them back',
    params: ById,
    body: SaleInput,
    reply: Sale,
    run: (ctx, { params, body }) => handOut(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/electricity/voucher-batches/{id}/sales',
    permission: 'electricity.sell',
    summary: 'Sell vouchers for cash, or on an agent’s account',
    params: ById,
    body: SaleInput,
    reply: Sale,
    status: 201,
    idempotent: true,
    run: (ctx, { params, body }) => sellVouchers(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/electricity/voucher-batches/{id}/cancel',
    permission: 'electricity.manage',
    summary: 'Cancel vouchers that nobody redeemed; the money for sold ones goes back',
    params: ById,
    body: CancelInput,
    reply: Sale,
    idempotent: true,
    run: (ctx, { params, body }) => cancelVouchers(ctx, params.id, body),
  }),
];

export const voucherRoutes: Route[] = [
  ...batchRoutes,
  route({
    method: 'GET',
    path: '/electricity/vouchers',
    aliases: ['/api/v1/tokens'],
    permission: 'electricity.read',
    summary: 'Vouchers by their serial number and last digits, newest first',
    query: NewestFirst,
    filter: VoucherFilter,
    reply: Type.Array(Voucher),
    run: (ctx, { query, filter }) => listVouchers(ctx, { ...query, filter }),
  }),
  route({
    method: 'POST',
    path: '/electricity/vouchers/redeem',
    permission: 'electricity.sell',
    summary: 'Redeem a voucher for any meter',
    body: RedeemInput,
    reply: Redemption,
    idempotent: true,
    run: (ctx, { body }) => redeemVoucher(ctx, body, null),
  }),
  route({
    method: 'POST',
    path: '/electricity/my/vouchers/redeem',
    aliases: ['/api/v1/tokens/redeem'],
    permission: 'portal',
    summary: 'Redeem a voucher for a meter of one’s own',
    body: RedeemInput,
    reply: Redemption,
    idempotent: true,
    rateLimit: 30,
    run: async (ctx, { body }) => {
      const account = await ownAccount(ctx);
      return account.ok ? redeemVoucher(ctx, body, account.data) : account;
    },
  }),
  route({
    method: 'GET',
    path: '/electricity/my/vouchers',
    aliases: [{ path: '/api/v1/tokens', forPortal: true }],
    permission: 'portal',
    summary: 'What one redeemed, newest first',
    reply: Type.Array(Redemption),
    run: (ctx) => ownRedemptions(ctx),
  }),
  route({
    method: 'POST',
    path: '/electricity/my/agent/sales',
    permission: 'portal',
    summary: 'Sell a voucher that one was handed',
    body: SerialInput,
    reply: Sale,
    status: 201,
    idempotent: true,
    rateLimit: 60,
    run: (ctx, { body }) => sellOwn(ctx, body.serial),
  }),
];
