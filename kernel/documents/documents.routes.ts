import { Type } from 'typebox';
import { NewestFirst } from '../http/index.ts';
import { ok, refuse } from '../lib/result.ts';
import { ById } from '../lib/schemas.ts';
import { download, route } from '../module/index.ts';
import { SERIES } from './document.ts';
import { browseDocuments, DocumentFilter, getDocument, renderDocument, slipOf, toListRow } from './queries.ts';
import { Slip } from './slip-contract.ts';

const Row = Type.Object({
  id: Type.String({ format: 'uuid' }),
  series: Type.Enum([...SERIES]),
  number: Type.String({ description: 'as printed' }),
  sequence: Type.Integer(),
  issued_at: Type.String({ format: 'date-time' }),
  subject_type: Type.String(),
  subject_id: Type.String({ format: 'uuid' }),
  party: Type.String(),
  currency: Type.String(),
  total_minor: Type.Integer(),
  corrects: Type.Union([Type.Object({ id: Type.String({ format: 'uuid' }), number: Type.String() }), Type.Null()], {
    description: 'Of a credit note: the receipt or invoice that it takes back in part.',
  }),
});

export const documentRoutes = [
  route({
    method: 'GET',
    path: '/documents',
    permission: 'documents.read',
    summary: 'Receipts, invoices and credit notes, newest first; search finds the beginning of a number',
    query: NewestFirst,
    filter: DocumentFilter,
    reply: Type.Array(Row),
    run: (ctx, { query, filter }) => browseDocuments(ctx, { ...query, filter }),
  }),
  route({
    method: 'GET',
    path: '/documents/{id}',
    permission: 'documents.read',
    summary: 'One document',
    params: ById,
    reply: Row,
    async run(ctx, { params }) {
      const document = await getDocument(ctx, params.id);
      return document ? ok(toListRow(document)) : refuse('documents.not_found');
    },
  }),
  route({
    method: 'GET',
    path: '/documents/{id}/pdf',
    permission: 'documents.read',
    summary: 'The document as a PDF, as it was issued',
    params: ById,
    query: Type.Object({
      paper: Type.Optional(Type.Enum(['80mm'], { description: 'A roll, instead of a sheet.' })),
    }),
    async run(ctx, { params, query }) {
      const document = await getDocument(ctx, params.id);
      if (!document) return refuse('documents.not_found');
      const body = await renderDocument(ctx, document, query.paper === '80mm');
      const filename = `${document.number.replaceAll('/', '-')}.pdf`;
      return download({ type: 'application/pdf', body, filename, inline: true });
    },
  }),
  route({
    method: 'GET',
    path: '/documents/{id}/slip',
    permission: 'documents.read',
    summary: 'What a receipt printer prints of the document, as it was issued',
    params: ById,
    query: Type.Object({
      packing: Type.Optional(Type.Boolean({ description: 'true: what is to be packed, without prices.' })),
    }),
    reply: Slip,
    async run(ctx, { params, query }) {
      const document = await getDocument(ctx, params.id);
      return document ? ok(await slipOf(ctx, document, query.packing ?? false)) : refuse('documents.not_found');
    },
  }),
];
