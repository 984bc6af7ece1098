import { pascal } from './names.ts';
import type { Json } from './schemas.ts';

type Schemas = Record<string, Json>;
type Operations = Record<string, Record<string, Json>>;

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const refTo = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

/** A copy in which `change` replaced what it wanted to, from the outside inwards. */
function mapped(value: unknown, change: (one: Json, path: string[]) => Json | undefined, path: string[] = []): unknown {
  if (Array.isArray(value)) return value.map((one) => mapped(one, change, path));
  if (!isJson(value)) return value;
  const changed = change(value, path);
  if (changed) return changed;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapped(one, change, [...path, key])]));
}

/**
 * The same, shorter: `["string", "null"]` where a value or null is wanted, and a list of words where each is an
 * alternative of its own.
 */
export function shorter<T>(value: T): T {
  return mapped(value, (one) => {
    const { anyOf, ...rest } = one;
    if (!Array.isArray(anyOf)) return undefined;
    const words = (anyOf as Json[]).map(({ type, const: word, ...more }) =>
      type === 'string' && typeof word === 'string' && Object.keys(more).length === 0 ? word : undefined,
    );
    if (!words.includes(undefined)) return { ...rest, enum: words };
    if (anyOf.length !== 2 || (anyOf[1] as Json).type !== 'null') return undefined;
    const [first] = anyOf as [Json];
    if (typeof first.type !== 'string' || first.enum || first.properties || first.items) return undefined;
    return { ...first, ...rest, type: [first.type, 'null'] };
  }) as T;
}

const KEYS_OF_SCHEMAS = new Set(['properties', 'items', 'anyOf', 'oneOf', 'allOf', 'additionalProperties']);

/** Objects that stand in several components get a component of their own, called after the first place. */
export function hoist(schemas: Schemas): Schemas {
  const counts = new Map<string, number>();
  const count = (value: unknown, root: boolean) => {
    if (!isJson(value)) return;
    if (!root && isObject(value)) counts.set(JSON.stringify(value), (counts.get(JSON.stringify(value)) ?? 0) + 1);
    for (const inner of Object.values(value)) count(inner, false);
  };
  for (const schema of Object.values(schemas)) count(schema, true);
  const roots = new Map(Object.entries(schemas).map(([name, schema]) => [JSON.stringify(schema), name]));
  const made = new Map<string, string>();
  const taken = new Set<string>();
  const all: Schemas = {};
  const nameOf = (text: string, parent: string, path: string[]) => {
    const own = path
      .filter((key) => !KEYS_OF_SCHEMAS.has(key))
      .map(pascal)
      .join('');
    const name = pascal(`${parent} ${own}`);
    let free = own === '' ? `${name}1` : name;
    for (let n = 2; schemas[free] || taken.has(free); n++) free = `${name}${n}`;
    taken.add(free);
    made.set(text, free);
    return free;
  };
  const change = (parent: string) => (one: Json, path: string[]) => {
    if (path.length === 0 || !isObject(one)) return undefined;
    const text = JSON.stringify(one);
    const root = roots.get(text);
    if (root && root !== parent) return refTo(root);
    if ((counts.get(text) ?? 0) < 2) return undefined;
    const known = made.get(text);
    if (known) return refTo(known);
    const name = nameOf(text, parent, path);
    all[name] = mapped(one, change(name)) as Json;
    return refTo(name);
  };
  for (const [name, schema] of Object.entries(schemas)) all[name] = mapped(schema, change(name)) as Json;
  return all;
}

const isObject = ({ type, properties }: Json) =>
  type === 'object' && isJson(properties) && JSON.stringify(properties).length > 60;

