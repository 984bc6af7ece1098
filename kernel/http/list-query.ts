import { type Static, type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';
import { ok, type Result, refuse } from '../lib/result.ts';

/** The query string every list takes; `filter` is JSON, so that a list's own conditions are one schema of its own. */
export const ListQuery = Type.Object({
  filter: Type.Optional(Type.String({ maxLength: 4000, description: 'Conditions as a JSON object.' })),
  sort: Type.Optional(Type.String({ maxLength: 60, description: 'A field; with a hyphen before it, descending.' })),
  search: Type.Optional(Type.String({ maxLength: 200 })),
  limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
  after: Type.Optional(Type.String({ maxLength: 2000, description: 'page.next of the page before.' })),
});

/** The `filter` of a list as an object that fits `schema`; refuses what doesn't with `http.invalid`, naming the field. */
export function readFilter<S extends TSchema>(schema: S, filter: string | undefined): Result<Static<S>> {
  let value: unknown;
  try {
    value = filter ? JSON.parse(filter) : {};
  } catch {
    return refuse('http.invalid', undefined, { filter: 'http.malformed' });
  }
  if (Value.Check(schema, value)) return ok(value as Static<S>);
  const fault = Value.Errors(schema, value)[0];
  const path = ['filter', ...(fault?.instancePath ?? '').split('/').slice(1)].join('.');
  return refuse('http.invalid', undefined, { [path]: 'field.other' });
}
