/** What a declared route takes: the keys that its schemas name, and no others. */
import { type TProperties, type TSchema, Type } from 'typebox';
import { isDay, isInstant } from '../lib/formats.ts';
import { isUuid } from '../lib/ids.ts';
import type { Refusal } from '../lib/result.ts';
import type { Route } from '../module/index.ts';

/** Formats in our own meaning, for what validates requests (Ajv) and what validates filters (TypeBox) alike. */
export const FORMATS: [string, (text: string) => boolean][] = [
  ['date', isDay],
  ['date-time', isInstant],
  ['uuid', isUuid],
];

type Json = { [key: string]: unknown };

/**
 * A copy of a schema in which every object that lists its keys takes no others. An object that says itself what else it
 * takes (`additionalProperties`, or a record) is left as it is.
 */
export function closed<S extends TSchema>(schema: S): S {
  return close(schema as unknown as Json) as unknown as S;
}

function close(schema: Json): Json {
  const copy: Json = { ...schema };
  if (schema.properties) {
    copy.properties = mapValues(schema.properties as Json, (value) => close(value as Json));
    copy.additionalProperties ??= false;
  }
  if (schema.items) copy.items = close(schema.items as Json);
  for (const key of ['anyOf', 'oneOf'])
    if (Array.isArray(schema[key])) copy[key] = (schema[key] as Json[]).map((one) => close(one));
  return copy;
}

const mapValues = (object: Json, change: (value: unknown) => unknown) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));

/** Links can't carry the header `x-organization`, so every route of people takes it in the query too. */
const Organization = Type.Optional(
  Type.String({ maxLength: 60, description: 'The organization, where the header x-organization cannot be sent.' }),
);

/** Pages name in a picture's address what it changes with, so that a browser asks for it anew. */
const Version = Type.Optional(Type.String({ maxLength: 100, description: 'Any text: another one, another address.' }));

/** The query that a route takes. */
export function queryOf(route: Route): TSchema {
  const own = (route.query as { properties?: Record<string, TSchema> } | undefined)?.properties ?? {};
  const anyRoute: TProperties =
    route.permission === 'public'
      ? {}
      : { organization: Organization, ...(!route.reply && route.method === 'GET' && { v: Version }) };
  return closed(Type.Object({ ...anyRoute, ...own }));
}

/**
 * Where a number stands that has no end. Ajv makes one of the text `Infinity`, and then asks neither for its type nor
 * for its bounds, which it compares with finite numbers only.
 */
export function endless(value: unknown, path = ''): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? null : path;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return null;
  for (const [key, inner] of Object.entries(value)) {
    const found = endless(inner, path ? `${path}.${key}` : key);
    if (found !== null) return found;
  }
  return null;
}

/** For a route that declares no body: whatever is sent all the same is named rather than ignored. */
export function unasked(route: Route, body: unknown): Refusal | null {
  if (route.body || body === undefined || body === null) return null;
  const keys = typeof body === 'object' && !Array.isArray(body) ? Object.keys(body) : ['body'];
  if (keys.length === 0) return null;
  const fields = Object.fromEntries(keys.slice(0, 50).map((key) => [key, 'field.additionalProperties']));
  return { ok: false, code: 'http.invalid', fields };
}
