import { Type } from 'typebox';
import { qrContentType, renderQr } from '../../../kernel/credentials/index.ts';
import { renderQrSheet } from '../../../kernel/documents/index.ts';
import { PictureQuery } from '../../../kernel/http/index.ts';
import { isUuid } from '../../../kernel/lib/ids.ts';
import { refuse } from '../../../kernel/lib/result.ts';
import { download, route } from '../../../kernel/module/index.ts';
import { ByReference } from '../students/contract.ts';
import { BulkQrInput, Code } from './contract.ts';
import { issueCodes, regenerateAllCodes } from './issue-codes.action.ts';
import { qrItems, qrTextOf } from './qr.query.ts';

const PRIVATE = { 'cache-control': 'private, no-store' };
/** Several pages of the list at once. */
const MAX_CODES = 500;

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
      const ids = [...new Set(query.ids.split(','))].filter(isUuid).slice(0, MAX_CODES);
      const items = ids.length > 0 ? await qrItems(ctx, ids) : [];
      if (items.length === 0) return refuse('mess.student.not_approved');
      const body = await renderQrSheet(items, { locale: ctx.locale });
      return download({ type: 'application/pdf', body, filename: 'qr-codes.pdf', inline: true, headers: PRIVATE });
    },
  }),
  route({
    method: 'POST',
    path: '/mess/students/bulk-codes',
    permission: 'mess.student.qr',
    operationId: 'issueStudentCodes',
    summary: 'The QR codes of up to 500 approved students, or new ones in place of them',
    body: BulkQrInput,
    reply: Type.Array(Code),
    idempotent: true,
    run: (ctx, { body }) => issueCodes(ctx, body.ids, body.renew),
  }),
  route({
    method: 'POST',
    path: '/mess/students/regenerate-codes',
    aliases: ['/api/v1/admin/qr/regenerate-all'],
    permission: 'mess.manage',
    summary: 'New QR codes for everybody who eats; every code before is refused. A task with its progress',
    reply: Type.Object({ task_id: Type.String({ format: 'uuid' }), students: Type.Integer() }),
    status: 202,
    idempotent: true,
    run: (ctx) => regenerateAllCodes(ctx),
  }),
];
