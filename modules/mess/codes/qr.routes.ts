import { Type } from 'typebox';
import { qrContentType, renderQr } from '../../../kernel/credentials/index.ts';
import { renderQrSheet } from '../../../kernel/documents/index.ts';
import { PictureQuery } from '../../../kernel/http/index.ts';
import { isUuid } from '../../../kernel/lib/ids.ts';
import { refuse } from '../../../kernel/lib/result.ts';
import { download, route } from '../../../kernel/module/index.ts';
import { ByReference } from '../students/students.routes.ts';
import { qrItems, qrTextOf } from './qr.query.ts';

const PRIVATE = { 'cache-control': 'private, no-store' };
/** Several pages of the list at once. */
const MOST = 500;

const qr = (format: 'png' | 'svg') =>
  route({
    method: 'GET',
    path: `/mess/students/{id}/qr.${format}`,
    permission: 'mess.student.qr',
    summary: `The QR code as ${format.toUpperCase()}`,
    params: ByReference,
    query: PictureQuery,
    run: async (ctx, { params }) => {
      const code = await qrTextOf(ctx, params.id);
      if (!code.ok) return code;
      const { text, roll_number } = code.data;
      const body = await renderQr(text, format);
      // A roll number may contain a slash.
      const filename = `${roll_number.replaceAll('/', '-')}.${format}`;
      return download({ type: qrContentType(format), body, filename, inline: true, headers: PRIVATE });
    },
  });

/** Codes as pictures and on paper. */
export const qrRoutes = [
  qr('png'),
  qr('svg'),
  route({
    method: 'GET',
    path: '/mess/students/qr-sheet.pdf',
    permission: 'mess.student.qr',
    summary: 'The QR codes of up to 500 students on A4, by roll number; who has none is left out',
    query: Type.Object({ ids: Type.String({ maxLength: 20_000, description: 'uuids, separated by commas' }) }),
    run: async (ctx, { query }) => {
      const ids = [...new Set(query.ids.split(','))].filter(isUuid).slice(0, MOST);
      const items = ids.length > 0 ? await qrItems(ctx, ids) : [];
      if (items.length === 0) return refuse('mess.student.not_approved');
      const body = await renderQrSheet(items, { locale: ctx.locale });
      return download({ type: 'application/pdf', body, filename: 'qr-codes.pdf', inline: true, headers: PRIVATE });
    },
  }),
];
