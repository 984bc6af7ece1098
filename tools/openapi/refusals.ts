import { pascal } from './names.ts';
import type { Json } from './schemas.ts';
import { COMMON_CODES, ref } from './words.ts';

/**
 * The answers that refuse: one for each set of codes. A set that several operations have is a component; one that a single
 * operation has stands there, which saves its name twice. Codes that always come together, such as those of money or of
 * a payment's state, are one list with a name.
 */
export class Refusals {
  readonly #statuses: Record<string, number>;
  readonly #bySet = new Map<string, { name: string; codes: string[]; places: Json[] }>();

  constructor(statuses: Record<string, number>) {
    this.#statuses = statuses;
  }

  /** The refusing answers of an operation that may give these codes. */
  of(id: string, all: string[]): Json {
    const codes = all.filter((code) => !COMMON_CODES.includes(code));
    const server = codes.filter((code) => (this.#statuses[code] ?? 400) >= 500);
    const client = codes.filter((code) => !server.includes(code));
    return {
      '4XX': client.length > 0 ? this.#response(`${pascal(id)}Refused`, client) : ref.of('responses', 'Refused'),
      ...(server.length > 0 && { '5XX': this.#response(`${pascal(id)}Failed`, server) }),
    };
  }

  #response(name: string, codes: string[]): Json {
    const key = codes.join(' ');
    const one = this.#bySet.get(key) ?? { name, codes, places: [] };
    this.#bySet.set(key, one);
    // Filled when all operations are known.
    const place: Json = {};
    one.places.push(place);
    return place;
  }

  /** Fills the answers that were given out; what several of them share is answered. */
  components(): { responses: Record<string, Json>; schemas: Record<string, Json> } {
    const sets = [...this.#bySet.values()];
    const places = new Map<string, string[]>();
    for (const { name, codes } of sets) for (const code of codes) places.set(code, [...(places.get(code) ?? []), name]);
    const together = [...Map.groupBy(places.keys(), (code) => places.get(code)?.join(' ')).values()];
    const listOf = new Map<string, string>();
    const schemas: Record<string, Json> = {};
    for (const codes of together) {
      if (codes.length < 3 || (places.get(codes[0] as string)?.length ?? 0) < 2) continue;
      const base = `${pascal((codes[0] as string).split('.').slice(0, -1).join(' '))}Code`;
      let name = base;
      for (let n = 2; schemas[name]; n++) name = `${base}${n}`;
      schemas[name] = { type: 'string', enum: codes };
      for (const code of codes) listOf.set(code, name);
    }
    const responses: Record<string, Json> = {};
    for (const { name, codes, places: wanted } of sets) {
      const lists = [...new Set(codes.flatMap((code) => listOf.get(code) ?? []))].map((list) =>
        ref.of('schemas', list),
      );
      const own = codes.filter((code) => !listOf.has(code));
      const code = { anyOf: [ref.of('schemas', 'CommonCode'), ...lists, ...(own.length > 0 ? [{ enum: own }] : [])] };
      const schema = { allOf: [ref.of('schemas', 'Error'), { properties: { error: { properties: { code } } } }] };
      const response = { description: 'Refused', content: { 'application/json': { schema } } };
      if (wanted.length > 1) responses[name] = response;
      for (const place of wanted) Object.assign(place, wanted.length > 1 ? ref.of('responses', name) : response);
    }
    return { responses, schemas };
  }
}
