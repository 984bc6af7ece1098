import { type Static, Type } from 'typebox';
import type { Ctx } from '../ctx/index.ts';
import { type Result, refuse } from '../lib/result.ts';
import { type Download, type Route, route } from '../module/index.ts';
import type { ExportDefinition, ExportQuery } from './define.ts';
import { type ExportFormat, exportDownload, parseExportFile } from './download.ts';

const Query = Type.Object({
  filter: Type.Optional(Type.String({ maxLength: 4000, description: 'As the list takes it: JSON.' })),
  sort: Type.Optional(Type.String({ maxLength: 60, description: 'As the list takes it.' })),
  search: Type.Optional(Type.String({ maxLength: 200 })),
  bom: Type.Optional(Type.Boolean({ description: 'CSV only: begin with a byte order mark, for Excel. Default true.' })),
});

/** All exports of the server at one address. */
export const exportRoute = route({
  method: 'GET',
  path: '/exports/{file}',
  // Each export has its own permission, checked below.
  permission: 'session',
  file: '*/*',
  summary: 'A list as a file: {name}.csv or {name}.xlsx',
  params: Type.Object({ file: Type.String({ maxLength: 200 }) }),
  query: Query,
  replica: true,
  async run(ctx, { params, query }) {
    const file = parseExportFile(params.file);
    if (!file.ok) return file;
    const definition = ctx.services.exports.get(file.data.name);
    if (!definition) return refuse('exports.unknown');
    if (!ctx.organization) return refuse('http.no_organization');
    const refusal = ctx.services.authenticator.refusal(ctx, definition.permission);
    if (refusal) return refusal;
    return downloadOf(ctx, definition, file.data.format, query);
  },
});

/**
 * The same download at a module's own address: `exportRoutes(customers, '/exhibition/customers/export')` gives
 * `…/export.csv` and `…/export.xlsx`; `older` is a documented address from before, absolute, of the same files.
 */
export function exportRoutes<Row>(
  definition: ExportDefinition<Row, ExportQuery>,
  path: string,
  older?: string,
): Route[] {
  return (['csv', 'xlsx'] as ExportFormat[]).map((format) =>
    route({
      method: 'GET',
      path: `${path}.${format}`,
      ...(older && { aliases: [`${older}.${format}`] }),
      permission: definition.permission,
      summary: `The list ${definition.name} as ${format.toUpperCase()}`,
      query: Query,
      replica: true,
      run: (ctx, { query }) => downloadOf(ctx, definition, format, query),
    }),
  );
}

/** The download, if the list has the requested order. */
async function downloadOf<Row>(
  ctx: Ctx,
  definition: ExportDefinition<Row, ExportQuery>,
  format: ExportFormat,
  { filter, sort, search, bom = true }: Static<typeof Query>,
): Promise<Result<Download>> {
  if (sort && sort !== '-created_at' && !definition.sorts?.includes(sort))
    return refuse('http.invalid', undefined, { sort: 'field.enum' });
  const query = { ...(filter && { filter }), ...(sort && { sort }), ...(search && { search }) };
  return exportDownload(ctx, definition, format, query, { bom });
}
