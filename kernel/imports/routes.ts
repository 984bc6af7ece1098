import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Ctx } from '../ctx/index.ts';
import { readJson } from '../http/index.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { ById } from '../lib/schemas.ts';
import { route } from '../module/index.ts';
import { checkImport, type ImportUpload } from './check-import.ts';
import { type AnyImport, CHOICES, SENDINGS } from './define.ts';
import { chooseRows, listDuplicates } from './duplicates.ts';
import { refusedRowsFile, templateFile } from './files.ts';
import { HEADING_WITHIN } from './find-heading.ts';
import { lookIntoColumns } from './look-into-columns.ts';
import { MAX_IMPORT_BYTES } from './source.ts';
import { startImport } from './start-import.ts';
import { startSending } from './start-sending.ts';
import { importReport, listImports } from './view.ts';

const nullable = <T extends ReturnType<typeof Type.String> | ReturnType<typeof Type.Integer>>(type: T) =>
  Type.Union([type, Type.Null()]);

const Faults = Type.Array(
  Type.Object({
    row: Type.Integer({ description: 'As a spreadsheet numbers it: the first line is 1.' }),
    column: nullable(Type.String()),
    title: nullable(Type.String({ description: "The column's heading as the file has it." })),
    value: nullable(Type.String()),
    code: Type.String(),
    message: Type.String(),
  }),
  { description: 'The first 200.' },
);

const Columns = Type.Array(Type.Union([Type.String({ maxLength: 100 }), Type.Null()]), {
  maxItems: 500,
  description: 'For each column of the file its key, or null: it is left out.',
});
/** Which column is which; the answer of …/columns has one, which is sent back as the form's field `mapping`. */
const MappingSchema = Type.Object(
  {
    heading_row: Type.Integer({
      minimum: 0,
      maximum: HEADING_WITHIN,
      description: 'The line with the headings, as a spreadsheet numbers it; 0: there is none.',
    }),
    delimiter: Type.String({ minLength: 1, maxLength: 1 }),
    columns: Columns,
  },
  { additionalProperties: false },
);

const Report = Type.Object({
  id: Type.String({ format: 'uuid' }),
  name: Type.String(),
  file: Type.Object({ id: Type.String(), name: Type.String() }),
  state: Type.String({ description: 'checked, running, done, failed or cancelled' }),
  total: Type.Integer(),
  good: Type.Integer(),
  bad: Type.Integer(),
  broken_row: nullable(Type.Integer({ description: 'From this row on the file can’t be read.' })),
  ignored: Type.Array(Type.String(), { description: 'Headings that mean nothing here.' }),
  faults: Faults,
  warnings: Type.Array(Faults.items, { description: 'Cells that a spreadsheet seems to have changed.' }),
  headings: Type.Array(Type.String()),
  mapping: Type.Union([MappingSchema, Type.Null()]),
  mapping_source: nullable(Type.String({ description: 'given, remembered or guessed' })),
  unused: Type.Array(
    Type.Object({
      place: Type.Integer({ description: 'From 0.' }),
      title: Type.String(),
      filled: Type.Integer({ description: 'Rows that have something there.' }),
      examples: Type.Array(Type.String()),
    }),
    { description: 'Columns that are not used, and nobody has said so: they would be lost.' },
  ),
  sample: Type.Array(Type.Record(Type.String(), Type.Union([Type.String(), Type.Integer()]))),
  task_id: nullable(Type.String()),
  written: Type.Integer(),
  updated: Type.Integer(),
  skipped: Type.Integer(),
  refused: Type.Integer(),
  duplicates: Type.Integer({ description: 'Good rows that agree with an earlier one or with somebody who is there.' }),
  choice: nullable(Type.String()),
  sends: Type.Boolean({ description: 'New ones get a message.' }),
  send: nullable(Type.String()),
  waiting: Type.Integer({ description: 'Messages that wait until somebody says so.' }),
  created_by: Type.Object({ type: Type.String(), id: nullable(Type.String()), name: Type.String() }),
  created_at: Type.String(),
  started_at: nullable(Type.String()),
  finished_at: nullable(Type.String()),
});

/** The form's text fields beside those of the import itself. */
const UploadFields = Type.Object({
  mapping: Type.Optional(Type.String({ description: 'Which column is which, as JSON: of the answer of …/columns.' })),
  two_phones: Type.Optional(Type.String({ description: 'first or second: of two numbers in one cell.' })),
  keep_phones: Type.Optional(Type.String({ description: 'true: numbers that look impossible are kept as typed.' })),
});
const LookFields = Type.Object({
  heading_row: Type.Optional(Type.String({ description: 'The line with the headings; 0: there is none.' })),
});
const NameParams = Type.Object({
  id: Type.String({ maxLength: 100, description: 'The name of the import, of GET /imports.' }),
});

