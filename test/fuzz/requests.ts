/** Requests from the declarations of the routes: mostly valid, with a hostile value in one place. */
import type { InjectOptions } from 'fastify';
import { queryOf } from '../../kernel/http/strict.ts';
import type { Manifest } from '../../kernel/module/index.ts';
import type { Random } from './random.ts';
import { BODIES, CURSORS, FILTERS, HEADERS, HOSTILE } from './values.ts';

// biome-ignore lint/suspicious/noExplicitAny: JSON Schema, walked by its words
type Schema = any;
type Parameter = { name: string; in: 'path' | 'query' | 'header'; schema: Schema; required?: boolean };
export type Operation = { method: string; path: string; parameters: Parameter[]; body: Schema | null };
/** Existing values: ids where a uuid is expected, and texts for free fields. */
export type Known = { ids: string[]; texts: string[] };
export type Made = { request: InjectOptions; what: string };

export function operationsOf(manifests: Manifest[]): Operation[] {
  return manifests
    .flatMap(({ routes = [] }) => routes)
    .map((route) => {
      const named = (where: 'path' | 'query', { properties = {}, required = [] }: Schema) =>
        Object.entries<Schema>(properties).map(([name, schema]) => ({
          name,
          in: where,
          schema: name === 'filter' && route.filter ? route.filter : schema,
          required: required.includes(name) && schema.default === undefined,
        }));
      return {
        method: route.method,
        path: `/api/v1${route.path}`,
        parameters: [...named('path', route.params ?? {}), ...named('query', queryOf(route))],
        body: route.body ?? null,
      };
    });
}

const TEXTS = ['INR', '12:00', 'deadbeef', 'A1', 'abcdefgh12', '5', 'x'];

/** A value that fits a schema, as far as its keywords tell. */
function sample(schema: Schema, random: Random, known: Known): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return random.pick(schema.enum);
  if (schema.anyOf) return sample(random.pick(schema.anyOf), random, known);
  if (schema.type === 'null') return null;
  if (schema.type === 'boolean') return random.chance(0.5);
  if (schema.type === 'integer' || schema.type === 'number')
    return Math.min(schema.maximum ?? 100, (schema.minimum ?? 0) + random.below(5));
  if (schema.type === 'array')
    return Array.from({ length: schema.minItems ?? 1 }, () => sample(schema.items, random, known));
  if (schema.type === 'object') {
    const entries = Object.entries(schema.properties ?? {}).filter(
      ([key]) => schema.required?.includes(key) || random.chance(0.5),
    );
    return Object.fromEntries(entries.map(([key, one]) => [key, sample(one, random, known)]));
  }
  if (schema.format === 'uuid') return random.pick(known.ids);
  if (schema.format === 'date') return `2026-1${random.below(3)}-1${random.below(9)}`;
  if (schema.format === 'date-time') return '2026-12-01T10:00:00Z';
  if (schema.format === 'email') return 'someone@example.org';
  if (schema.pattern) return TEXTS.find((text) => new RegExp(schema.pattern).test(text)) ?? 'x';
  return random.pick([...known.texts, 'Asha', '10']);
}

/** Percent-encoded; what can't be encoded as UTF-8 is sent as the bytes of a broken client. */
function encoded(value: unknown): string {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  if (text === '%') return '%';
  return text.isWellFormed() ? encodeURIComponent(text) : '%ED%A0%BD';
}

/** Parts of a list's query with a narrow format. */
const CONDITIONS = new Set(['after', 'filter', 'sort']);

/** Puts `value` at a random place of a body. */
function spoil(body: unknown, value: unknown, random: Random): unknown {
  if (typeof body !== 'object' || body === null || random.chance(0.1)) return value;
  const keys = Object.keys(body);
  if (keys.length === 0 || random.chance(0.1))
    return { ...body, [typeof value === 'string' ? value : 'surprise']: value };
  const key = random.pick(keys);
  const inner = (body as Record<string, unknown>)[key];
  const deeper = typeof inner === 'object' && inner !== null && random.chance(0.6);
  const changed = deeper ? spoil(inner, value, random) : value;
  if (Array.isArray(body)) return body.map((one, i) => (String(i) === key ? changed : one));
  return { ...body, [key]: changed };
}

