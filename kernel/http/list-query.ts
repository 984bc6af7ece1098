import { type Static, type TSchema, Type } from 'typebox';
import { Set as setFormat } from 'typebox/format';
import { Value } from 'typebox/value';
import { findBadText } from '../lib/bad-text.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { closed, FORMATS } from './strict.ts';

for (const [name, check] of FORMATS) setFormat(name, check);

/** The query string every list takes; `filter` is JSON, so that a list's own conditions are one schema of its own. */
export const ListQuery = Type.Object({
  filter: Type.Optional(Type.String({ maxLength: 4000, description: 'Conditions as a JSON object.' })),
  search: Type.Optional(Type.String({ maxLength: 200 })),
  limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
  after: Type.Optional(Type.String({ maxLength: 2000, description: 'page.next of the page before.' })),
});

/**
 * `sort` of a list that offers a choice, the orders that it knows being all that it takes: `...sortedBy('-created_at',
 * 'created_at')`; the first is what comes without being asked for.
 */
export function sortedBy(...orders: [string, ...string[]]) {
  const description = 'A field; with a hyphen before it, descending. The first of these when absent.';
  return { sort: Type.Optional(Type.Enum(orders, { description })) };
}

/** Of a picture that a page shows again after it changed: another address, or the browser would show the one it has. */
export const PictureQuery = Type.Object({ v: Type.Optional(Type.String({ maxLength: 60, description: 'Anything.' })) });

/**
 * A list that is given whole, because there are few: it takes the number of rows that the console asks every list for.
 */
export const WholeList = Type.Pick(ListQuery, ['limit']);

/** A list that has one order, the latest made first; whoever says so asks for nothing else. */
export const NewestFirst = Type.Object({ ...ListQuery.properties, ...sortedBy('-created_at') });

const strict = new WeakMap<TSchema, TSchema>();

/**
 * Text that is JSON, as an object that fits `schema`; refuses what doesn't with `http.invalid`, naming the field below
 * `name`.
 */
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
  const fault = Value.Errors(whole, value)[0];
  const path = [name, ...(fault?.instancePath ?? '').split('/').slice(1)].join('.');
  // TypeBox says of a key that nobody named that its schema is false.
  const unknown = fault?.keyword === 'boolean';
  return refuse('http.invalid', undefined, { [path]: unknown ? 'field.additionalProperties' : 'field.other' });
}

/**
 * The `filter` of a list as an object that fits `schema`; refuses what doesn't with `http.invalid`, naming the field.
 */
export function readFilter<S extends TSchema>(schema: S, filter: string | undefined): Result<Static<S>> {
  return filter ? readJson(schema, filter, 'filter') : ok({} as Static<S>);
}
