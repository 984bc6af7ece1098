/**
 * What devices send: text that is not quite JSON, fields of a newer program, one value among others that is none. Routes
 * with `byParts` take what is good of it (kernel/module).
 */
import type { FastifyInstance } from 'fastify';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { findBadText } from '../lib/bad-text.ts';
import { cleanDeep } from '../lib/clean-text.ts';
import { readDeviceJson } from '../lib/device-json.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { closed } from './strict.ts';
import { readAs } from './validation.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    byParts?: boolean;
  }
}

/** Reads the bodies of `byParts` routes as devices write them; those of all others are JSON, or refused. */
export function readDevices(app: FastifyInstance): void {
  const strict = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, text, done) => {
    const { byParts } = request.routeOptions.config;
    // Many clients name the type of a body that they do not send.
    if (text.trim() === '') return done(null, byParts ? {} : undefined);
    if (!byParts) return strict(request, text, done);
    done(null, storable(readDeviceJson(text)));
  });
}

/** Text that can't be stored is cleaned, not refused; null: no value, or nested too deep for a message. */
function storable(value: unknown): unknown {
  if (findBadText(value) === null) return value ?? null;
  try {
    return cleanDeep(value);
  } catch {
    return null;
  }
}

/** Checks path and query of a `byParts` route as those of all others, and leaves its body to the route. */
export function allButBody(app: FastifyInstance): NonNullable<FastifyInstance['validatorCompiler']> {
  return (part) => (part.httpPart === 'body' ? () => true : (app.validatorCompiler?.(part) ?? (() => true)));
}

const wholes = new WeakMap<TSchema, TSchema>();

/**
 * A part of what a device sent, such as one order of many: keys that its schema does not name are left out, and values
 * with one possible meaning are converted (`"12"` where a number is wanted). Refuses with `http.invalid`, naming the
 * first field at fault.
 */
export function readPart<S extends TSchema>(schema: S, value: unknown): Result<Static<S>> {
  const whole = wholes.get(schema) ?? closed(schema);
  wholes.set(schema, whole);
  const read = named(schema as unknown as Shape, value);
  if (Value.Check(whole, read)) return ok(read as Static<S>);
  const path = (Value.Errors(whole, read)[0]?.instancePath ?? '').split('/').slice(1).join('.');
  const missing = requiredOf(schema as unknown as Shape, read);
  return refuse('http.invalid', undefined, { [path || missing || 'body']: 'field.other' });
}

type Shape = { type?: string; properties?: Record<string, Shape>; required?: string[]; items?: Shape };

/** The value with what its schema names only; numbers that are infinite are none. */
function named(schema: Shape, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return null;
  if (Array.isArray(value)) return schema.items ? value.map((one) => named(schema.items as Shape, one)) : value;
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(schema.properties ?? {})
        .filter(([key]) => Object.hasOwn(value, key))
        .map(([key, inner]) => [key, named(inner, (value as Record<string, unknown>)[key])]),
    );
  }
  if (schema.type === undefined || typeof value === schema.type) return value;
  return readAs(schema.type, value) ?? value;
}

const requiredOf = ({ required = [] }: Shape, value: unknown): string | undefined =>
  typeof value === 'object' && value !== null ? required.find((key) => !Object.hasOwn(value, key)) : undefined;
