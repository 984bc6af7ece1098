import type { Names } from './names.ts';

export type Json = { [key: string]: unknown };

const PREFIX = '#/components/schemas/';

/** Turns the schemas that validate into those of the description: contracts become components, each once. */
export class Components {
  readonly schemas: Record<string, Json> = {};
  readonly #names: Names;
  readonly #keys = new Map<string, string>();
  readonly #unnamed = new Map<string, Json>();

  constructor(names: Names) {
    this.#names = names;
  }

  /**
   * A schema of package `of`, as a reference where it has a name. `asked`: callers send it, so what has a default may be
   * left out. `fallback` names an object that no contract names.
   */
  of(schema: object, of: string, how: { asked?: boolean } = {}, fallback?: string): Json {
    const { description, ...bare } = schema as Json;
    const named = this.#names.of(schema, of) ?? this.#names.of(bare, of);
    const suffix = how.asked ? 'Input' : 'Answer';
    if (named) return this.#keep(named, this.#inline(schema as Json, of, how), suffix);
    if (!fallback || !isObject(schema)) return this.#inline(schema as Json, of, how, fallback);
    const whole = this.#inline(schema as Json, of, how);
    const before = this.#unnamed.get(JSON.stringify(whole));
    if (before) return before;
    const kept = this.#keep(this.#names.taken(fallback) ? fallback + suffix : fallback, whole, suffix);
    this.#unnamed.set(JSON.stringify(whole), kept);
    return kept;
  }

  /** Puts a schema among the components under a name that is free, or under which it is already. */
  #keep(name: string, schema: Json, suffix: string): Json {
    const text = JSON.stringify(schema);
    for (const one of [name, name + suffix, ...[2, 3, 4, 5].map((n) => `${name}${suffix}${n}`)]) {
      const before = this.#keys.get(one);
      if (before !== undefined && before !== text) continue;
      this.#keys.set(one, text);
      this.schemas[one] = schema;
      return { $ref: PREFIX + one };
    }
    throw new Error(`too many different schemas are called ${name}`);
  }

  #inline(schema: Json, of: string, how: { asked?: boolean }, fallback?: string): Json {
    const copy: Json = {};
    for (const [key, value] of Object.entries(schema)) {
      if (key === 'properties') {
        copy.properties = mapValues(value as Json, (inner) => this.of(inner as object, of, how));
      } else if (key === 'items') copy.items = this.of(value as object, of, how, fallback);
      else if (key === 'anyOf' || key === 'oneOf' || key === 'allOf') {
        copy[key] = (value as object[]).map((inner, i) => this.of(inner, of, how, fallback && `${fallback}${i + 1}`));
      } else if (key === 'patternProperties') {
        // TypeBox's records; generators know `additionalProperties`.
        const [inner] = Object.values(value as Json);
        copy.additionalProperties = this.of(inner as object, of, how);
      } else if (key === 'additionalProperties' && typeof value === 'object' && value !== null) {
        copy.additionalProperties = this.of(value, of, how);
      } else if (key === 'required') {
        const properties = (schema.properties ?? {}) as Record<string, Json>;
        const needed = (value as string[]).filter((name) => !how.asked || properties[name]?.default === undefined);
        if (needed.length > 0) copy.required = needed;
      } else if (key !== 'additionalProperties') copy[key] = value;
    }
    return copy;
  }
}

const isObject = (schema: object) =>
  (schema as Json).type === 'object' && Object.keys(((schema as Json).properties ?? {}) as object).length > 0;

const mapValues = (object: Json, change: (value: unknown) => unknown) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
