/** Requests may contain only the keys that the schemas of the route name. */
import { type TProperties, type TSchema, Type } from 'typebox';
import { Set as setFormat } from 'typebox/format';
import { isEmail } from '../lib/contact.ts';
import { isDay, isInstant } from '../lib/formats.ts';
import { isUuid } from '../lib/ids.ts';
import type { Refusal } from '../lib/result.ts';
import type { Route } from '../module/index.ts';

/** Our definitions of formats, for both validators: Ajv (requests) and TypeBox (filters). */
export const FORMATS: [string, (text: string) => boolean][] = [
  ['date', isDay],
  ['date-time', isInstant],
  ['email', isEmail],
  ['uuid', isUuid],
];
for (const [name, check] of FORMATS) setFormat(name, check);

type Json = { [key: string]: unknown };

/**
 * A copy of a schema in which every object refuses keys that it does not list. An object with `additionalProperties`,
 * or a record, is unchanged.
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

/** Links cannot send the header `x-organization`, so every route for people also accepts it in the query. */
const Organization = Type.Optional(
  Type.String({ maxLength: 60, description: 'The organization, where the header x-organization cannot be sent.' }),
);

/** Pages put the version of a picture into its address, so that a browser loads a changed picture again. */
const Version = Type.Optional(Type.String({ maxLength: 100, description: 'Any text: another one, another address.' }));

/** Checked by the route's own schema once it is parsed (`readJson`). */
const Filter = Type.Optional(Type.String({ maxLength: 4000 }));

/** The schema of the query that a route accepts. */
export function queryOf(route: Route): TSchema {
  const own = (route.query as { properties?: Record<string, TSchema> } | undefined)?.properties ?? {};
  const anyRoute: TProperties =
    route.permission === 'public'
      ? {}
      : { organization: Organization, ...(!route.reply && route.method === 'GET' && { v: Version }) };
  return closed(Type.Object({ ...anyRoute, ...(route.filter && { filter: Filter }), ...own }));
}

/**
 * The path of an infinite number in a value, or null. Ajv turns the text `Infinity` into such a number, and then checks
 * neither its type nor its bounds.
 */
export function nonFinite(value: unknown): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? null : '';
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return null;
  for (const key of Object.keys(value)) {
    const found = nonFinite((value as Json)[key]);
    if (found !== null) return found ? `${key}.${found}` : key;
  }
  return null;
}

/** Faults that an answer names. A person corrects those first. */
export const MAX_FAULTS = 10;

/** A body sent to a route that declares none is refused rather than ignored. */
export function undeclaredBody(route: Route, body: unknown): Refusal | null {
  if (route.body || body === undefined || body === null) return null;
  const keys = typeof body === 'object' && !Array.isArray(body) ? Object.keys(body) : ['body'];
  if (keys.length === 0) return null;
  const fields = Object.fromEntries(keys.slice(0, MAX_FAULTS).map((key) => [key, 'field.additionalProperties']));
  return { ok: false, code: 'http.invalid', fields };
}
