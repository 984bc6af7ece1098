import { type Static, type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';
import { findBadText } from '../lib/bad-text.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { closed } from './strict.ts';
import { readAs } from './validation.ts';

/** The query string of every list. Its conditions are the route's `filter`, which the server adds. */
export const ListQuery = Type.Object({
  search: Type.Optional(Type.String({ maxLength: 200 })),
  limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
  after: Type.Optional(Type.String({ maxLength: 2000, description: 'page.next of the page before.' })),
});

/**
 * `sort` of a list with several orders; it accepts only these: `...sortedBy('-created_at', 'created_at')`. The first
 * one is the default. A hyphen means descending.
 */
export function sortedBy(...orders: [string, ...string[]]) {
  return { sort: Type.Optional(Type.Enum(orders)) };
}

/** For a picture that may change: a page adds `v` to get a new address, because the browser caches the old one. */
export const PictureQuery = Type.Object({ v: Type.Optional(Type.String({ maxLength: 60, description: 'Anything.' })) });

/** A short list without pages: it accepts the `limit` that the console sends with every list. */
export const WholeList = Type.Pick(ListQuery, ['limit']);

/** A list with one order, newest first; `sort` may name only that. */
export const NewestFirst = Type.Object({ ...ListQuery.properties, ...sortedBy('-created_at') });

const strict = new WeakMap<TSchema, TSchema>();

/** Parses JSON to an object that fits `schema`. Refuses with `http.invalid`, naming the field below `name`. */
export function readJson<S extends TSchema>(schema: S, text: string, name: string): Result<Static<S>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse('http.invalid', undefined, { [name]: 'http.malformed' });
  }
  const bad = findBadText(value);
  if (bad !== null) return refuse('http.bad_text', undefined, { [bad ? `${name}.${bad}` : name]: 'field.text' });
  const whole = strict.get(schema) ?? closed(schema);
  strict.set(schema, whole);
  if (Value.Check(whole, value)) return ok(value as Static<S>);
  const meant = asMeant(schema, value);
  if (Value.Check(whole, meant)) return ok(meant as Static<S>);
  const fault = Value.Errors(whole, value)[0];
  const path = [name, ...(fault?.instancePath ?? '').split('/').slice(1)].join('.');
  // TypeBox reports an unknown key as a schema that is false.
  const unknown = fault?.keyword === 'boolean';
  return refuse('http.invalid', undefined, { [path]: unknown ? 'field.additionalProperties' : 'field.other' });
}

type Shape = { type?: string; properties?: Record<string, Shape>; anyOf?: Shape[] };

/** Conditions that came one by one (`filter[standing]=true`) are texts: those with one possible meaning get it. */
function asMeant(schema: TSchema, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const { properties = {} } = schema as Shape;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => {
      const shape = properties[name];
      if (shape?.type === 'array' && !Array.isArray(one)) return [name, [one]];
      const types = [shape, ...(shape?.anyOf ?? [])].flatMap((each) => each?.type ?? []);
      return [name, types.map((type) => readAs(type, one)).find((read) => read !== undefined) ?? one];
    }),
  );
}
