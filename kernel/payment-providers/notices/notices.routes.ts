import { Type } from 'typebox';
import { NewestFirst } from '../../http/index.ts';
import { ById } from '../../lib/schemas.ts';
import { type Route, route } from '../../module/index.ts';
import { NoticeFilter, PaymentNotice, SettleNoticeInput } from './contract.ts';
import { listNotices, viewNotice } from './notices.query.ts';
import { settleNotice } from './settle-notice.action.ts';

export const noticeRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/payment-notices',
    permission: 'payments.read',
    summary: 'Refunds and disputes made at the providers, newest first; without a filter those that wait for a person',
    query: Type.Omit(NewestFirst, ['search']),
    filter: NoticeFilter,
    reply: Type.Array(PaymentNotice),
    run: (ctx, { query, filter }) => listNotices(ctx, { ...query, filter }),
  }),
  route({
    method: 'POST',
    path: '/payment-notices/{id}/settle',
    permission: 'payments.refund',
    summary: 'Say what is to be booked of it, as a person saw it at the provider',
    params: ById,
    body: SettleNoticeInput,
    reply: PaymentNotice,
    idempotent: true,
    async run(ctx, { params, body }) {
      const settled = await settleNotice(ctx, params.id, body);
      return settled.ok ? viewNotice(ctx, params.id) : settled;
    },
  }),
];
