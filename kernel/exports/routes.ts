import { Type } from 'typebox';
import { refuse } from '../lib/result.ts';
import { type Route, route } from '../module/index.ts';
import type { ExportDefinition, ExportQuery } from './define.ts';
import { type ExportFormat, exportDownload, parseExportFile } from './download.ts';

const Query = Type.Object({
  filter: Type.Optional(Type.String({ description: 'As the list takes it: JSON.' })),
  sort: Type.Optional(Type.String()),
  search: Type.Optional(Type.String()),
  bom: Type.Optional(Type.Boolean({ description: 'CSV only: begin with a byte order mark, for Excel. Default true.' })),
  // Downloads are plain links, which can't carry the header.
  organization: Type.Optional(Type.String()),
});

/** Every export of the house at one address. */
export const exportRoute = route({
  method: 'GET',
  path: '/exports/{file}',
  // Each export has a permission of its own, checked below.
  permission: 'session',
  summary: 'A list as a file: {name}.csv or {name}.xlsx',
  params: Type.Object({ file: Type.String({ maxLength: 200 }) }),
  query: Query,
  async run(ctx, { params, query }) {
    const file = parseExportFile(params.file);
    if (!file.ok) return file;
    const definition = ctx.house.exports.get(file.data.name);
    if (!definition) return refuse('exports.unknown');
    if (!ctx.organization) return refuse('http.no_organization');
    if (!ctx.house.authenticator.can(ctx.actor, definition.permission)) return refuse('http.forbidden');
    return exportDownload(ctx, definition, file.data.format, listQuery(query), { bom: query.bom ?? true });
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
      run: (ctx, { query }) => exportDownload(ctx, definition, format, listQuery(query), { bom: query.bom ?? true }),
    }),
  );
}

function listQuery({ filter, sort, search }: ExportQuery): ExportQuery {
  return { ...(filter && { filter }), ...(sort && { sort }), ...(search && { search }) };
}
