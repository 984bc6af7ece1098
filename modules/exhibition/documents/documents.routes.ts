import { Type } from 'typebox';
import { qrContentType, renderQr } from '../../../kernel/credentials/index.ts';
import { drawnBy, renderDocument, renderQrSheet, Slip, SlipRow, slipOf } from '../../../kernel/documents/index.ts';
import { PictureQuery } from '../../../kernel/http/index.ts';
import { ok } from '../../../kernel/lib/result.ts';
import { ById } from '../../../kernel/lib/schemas.ts';
import { download, route } from '../../../kernel/module/index.ts';
import { qrItems, qrTextOf } from '../customers/codes.query.ts';
import { ByReference } from '../customers/contract.ts';
import { badgeOf, badgesOf } from './badge.query.ts';
import { DocumentAnswer } from './contract.ts';
import type { drawBadge, drawBadges, drawLabels } from './draw-badge.ts';
import { issueFor, issueForBill, issueOwnReceipt } from './issue-document.action.ts';
import { labelRows } from './label.rule.ts';
import { ownReceipt } from './own-receipt.query.ts';

const PRIVATE = { 'cache-control': 'private, no-store' };

/** The customers named by ids, or the first 500 of an exhibition: one of them is needed. */
const Chosen = {
  ids: Type.Optional(Type.String({ maxLength: 20_000, description: 'uuids, separated by commas' })),
  exhibition_id: Type.Optional(Type.String({ format: 'uuid' })),
};

const renderBadges = drawnBy<typeof drawBadges>(new URL('./draw-badge.ts', import.meta.url), 'drawBadges');
const renderLabels = drawnBy<typeof drawLabels>(new URL('./draw-badge.ts', import.meta.url), 'drawLabels');
const renderBadge = drawnBy<typeof drawBadge>(new URL('./draw-badge.ts', import.meta.url), 'drawBadge');

const SUMMARIES = {
  receipt: 'Issue a numbered receipt over the money that was received, and how it came',
  invoice: 'Issue a numbered invoice over what is owed',
};

const issuing = (series: 'receipt' | 'invoice') =>
  route({
    method: 'POST',
    path: `/exhibition/customers/{id}/${series}s`,
    permission: 'exhibition.document.issue',
    summary: SUMMARIES[series],
    params: ByReference,
    reply: DocumentAnswer,
    status: 201,
    idempotent: true,
    run: (ctx, { params }) => issueFor(ctx, params.id, series),
  });

const issuingForBill = (series: 'receipt' | 'invoice') =>
  route({
    method: 'POST',
    path: `/exhibition/bills/{id}/${series}s`,
    permission: 'exhibition.document.issue',
    summary: `${SUMMARIES[series]}, of one bill`,
    params: ById,
    reply: DocumentAnswer,
    status: 201,
    idempotent: true,
    run: (ctx, { params }) => issueForBill(ctx, params.id, series),
  });

/** For whoever took the money; everybody else prints documents by `/documents`. */
const ownReceiptRoutes = [
  route({
    method: 'POST',
    path: '/exhibition/bills/{id}/receipt',
    permission: 'exhibition.bill.pay',
    operationId: 'issueOwnBillReceipt',
    summary: 'Issue the receipt of a bill for whose money the caller took',
    params: ById,
    reply: DocumentAnswer,
    status: 201,
    idempotent: true,
    run: (ctx, { params }) => issueOwnReceipt(ctx, params.id),
  }),
  route({
    method: 'GET',
    path: '/exhibition/bills/{id}/receipt/slip',
    permission: 'exhibition.bill.pay',
    operationId: 'getOwnBillReceiptSlip',
    summary: 'What a receipt printer prints of the newest receipt of such a bill',
    params: ById,
    query: Type.Object({
      packing: Type.Optional(Type.Boolean({ description: 'true: what is to be packed, without prices.' })),
    }),
    reply: Slip,
    async run(ctx, { params, query }) {
      const receipt = await ownReceipt(ctx, params.id);
      return receipt.ok ? ok(await slipOf(ctx, receipt.data, query.packing ?? false)) : receipt;
    },
  }),
  route({
    method: 'GET',
    path: '/exhibition/bills/{id}/receipt/pdf',
    permission: 'exhibition.bill.pay',
    operationId: 'getOwnBillReceiptPdf',
    summary: 'The newest receipt of such a bill as a PDF',
    params: ById,
    query: Type.Object({
      paper: Type.Optional(Type.Enum(['80mm'], { description: 'A roll, instead of a sheet.' })),
    }),
    async run(ctx, { params, query }) {
      const receipt = await ownReceipt(ctx, params.id);
      if (!receipt.ok) return receipt;
      const body = await renderDocument(ctx, receipt.data, query.paper === '80mm');
      const filename = `${receipt.data.number.replaceAll('/', '-')}.pdf`;
      return download({ type: 'application/pdf', body, filename, inline: true, headers: PRIVATE });
    },
  }),
];

