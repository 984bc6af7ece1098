import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TSchema } from 'typebox';
import { permissionTable, rightsOf } from '../../kernel/auth/index.ts';
import { mayBeAbsent, takesKey } from '../../kernel/http/index.ts';
import type { Manifest, Route } from '../../kernel/module/index.ts';
import { packages } from '../../kernel/packages.ts';
import { modules } from '../../server/modules.ts';
import { extend, hoist, shareAnswers, shareParameters, shorter } from './compact.ts';
import { errorCodes } from './error-codes.ts';
import { contractNames, pascal } from './names.ts';
import { operationId, singular } from './operation-id.ts';
import { Refusals } from './refusals.ts';
import { Components, type Json } from './schemas.ts';
import { callersOf, SECURITY_SCHEMES, USUAL } from './security.ts';
import { FIXED_COMPONENTS, INFO, ref } from './words.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

type Properties = Record<string, Json>;
const propertiesOf = (schema: TSchema | undefined) =>
  ((schema as unknown as Json | undefined)?.properties ?? {}) as Properties;
const requiredOf = (schema: TSchema | undefined) =>
  ((schema as unknown as Json | undefined)?.required ?? []) as string[];

/**
 * The description of the API (OpenAPI 3.1), from the declarations that validate requests. It is kept as
 * docs/openapi.json, which the server sends: nothing of it is made while the server runs.
 */
export async function describeApi(manifests: Manifest[] = [...packages, ...modules]): Promise<Json> {
  const owners = new Map<string, string>();
  for (const manifest of manifests)
    for (const route of manifest.routes ?? []) {
      const name = /^get([A-Z]\w*)$/.exec(operationId(manifest, route))?.[1];
      if (name) owners.set(name, manifest.name);
    }
  const names = await contractNames(root, owners);
  const components = new Components(names);
  const statuses: Record<string, number> = Object.assign({}, ...manifests.map(({ errors = {} }) => errors));
  const codes = errorCodes(root, new Set(Object.keys(statuses)));
  const rights = rightsOf(manifests);
  const refusals = new Refusals(statuses);
  const paths: Record<string, Record<string, Json>> = {};
  const tags: Json[] = [];
  for (const manifest of manifests) {
    if (manifest.routes?.length) tags.push({ name: manifest.name, description: about(manifest) });
    for (const route of manifest.routes ?? []) {
      const id = operationId(manifest, route);
      const at = route.path;
      paths[at] ??= {};
      paths[at][route.method.toLowerCase()] = {
        operationId: id,
        tags: [manifest.name],
        summary: route.summary,
        ...callersOf(route, rights, manifests),
        ...parametersOf(route, manifest.name, id, components),
        ...bodyOf(route, manifest.name, id, components),
        responses: {
          ...answersOf(route, manifest.name, id, components),
          ...refusals.of(id, codes(route.method, route.path)),
        },
      };
    }
  }
  const parameters: Record<string, Json> = { ...FIXED_COMPONENTS.parameters };
  shareParameters(paths, parameters);
  const answers = shareAnswers(paths);
  const refused = refusals.components();
  return shorter({
    openapi: '3.1.0',
    info: INFO,
    servers: [{ url: '/api/v1' }],
    security: USUAL,
    tags: tags.sort((a, b) => String(a.name).localeCompare(String(b.name))),
    paths: sorted(paths),
    components: {
      schemas: sorted({ ...extend(hoist(components.schemas)), ...FIXED_COMPONENTS.schemas, ...refused.schemas }),
      responses: sorted({ ...FIXED_COMPONENTS.responses, ...refused.responses, ...answers }),
      parameters: sorted(parameters),
      headers: FIXED_COMPONENTS.headers,
      securitySchemes: SECURITY_SCHEMES,
    },
    'x-permissions': sorted(permissionTable(manifests)),
  });
}

const sorted = <T>(object: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));

/** The first sentence of its README. */
function about({ kind, name }: Manifest): string {
  const file = `${root}/${kind === 'module' ? 'modules' : 'kernel'}/${name}/README.md`;
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const paragraph = text.replaceAll('\r', '').split(/\n\n+/)[1] ?? name;
  const plain = paragraph
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
  return /^.*?[.:](?= |$)/.exec(plain)?.[0].replace(/:$/, '.') ?? plain;
}