// Each import has its own permission, so the routes accept any signed-in person and check the permission here.
function allowed(ctx: Ctx, name: string): Result<AnyImport> {
  const definition = ctx.services.imports.get(name);
  if (!definition) return refuse('imports.unknown');
  if (!ctx.organization) return refuse('http.no_organization');
  return ctx.services.authenticator.refusal(ctx, definition.permission) ?? ok(definition);
}

/** The report of an import and its definition, for people who may do that kind of import. */
async function found(ctx: Ctx, id: string) {
  if (!ctx.organization) return refuse('http.no_organization');
  const report = await importReport(ctx, id);
  if (!report.ok) return report;
  const definition = allowed(ctx, report.data.name);
  return definition.ok ? ok({ report: report.data, definition: definition.data }) : definition;
}

const list = route({
  method: 'GET',
  path: '/imports',
  permission: 'session',
  summary: 'Imports, newest first',
  query: Type.Object({
    name: Type.Optional(Type.String({ maxLength: 100, description: 'Of one kind only.' })),
    limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
    after: Type.Optional(Type.String({ maxLength: 2000 })),
  }),
  reply: Type.Array(Report),
  async run(ctx, { query }) {
    const wanted = query.name === undefined ? [...ctx.services.imports.keys()] : [query.name];
    const names = wanted.filter((name) => allowed(ctx, name).ok);
    return listImports(ctx, { names, limit: query.limit, ...(query.after !== undefined && { after: query.after }) });
  },
});

const check = route({
  method: 'POST',
  path: '/imports/{id}',
  permission: 'session',
  summary: 'Check a CSV or Excel file (multipart/form-data, at most 20 MB) without writing any of its rows',
  params: NameParams,
  upload: UploadFields,
  reply: Report,
  status: 201,
  // Each reads up to 20 MB and asks the database about every row.
  rateLimit: 60,
  async run(ctx, { params, request }) {
    const definition = allowed(ctx, params.id);
    if (!definition.ok) return definition;
    const upload = await readUpload(request);
    return upload.ok ? checkImport(ctx, definition.data, upload.data) : upload;
  },
});

const columns = route({
  method: 'POST',
  path: '/imports/{id}/columns',
  permission: 'session',
  summary: 'Look into a list (multipart/form-data) and say which column is which; nothing is stored',
  params: NameParams,
  upload: LookFields,
  reply: Type.Object({
    fields: Type.Array(
      Type.Object({ key: Type.String(), title: Type.String(), required: Type.Boolean(), parts: Type.Boolean() }),
      { description: 'What this import takes; where `parts`, several columns are joined.' },
    ),
    headings: Type.Array(Type.String()),
    mapping: MappingSchema,
    source: Type.Enum(['given', 'remembered', 'guessed']),
    unasked: Type.Array(Type.Integer(), {
      description: 'Places of columns that nobody misses, such as a number of the row.',
    }),
    top: Type.Array(Type.Array(Type.String()), { description: 'The first 60 lines, for choosing the heading.' }),
    rows: Type.Array(Type.Array(Type.String()), { description: 'The first rows below the heading.' }),
  }),
  rateLimit: 60,
  async run(ctx, { params, request }) {
    const definition = allowed(ctx, params.id);
    if (!definition.ok) return definition;
    const upload = await readUpload(request);
    return upload.ok ? lookIntoColumns(ctx, definition.data, upload.data) : upload;
  },
});

const get = route({
  method: 'GET',
  path: '/imports/{id}',
  permission: 'session',
  summary: 'What an import’s check found, and how far its writing has come',
  params: ById,
  reply: Report,
  async run(ctx, { params }) {
    const one = await found(ctx, params.id);
    return one.ok ? ok(one.data.report) : one;
  },
});

const run = route({
  method: 'POST',
  path: '/imports/{id}/run',
  permission: 'session',
  summary: 'Write a checked import in the background; its task tells the progress',
  params: ById,
  body: Type.Object({
    skip_bad: Type.Optional(
      Type.Boolean({ description: 'Write the good rows although others are bad.', default: false }),
    ),
    leave_unused: Type.Optional(
      Type.Boolean({
        description: 'Leave out the columns of `unused`, which hold something and which nobody named.',
        default: false,
      }),
    ),
    duplicates: Type.Optional(
      Type.Enum(CHOICES, {
        description: 'What becomes of duplicates that have no choice of their own; needed where there are such.',
      }),
    ),
    send: Type.Optional(
      Type.Enum(SENDINGS, { description: 'When new ones get their message. Default: now, as at the desk.' }),
    ),
  }),
  reply: Report,
  status: 202,
  async run(ctx, { params, body }) {
    const one = await found(ctx, params.id);
    const options = {
      skipBad: body.skip_bad ?? false,
      leaveUnused: body.leave_unused,
      choice: body.duplicates,
      send: body.send,
    };
    return one.ok ? startImport(ctx, params.id, options) : one;
  },
});

