import AjvCompiler from '@fastify/ajv-compiler';
import fastJson from 'fast-json-stringify';
import type { FastifySchemaCompiler, FastifySchemaValidationError, FastifySerializerCompiler } from 'fastify';
import { ofWhatIsMeant } from './alternatives.ts';
import { FORMATS, MAX_FAULTS } from './strict.ts';

/**
 * How requests are validated. Addresses and headers are text and are converted to the type of the schema. A body is
 * JSON with types of its own and is taken as it is. Only values that clients of older programs send differently, and
 * that can have one meaning only, are converted (`readAs`). Ajv's own coercion made the text "1.5" of `[1.5]`, and the
 * number 1 of `true`.
 */
const OPTIONS = { removeAdditional: false } as const;

/**
 * Whether a request fits is decided up to its first fault: so a wrong one costs no more than a good one, and a list that
 * is too long is refused before its items are looked at. All faults are collected only from requests with at most so
 * many values, more than the longest list of a device (500 entries) has with the fields of each.
 */
const MAX_VALUES = 5000;

/** Ajv as the compiler makes it. */
type Formatted = { addFormat(name: string, check: (text: string) => boolean): unknown };
const onCreate = (ajv: Formatted) => {
  for (const [name, check] of FORMATS) ajv.addFormat(name, check);
};

type Check = ((data: unknown) => boolean) & { errors?: FastifySchemaValidationError[] | null };

/** The compiler needs the whole definition of a part, although its types say otherwise. */
type Compile = (part: Parameters<FastifySchemaCompiler<unknown>>[0]) => Check;

export function validatorCompiler(): FastifySchemaCompiler<unknown> {
  const compilers = AjvCompiler();
  const compilerOf = (coerceTypes: 'array' | false, allErrors: boolean) =>
    compilers({}, { customOptions: { ...OPTIONS, coerceTypes, allErrors }, onCreate }) as unknown as Compile;
  const checkOf = (coerceTypes: 'array' | false) => {
    const [first, all] = [compilerOf(coerceTypes, false), compilerOf(coerceTypes, true)];
    return (part: Parameters<Compile>[0]) =>
      twice(
        atFirstUse(() => first(part)),
        atFirstUse(() => all(part)),
      );
  };
  const [ofText, ofJson] = [checkOf('array'), checkOf(false)];
  return (part) => (part.httpPart === 'body' ? bodyCheck(ofJson(part)) : ofText(part));
}

/** Serializes answers with their schemas. */
export function serializerCompiler(): FastifySerializerCompiler<object> {
  const compiled = new WeakMap<object, Write>();
  const compile = (schema: object): Write => {
    const write = fastJson(schema);
    compiled.set(schema, write);
    return write;
  };
  // Keyed by the schema object: the schema of refusals is one object for all routes.
  return ({ schema }) =>
    (answer) =>
      (compiled.get(schema) ?? compile(schema))(answer);
}
type Write = (answer: unknown) => string;

/**
 * Compiles a schema at its first use: there are thousands, most are not used in a day, and compiling all took half of
 * the start.
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

/** Decides by `first`, which stops at a fault; `all` then collects the faults of a request that isn't large. */
function twice(first: Check, all: Check): Check {
  const check: Check = (data) => {
    check.errors = null;
    if (first(data)) return true;
    // With conversions of texts, the first look may have changed what the second one sees.
    const collected = valuesIn(data, MAX_VALUES) < MAX_VALUES && !all(data);
    check.errors = (collected ? all : first).errors ?? [];
    return false;
  };
  return check;
}

/** How many values are in a parsed request; stops counting at `most`. */
function valuesIn(data: unknown, most: number): number {
  if (typeof data !== 'object' || data === null || ArrayBuffer.isView(data)) return 1;
  let count = 1;
  for (const inner of Object.values(data)) {
    if (count >= most) return count;
    count += valuesIn(inner, most - count);
  }
  return count;
}

/** Checks the body as it is; when only types are wrong, converts values with one possible meaning and checks again. */
function bodyCheck(check: Check): Check {
  const lenient: Check = (body) => {
    const fits = check(body) || (mend(body, check.errors ?? []) && check(body));
    lenient.errors = fits ? null : ofWhatIsMeant(check.errors ?? []).slice(0, MAX_FAULTS);
    return fits;
  };
  return lenient;
}

/** Returns whether `body` was changed. */
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

/** A value converted to another type when it has only one meaning, otherwise undefined. */
export function readAs(type: string, value: unknown): unknown {
  if (type === 'string') {
    // null: an empty field of a form; a number: money sent as a number where decimal text is expected.
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
