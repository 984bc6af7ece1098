import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { ListQuery, readJson } from '../../http/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { ById } from '../../lib/schemas.ts';
import { route } from '../../module/index.ts';
import { importStatement, previewStatement, type StatementUpload } from '../actions/import-statement.action.ts';
import { matchSeveral } from '../actions/match-several.action.ts';
import { oweLine } from '../actions/owe-line.action.ts';
import { confirmLines, ignoreLine, matchAgain, matchLine, reopenIgnored } from '../actions/settle-lines.action.ts';
import {
  ConfirmAnswer,
  ConfirmInput,
  IgnoreInput,
  Leftovers,
  MatchInput,
  MatchSeveralInput,
  ReadyFormat,
  Statement,
  StatementFormat,
  StatementLine,
  StatementLineFilter,
  StatementMapping,
  StatementPreview,
} from '../contract.ts';
import { READY_FORMATS } from '../domain/ready-formats.ts';
import { MAX_STATEMENT_BYTES } from '../file/read-statement.ts';
import { listFormats } from '../queries/formats.ts';
import { getStatement, leftovers, listLines, listStatements } from '../queries/statements.ts';

const Id = Type.String({ format: 'uuid' });
const ByLine = Type.Object({ id: Id, line: Id });
const Paged = Type.Pick(ListQuery, ['limit', 'after']);
const permission = 'payments.statements';
/** Each reads up to 5 MB. */
const rateLimit = 60;

const PreviewForm = Type.Object({
  mapping: Type.Optional(Type.String({ maxLength: 32_000, description: 'A StatementMapping as JSON.' })),
  heading_row: Type.Optional(Type.String({ pattern: '^\\d{1,2}$' })),
});
const StatementForm = Type.Object({
  ...PreviewForm.properties,
  format_name: Type.Optional(Type.String({ maxLength: 200, description: 'To keep the mapping under this name.' })),
  skip_bad: Type.Optional(Type.String({ pattern: '^(true|false)$' })),
});