function parametersOf(route: Route, of: string, id: string, components: Components): { parameters?: Json[] } {
  const own = (place: 'path' | 'query', schema: TSchema | undefined): Json[] =>
    Object.entries(propertiesOf(schema)).map(([name, { description, ...rest }]) => {
      const shared = place === 'query' && ref.parameter(name, described({ ...rest }, description));
      if (shared) return shared;
      const required = place === 'path' || (requiredOf(schema).includes(name) && rest.default === undefined);
      const head = { name, in: place, ...(required && { required }) };
      return { ...described(head, description), schema: components.of(rest, of, { asked: true }) };
    });
  const filter = route.filter && {
    name: 'filter',
    in: 'query',
    style: 'deepObject',
    explode: true,
    schema: components.of(route.filter, of, { asked: true }, `${pascal(id)}Filter`),
  };
  const known = route.permission !== 'public';
  const parameters = [
    ...own('path', route.params),
    ...own('query', route.query),
    ...(filter ? [filter] : []),
    ...(known ? [ref.of('parameters', 'Org')] : []),
    ...(known && route.method === 'GET' && !route.reply ? [ref.of('parameters', 'OrgOfLink')] : []),
    ...(takesKey(route) ? [ref.of('parameters', 'IdempotencyKey')] : []),
    ...(route.record && route.method !== 'GET' ? [ref.of('parameters', 'IfMatch')] : []),
  ];
  return parameters.length > 0 ? { parameters } : {};
}

const described = (schema: Json, description: unknown): Json => (description ? { ...schema, description } : schema);

function bodyOf(route: Route, of: string, id: string, components: Components): { requestBody?: Json } {
  if (route.upload) {
    const fields = Object.entries(propertiesOf(route.upload));
    const properties = { ...Object.fromEntries(fields), file: { type: 'string', format: 'binary' } };
    const schema = { type: 'object', required: [...requiredOf(route.upload), 'file'], properties };
    return { requestBody: { required: true, content: { 'multipart/form-data': { schema } } } };
  }
  if (!route.body) return {};
  const schema = components.of(route.body, of, { asked: true }, `${pascal(id)}Input`);
  const example = route.example === undefined ? {} : { example: route.example };
  const content = { 'application/json': { schema, ...example } };
  return { requestBody: { ...(!mayBeAbsent(route.body) && { required: true }), content } };
}

function answersOf(route: Route, of: string, id: string, components: Components): Json {
  const status = String(route.status ?? 200);
  if (!route.reply) {
    const schema = { type: 'string', format: 'binary' };
    return { [status]: { description: 'The file', content: { [mediaTypeOf(route)]: { schema } } } };
  }
  const list = (route.reply as unknown as Json).type === 'array' && 'after' in propertiesOf(route.query);
  const data = components.of(route.reply, of, {}, nounOf(id));
  const envelope = { $ref: `#/components/schemas/${list ? 'DonePage' : 'Done'}` };
  const schema = { allOf: [envelope, { properties: { data } }] };
  const headers = route.record && { headers: { ETag: ref.of('headers', 'ETag') } };
  const example = route.exampleReply && { example: { ok: true, data: route.exampleReply } };
  return { [status]: { description: 'Done', ...headers, content: { 'application/json': { schema, ...example } } } };
}

/** What an operation answers, when no contract names it: `getJob` and `listJobs` a `Job`. */
const nounOf = (id: string) => singular(id.replace(/^[a-z]+/, ''));

/** By the end of the path where it has one, else as the route says. */
function mediaTypeOf({ path, file }: Pick<Route, 'path' | 'file'>): string {
  const end = path.split(/[./]/).at(-1) ?? '';
  return file ?? MEDIA_TYPES[end] ?? 'application/octet-stream';
}
const MEDIA_TYPES: Record<string, string> = {
  csv: 'text/csv',
  pdf: 'application/pdf',
  png: 'image/png',
  svg: 'image/svg+xml',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};
