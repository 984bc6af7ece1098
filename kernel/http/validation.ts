import AjvCompiler from '@fastify/ajv-compiler';
import fastJson from 'fast-json-stringify';
import type { FastifySchemaCompiler, FastifySchemaValidationError, FastifySerializerCompiler } from 'fastify';
import { FORMATS } from './strict.ts';

/**
 * How requests are checked against their schemas. What stands in an address or a header is text and is read as what the
 * schema wants. A body is JSON and says itself what it is: it is taken as it stands, and only what clients of older
 * programs send differently, and what can mean one thing only, is read for them (`readAs`). Without this `[1.5]` became
 * the text "1.5", and `true` the number 1.
 */
const OPTIONS = { removeAdditional: false, allErrors: true } as const;

/** Ajv, as the compiler makes it. */
type Formatted = { addFormat(name: string, check: (text: string) => boolean): unknown };
const onCreate = (ajv: Formatted) => {
  for (const [name, check] of FORMATS) ajv.addFormat(name, check);
};

type Check = ((data: unknown) => boolean) & { errors?: FastifySchemaValidationError[] | null };

/** What the compiler really takes is the whole definition of a part; its types say otherwise. */
type Compile = (part: Parameters<FastifySchemaCompiler<unknown>>[0]) => Check;

export function validatorCompiler(): FastifySchemaCompiler<unknown> {
  const compilers = AjvCompiler();
  const compilerOf = (coerceTypes: 'array' | false) =>
    compilers({}, { customOptions: { ...OPTIONS, coerceTypes }, onCreate }) as unknown as Compile;
  const [ofText, ofJson] = [compilerOf('array'), compilerOf(false)];
  return (part) => atFirstUse(() => (part.httpPart === 'body' ? bodyCheck(ofJson(part)) : ofText(part)));
}

/** How answers are written by their schemas. */
export function serializerCompiler(): FastifySerializerCompiler<object> {
  const compiled = new WeakMap<object, Write>();
  const compile = (schema: object): Write => {
    const write = fastJson(schema);
    compiled.set(schema, write);
    return write;
  };
  // By the schema itself: a refusal's is the same object in all routes.
  return ({ schema }) =>
    (answer) =>
      (compiled.get(schema) ?? compile(schema))(answer);
}
type Write = (answer: unknown) => string;

/**
 * Thousands of schemas stand behind the routes, and most of them are not asked for in a day: compiling them all took
 * half of a start.
 */
function atFirstUse(compile: () => Check): Check {
  let compiled: Check | undefined;
  const check: Check = (data) => {
    compiled ??= compile();
    const fits = compiled(data);
    check.errors = compiled.errors ?? null;
    return fits;
  };
  return check;
}

/** Checks as it stands; when only types are wrong, reads them where they can mean one thing, and checks once more. */
function bodyCheck(check: Check): Check {
  const lenient: Check = (body) => {
    const fits = check(body) || (mend(body, check.errors ?? []) && check(body));
    lenient.errors = fits ? null : (check.errors ?? null);
    return fits;
  };
  return lenient;
}

/** Whether anything was changed in `body`. */
function mend(body: unknown, faults: FastifySchemaValidationError[]): boolean {
  let mended = false;
  const done = new Set<string>();
  for (const { keyword, instancePath, params } of faults) {
    if (keyword !== 'type' || done.has(instancePath)) continue;
    const path = instancePath.split('/').slice(1).map(unescapePointer);
    const last = path.pop();
    const holder = path.reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], body);
    if (last === undefined || typeof holder !== 'object' || holder === null) continue;
    const value = (holder as Record<string, unknown>)[last];
    for (const type of [params.type].flat()) {
      const read = readAs(String(type), value);
      if (read === undefined) continue;
      (holder as Record<string, unknown>)[last] = read;
      done.add(instancePath);
      mended = true;
      break;
    }
  }
  return mended;
}

/** A value as another type, where it can mean nothing else; undefined where it can, or is none. */
function readAs(type: string, value: unknown): unknown {
  if (type === 'string') {
    // An empty field, as forms send it; a number where money is decimal text.
    if (value === null) return '';
    return typeof value === 'number' ? String(value) : undefined;
  }
  if (typeof value !== 'string') return undefined;
  if (type === 'integer') return /^-?\d{1,15}$/.test(value) ? Number(value) : undefined;
  if (type === 'number') return /^-?\d{1,15}(\.\d+)?$/.test(value) ? Number(value) : undefined;
  if (type === 'boolean') return value === 'true' ? true : value === 'false' ? false : undefined;
  return undefined;
}

const unescapePointer = (key: string) => key.replaceAll('~1', '/').replaceAll('~0', '~');