/** A component that has all fields of another one says so: `Bill`, and what is more. */
export function extend(schemas: Schemas): Schemas {
  const objects = Object.entries(schemas)
    .filter(([, { type, properties }]) => type === 'object' && isJson(properties))
    .map(([name, schema]) => ({
      name,
      required: (schema.required ?? []) as string[],
      fields: new Map(Object.entries(schema.properties as Json).map(([key, value]) => [key, JSON.stringify(value)])),
    }))
    .sort((a, b) => b.fields.size - a.fields.size);
  const all: Schemas = { ...schemas };
  for (const { name, required, fields } of objects) {
    const base = objects.find(
      (one) =>
        one.fields.size > 3 &&
        one.fields.size < fields.size &&
        [...one.fields].every(([key, text]) => fields.get(key) === text) &&
        required
          .filter((key) => one.fields.has(key))
          .sort()
          .join() === [...one.required].sort().join(),
    );
    if (!base) continue;
    const { properties, required: _, type, ...rest } = schemas[name] as Json;
    const more = Object.entries(properties as Json).filter(([key]) => !base.fields.has(key));
    const needed = required.filter((key) => !base.fields.has(key));
    const own = { type, ...(needed.length > 0 && { required: needed }), properties: Object.fromEntries(more) };
    all[name] = { ...rest, allOf: [refTo(base.name), own] };
  }
  return all;
}

/** Parameters that several operations have become components, and those of a whole path stand there. */
export function shareParameters(paths: Operations, parameters: Record<string, Json>): void {
  const every = Object.values(paths).flatMap((methods) => Object.values(methods).flatMap(listOf));
  const counts = Map.groupBy(every, (one) => JSON.stringify(one));
  const names = new Map<string, string>();
  for (const [text, { length }] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { name, in: place, $ref } = JSON.parse(text) as { name: string; in: string; $ref?: string };
    if ($ref || length < 3) continue;
    const base = pascal(`${name} ${place === 'query' ? '' : place}`);
    let free = base;
    for (let n = 2; parameters[free]; n++) free = `${base}${n}`;
    parameters[free] = JSON.parse(text) as Json;
    names.set(text, free);
  }
  for (const methods of Object.values(paths)) {
    const lists = Object.values(methods).map((operation) => {
      const shared = listOf(operation).map((one) => {
        const name = names.get(JSON.stringify(one));
        return name ? { $ref: `#/components/parameters/${name}` } : one;
      });
      return { operation, texts: shared.map((one) => JSON.stringify(one)) };
    });
    const common =
      lists.length < 2
        ? []
        : (lists[0]?.texts ?? []).filter((text) => lists.every(({ texts }) => texts.includes(text)));
    for (const { operation, texts } of lists) {
      const own = texts.filter((text) => !common.includes(text)).map((text) => JSON.parse(text));
      if (own.length > 0) operation.parameters = own;
      else delete operation.parameters;
    }
    if (common.length > 0) Object.assign(methods, { parameters: common.map((text) => JSON.parse(text)) });
  }
}

/** Answers that several operations give become components, called after what they hold. */
export function shareAnswers(paths: Operations): Record<string, Json> {
  const all = Object.values(paths).flatMap((methods) =>
    Object.values(methods).flatMap(({ responses }) => Object.entries((responses ?? {}) as Schemas)),
  );
  const counts = Map.groupBy(
    all.filter(([status]) => status.startsWith('2')).map(([, one]) => JSON.stringify(one)),
    (one) => one,
  );
  const made: Record<string, Json> = {};
  const names = new Map<string, string>();
  for (const [text, { length }] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (length < 2) continue;
    const words = /schemas\/(\w+)"[^/]*$/.exec(text)?.[1] ?? fileOf(text) ?? 'done';
    const base = `${pascal(words.replace('application/json', 'nothing').replace('*/*', 'file'))}${text.includes('"array"') ? 'List' : ''}`;
    let free = base;
    for (let n = 2; made[free]; n++) free = `${base}${n}`;
    made[free] = JSON.parse(text) as Json;
    names.set(text, free);
  }
  for (const methods of Object.values(paths)) {
    for (const { responses } of Object.values(methods)) {
      for (const [status, one] of Object.entries((responses ?? {}) as Schemas)) {
        const name = names.get(JSON.stringify(one));
        if (name) (responses as Json)[status] = { $ref: `#/components/responses/${name}` };
      }
    }
  }
  return made;
}

/** What a file is called: by the end of its media type, and `Xlsx`, whose own is a sentence. */
const fileOf = (text: string) => /"content":\{"([^"]*)"/.exec(text)?.[1]?.replace(/^.*spreadsheetml.*$/, 'xlsx');

const listOf = (operation: Json) => (operation.parameters ?? []) as Json[];