/** One request to an operation, with the hostile value `kind` in one place; null: a valid request. */
export function makeRequest(
  { method, path, parameters, body }: Operation,
  kind: string | null,
  random: Random,
  known: Known,
): Made {
  const value = kind === null ? 'a text' : HOSTILE[kind];
  const headers: Record<string, string> = {};
  const query: [string, string][] = [];
  let url = path;
  const places = [
    ...parameters.filter((p) => p.in !== 'header').map(({ name }) => name),
    ...(body ? ['body', 'body'] : []),
    'more',
  ];
  const place = kind === null ? null : random.pick(places);
  for (const { name, in: where, schema, required } of parameters) {
    const own = name === place;
    // Another organization's name is refused before anything else is read.
    if (name === 'organization' && where === 'query') continue;
    if (where === 'path')
      url = url.replace(`{${name}}`, own ? encoded(value) || '%20' : encoded(sample(schema, random, known)));
    else if (where === 'query' && (own || required || (!CONDITIONS.has(name) && random.chance(0.3)))) {
      const odd = name === 'after' ? random.pick(CURSORS) : name === 'filter' ? random.pick(FILTERS) : undefined;
      query.push([
        name,
        own && odd !== undefined && random.chance(0.7)
          ? odd
          : String(own ? encoded(value) : encoded(sample(schema, random, known))),
      ]);
    }
  }
  if (place === 'more' && random.chance(0.3)) query.push([encoded(value), encoded(value)]);
  const request: InjectOptions = {
    method: method as 'GET',
    headers,
    remoteAddress: `10.${random.below(250)}.${random.below(250)}.7`,
  };
  if (method !== 'GET' && method !== 'DELETE') Object.assign(request, payloadOf(body, place, value, random, known));
  if (place === 'more') {
    const [name, header] = random.pick(HEADERS);
    Object.assign(headers, request.headers, { [name]: header });
  } else Object.assign(headers, request.headers);
  const search = query
    .map(([name, text]) => `${name}=${name === 'after' || name === 'filter' ? encodeAgain(text) : text}`)
    .join('&');
  return {
    request: { ...request, headers, url: search ? `${url}?${search}` : url },
    what: `${method} ${url.slice(0, 200)}?${search.slice(0, 300)} ${kind} at ${place} ${JSON.stringify(request.payload)?.slice(0, 400) ?? ''}`,
  };
}

/** Cursors and filters are inserted unencoded, everything else is encoded already. */
const encodeAgain = (text: string) => (text.includes('%') ? text : encodeURIComponent(text));

function payloadOf(
  body: Schema | null,
  place: string | null,
  value: unknown,
  random: Random,
  known: Known,
): InjectOptions {
  const json = { 'content-type': 'application/json' };
  if (!body && random.chance(0.5)) return formOf(value, random);
  if (place === 'more' && random.chance(0.3)) return { payload: random.pick(BODIES), headers: json };
  const fitting = body ? sample(body, random, known) : {};
  const payload = place === 'body' ? spoil(fitting, value, random) : fitting;
  return { payload: JSON.stringify(payload) ?? '{}', headers: json };
}

/** A form with a hostile name, file name or value; sometimes cut off. */
function formOf(value: unknown, random: Random): InjectOptions {
  const odd = typeof value === 'string' ? value : JSON.stringify(value);
  const at = random.below(4);
  const name = (own: number, usual: string) => (at === own ? odd.replaceAll(/[\r\n"]/g, '') : usual);
  const text = [
    '--edge',
    `content-disposition: form-data; name="${name(0, 'text')}"`,
    '',
    name(1, 'a text'),
    '--edge',
    `content-disposition: form-data; name="file"; filename="${name(2, 'a.csv')}"`,
    `content-type: ${name(3, 'text/csv')}`,
    '',
    'name,email\nAsha,asha@example.org',
    '--edge--',
    '',
  ].join('\r\n');
  const cut = random.chance(0.15) ? text.slice(0, random.below(text.length)) : text;
  return { payload: Buffer.from(cut), headers: { 'content-type': 'multipart/form-data; boundary=edge' } };
}