export const statementRoutes = [
  route({
    method: 'GET',
    path: '/statements',
    permission,
    summary: 'Statements, newest first',
    query: Paged,
    reply: Type.Array(Statement),
    run: (ctx, { query }) => listStatements(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/statements/formats',
    permission,
    summary: 'The banks whose columns are remembered',
    reply: Type.Array(StatementFormat),
    run: (ctx) => listFormats(ctx),
  }),
  route({
    method: 'GET',
    path: '/statements/ready-formats',
    permission,
    summary: 'Formats to choose by name, for files that don’t tell by themselves how they are read',
    reply: Type.Array(ReadyFormat),
    run: async () => ok(READY_FORMATS),
  }),
  route({
    method: 'POST',
    path: '/statements/preview',
    permission,
    upload: PreviewForm,
    summary:
      'What a statement would bring (multipart: file, and mapping as JSON when it is chosen by hand, or heading_row); nothing is written',
    reply: StatementPreview,
    rateLimit,
    run: async (ctx, { request }) => {
      const upload = await readUpload(request);
      return upload.ok ? previewStatement(ctx, upload.data) : upload;
    },
  }),
  route({
    method: 'POST',
    path: '/statements',
    permission,
    upload: StatementForm,
    summary: 'Import a statement (multipart: file, mapping, format_name, skip_bad) and propose a payment for each line',
    reply: Statement,
    status: 201,
    rateLimit,
    run: async (ctx, { request }) => {
      const upload = await readUpload(request);
      return upload.ok ? importStatement(ctx, upload.data) : upload;
    },
  }),
  route({
    method: 'GET',
    path: '/statement-lines',
    permission,
    summary: 'Lines with the payments they are or seem to be',
    query: Type.Pick(ListQuery, ['limit', 'after']),
    filter: StatementLineFilter,
    reply: Type.Array(StatementLine),
    run: (ctx, { query, filter }) => listLines(ctx, { ...query, filter }),
  }),
  route({
    method: 'GET',
    path: '/statements/{id}',
    permission,
    summary: 'One statement',
    params: ById,
    reply: Statement,
    run: (ctx, { params }) => getStatement(ctx, params.id),
  }),
  route({
    method: 'GET',
    path: '/statements/{id}/leftovers',
    permission,
    summary: 'What is over on both sides: lines without a payment, payments without a line',
    params: ById,
    reply: Leftovers,
    run: (ctx, { params }) => leftovers(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/statements/{id}/confirm',
    permission,
    summary: 'Confirm the payments of some lines, or of all that are certain',
    params: ById,
    body: ConfirmInput,
    reply: ConfirmAnswer,
    run: (ctx, { params, body }) => confirmLines(ctx, params.id, body.line_ids),
  }),
  route({
    method: 'POST',
    path: '/statements/{id}/propose',
    permission,
    operationId: 'proposePayments',
    // Asking again does no harm.
    idempotent: false,
    summary: 'Look for payments of the open lines again',
    params: ById,
    reply: Statement,
    run: async (ctx, { params }) => {
      const done = await matchAgain(ctx, params.id);
      return done.ok ? getStatement(ctx, params.id) : done;
    },
  }),
  route({
    method: 'POST',
    path: '/statement-lines/match',
    permission,
    operationId: 'matchSeveralLines',
    summary: 'Say that one line is several payments, or several lines are one, and confirm that',
    body: MatchSeveralInput,
    reply: Type.Array(StatementLine),
    run: (ctx, { body }) => matchSeveral(ctx, body),
  }),
  route({
    method: 'POST',
    path: '/statements/{id}/lines/{line}/match',
    permission,
    summary: 'Say which payment a line is, and confirm that',
    params: ByLine,
    body: MatchInput,
    reply: StatementLine,
    run: (ctx, { params, body }) => matchLine(ctx, params.id, params.line, body),
  }),
  route({
    method: 'POST',
    path: '/statements/{id}/lines/{line}/ignore',
    permission,
    summary: 'Say that a line is nobody’s payment',
    params: ByLine,
    body: IgnoreInput,
    reply: StatementLine,
    run: (ctx, { params, body }) => ignoreLine(ctx, params.id, params.line, body.note?.trim() || null),
  }),
  route({
    method: 'POST',
    path: '/statements/{id}/lines/{line}/owe',
    permission,
    summary: 'Note the money of a line whose payment was paid already as owed: to be given back',
    params: ByLine,
    body: IgnoreInput,
    reply: StatementLine,
    run: (ctx, { params, body }) => oweLine(ctx, params.id, params.line, body.note?.trim() || null),
  }),
  route({
    method: 'POST',
    path: '/statements/{id}/lines/{line}/reopen',
    permission,
    summary: 'Take back that a line was ignored',
    params: ByLine,
    reply: StatementLine,
    run: (ctx, { params }) => reopenIgnored(ctx, params.id, params.line),
  }),
];

/** The form's file and its text fields, in any order. */
async function readUpload(request: FastifyRequest): Promise<Result<StatementUpload>> {
  if (!request.isMultipart()) return refuse('http.media_type');
  const fields: Record<string, string> = {};
  let file: { bytes: Uint8Array; fileName: string } | undefined;
  const limits = { fileSize: MAX_STATEMENT_BYTES, files: 1, fields: 10, fieldSize: 32_000 };
  for await (const part of request.parts({ limits })) {
    if (part.type === 'file') {
      const bytes = await part.toBuffer();
      if (part.file.truncated) return refuse('files.too_large', { limit: MAX_STATEMENT_BYTES / 1024 / 1024 });
      file = { bytes, fileName: part.filename };
    } else if (typeof part.value === 'string') fields[part.fieldname] = part.value;
  }
  if (!file) return refuse('files.missing_part');
  const mapping = readMapping(fields.mapping);
  if (!mapping.ok) return mapping;
  return ok({
    ...file,
    mapping: mapping.data,
    headingRow: /^\d{1,2}$/.test(fields.heading_row ?? '') ? Number(fields.heading_row) : null,
    formatName: fields.format_name?.trim() || null,
    skipBad: fields.skip_bad === 'true',
  });
}

function readMapping(text: string | undefined): Result<StatementMapping | null> {
  if (!text) return ok(null);
  return readJson(StatementMapping, text, 'mapping');
}