const qr = (format: 'png' | 'svg' | 'pdf') =>
  route({
    method: 'GET',
    path: `/exhibition/customers/{id}/qr.${format}`,
    permission: 'credentials.show',
    summary: `The QR code as ${format.toUpperCase()}`,
    params: ByReference,
    query: PictureQuery,
    run: async (ctx, { params }) => {
      const code = await qrTextOf(ctx, params.id);
      if (!code.ok) return code;
      const body = await renderQr(code.data.text, format);
      return download({
        type: qrContentType(format),
        body,
        filename: `${code.data.code}.${format}`,
        inline: true,
        headers: PRIVATE,
      });
    },
  });

export const documentRoutes = [
  issuing('receipt'),
  issuing('invoice'),
  issuingForBill('receipt'),
  issuingForBill('invoice'),
  ...ownReceiptRoutes,
  qr('png'),
  qr('svg'),
  qr('pdf'),
  route({
    method: 'GET',
    path: '/exhibition/customers/{id}/badge.pdf',
    permission: 'credentials.show',
    summary: 'The badge with name, ID and QR code',
    params: ByReference,
    run: async (ctx, { params }) => {
      const badge = await badgeOf(ctx, params.id);
      if (!badge.ok) return badge;
      return download({
        type: 'application/pdf',
        body: await renderBadge(badge.data),
        filename: `${badge.data.code}.pdf`,
        inline: true,
        headers: PRIVATE,
      });
    },
  }),
  route({
    method: 'GET',
    path: '/exhibition/customers/badges.pdf',
    permission: 'credentials.show',
    summary: 'Badges of many customers: four on each A4, or adhesive labels of 62 × 29 mm, one a page',
    query: Type.Object({
      ...Chosen,
      size: Type.Optional(Type.Enum(['A4', 'label'], { default: 'A4' })),
    }),
    run: async (ctx, { query }) => {
      const badges = await badgesOf(ctx, query);
      if (!badges.ok) return badges;
      const label = query.size === 'label';
      return download({
        type: 'application/pdf',
        body: await (label ? renderLabels : renderBadges)(badges.data),
        filename: label ? 'labels.pdf' : 'badges.pdf',
        inline: true,
        headers: PRIVATE,
      });
    },
  }),
  route({
    method: 'GET',
    path: '/exhibition/customers/labels',
    permission: 'credentials.show',
    operationId: 'listCustomerLabels',
    summary: 'The same for a receipt printer, row by row, one for each customer',
    query: Type.Object(Chosen),
    reply: Type.Array(Type.Object({ code: Type.String(), rows: Type.Array(SlipRow) })),
    run: async (ctx, { query }) => {
      const badges = await badgesOf(ctx, query);
      return badges.ok ? ok(badges.data.map((badge) => ({ code: badge.code, rows: labelRows(badge) }))) : badges;
    },
  }),
  route({
    method: 'GET',
    path: '/exhibition/customers/qr-sheet.pdf',
    permission: 'credentials.show',
    summary: 'Many QR codes on A4: the customers named by ids, or the first 500 of an exhibition',
    query: Type.Object(Chosen),
    run: async (ctx, { query }) => {
      const items = await qrItems(ctx, query);
      if (!items.ok) return items;
      return download({
        type: 'application/pdf',
        body: await renderQrSheet(items.data, { locale: ctx.locale }),
        filename: 'qr-codes.pdf',
        inline: true,
        headers: PRIVATE,
      });
    },
  }),
];