const duplicates = route({
  method: 'GET',
  path: '/imports/{id}/duplicates',
  permission: 'session',
  summary: 'Rows that agree with an earlier one or with somebody who is there, in the order of the file',
  params: ById,
  query: Type.Object({
    limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
    after: Type.Optional(Type.String({ maxLength: 2000 })),
  }),
  reply: Type.Array(
    Type.Object({
      row: Type.Integer(),
      cells: Type.Record(Type.String(), Type.String()),
      column: Type.String({ description: 'In which the two agree.' }),
      first_row: nullable(Type.Integer({ description: 'The earlier row of the file.' })),
      existing: Type.Union([Type.Object({ id: Type.String(), code: Type.String(), name: Type.String() }), Type.Null()]),
      choice: Type.Union([Type.Enum(CHOICES), Type.Null()], { description: 'null: as is said for all.' }),
    }),
  ),
  async run(ctx, { params, query }) {
    const one = await found(ctx, params.id);
    return one.ok ? listDuplicates(ctx, params.id, query) : one;
  },
});

const choose = route({
  method: 'POST',
  path: '/imports/{id}/choices',
  permission: 'session',
  summary: 'Decide about single duplicates before the run: skip, update or add; null: as is said for all',
  params: ById,
  body: Type.Object({
    rows: Type.Array(
      Type.Object({
        row: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }),
        choice: Type.Union([Type.Enum(CHOICES), Type.Null()]),
      }),
      { minItems: 1, maxItems: 200 },
    ),
  }),
  reply: Type.Null(),
  async run(ctx, { params, body }) {
    const one = await found(ctx, params.id);
    return one.ok ? chooseRows(ctx, params.id, body.rows) : one;
  },
});

const send = route({
  method: 'POST',
  path: '/imports/{id}/send',
  permission: 'session',
  summary: 'Send the messages that an import kept for later, once',
  params: ById,
  reply: Report,
  status: 202,
  async run(ctx, { params }) {
    const one = await found(ctx, params.id);
    return one.ok ? startSending(ctx, params.id) : one;
  },
});

const FORMATS = ['csv', 'xlsx'] as const;

const refused = FORMATS.map((format) =>
  route({
    method: 'GET',
    path: `/imports/{id}/refused.${format}`,
    permission: 'session',
    summary: `The rows that were not written, with the reasons, as ${format.toUpperCase()}`,
    params: ById,
    async run(ctx, { params }) {
      const one = await found(ctx, params.id);
      return one.ok ? refusedRowsFile(ctx, one.data.definition, params.id, format) : one;
    },
  }),
);

const template = FORMATS.map((format) =>
  route({
    method: 'GET',
    path: `/imports/{id}/template.${format}`,
    permission: 'session',
    summary: `A list to fill in, as ${format.toUpperCase()}`,
    params: NameParams,
    async run(ctx, { params }) {
      const definition = allowed(ctx, params.id);
      return definition.ok ? templateFile(ctx, definition.data, format) : definition;
    },
  }),
);

export const importRoutes = [list, check, columns, get, run, duplicates, choose, send, ...refused, ...template];

/** The form's file and its text fields, in any order. */
async function readUpload(request: FastifyRequest): Promise<Result<ImportUpload>> {
  if (!request.isMultipart()) return refuse('http.media_type');
  const fields: Record<string, string> = {};
  let file: { bytes: Uint8Array; name: string } | undefined;
  // A mapping names up to 500 columns.
  const limits = { fileSize: MAX_IMPORT_BYTES, files: 1, fields: 20, fieldSize: 50_000 };
  for await (const part of request.parts({ limits })) {
    if (part.type === 'file') {
      const bytes = await part.toBuffer();
      if (part.file.truncated) return refuse('files.too_large', { limit: MAX_IMPORT_BYTES / 1024 / 1024 });
      file = { bytes, name: part.filename };
    } else if (typeof part.value === 'string') fields[part.fieldname] = part.value;
  }
  if (!file) return refuse('files.missing_part');
  const { mapping: chosen, ...others } = fields;
  if (Object.values(others).some((value) => value.length > 2000)) return refuse('http.too_large');
  if (!chosen) return ok({ ...file, fields: others, mapping: null });
  const mapping = readJson(MappingSchema, chosen, 'mapping');
  return mapping.ok ? ok({ ...file, fields: others, mapping: mapping.data }) : mapping;
}
