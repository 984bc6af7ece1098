/**
 * `npm run openapi:diff [-- <commit or file>]`: what changed in docs/openapi.json since a commit (default: HEAD), and
 * which of it breaks a program that was written for the older one. Ends with 1 when something does.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { OPENAPI_FILE } from './openapi.ts';

type Json = { [key: string]: unknown };
type Document = { paths: Record<string, Json>; components: Record<string, Record<string, Json>> };
export type Change = { breaks: boolean; at: string; what: string };

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** What changed from one description to another, operation by operation. */
export function changesBetween(before: Document, after: Document): Change[] {
  const [old, now] = [operationsOf(before), operationsOf(after)];
  const changes: Change[] = [];
  for (const [at, was] of old) {
    const is = now.get(at);
    if (!is) {
      changes.push({ breaks: true, at, what: 'is gone' });
      continue;
    }
    const say = (breaks: boolean, what: string) => void changes.push({ breaks, at, what });
    if (was.operationId !== is.operationId) say(true, `is called ${is.operationId}, was ${was.operationId}`);
    if (was['x-permission'] !== is['x-permission'])
      say(true, `needs ${is['x-permission'] ?? 'no permission'}, needed ${was['x-permission'] ?? 'none'}`);
    const callers = (one: Json) =>
      ((one.security ?? []) as object[])
        .flatMap((each) => Object.keys(each))
        .sort()
        .join(', ');
    if (callers(was) !== callers(is)) say(true, `is for ${callers(is) || 'all'}, was for ${callers(was) || 'all'}`);
    comparePart(was.asked as Json, is.asked as Json, 'asked', '', say);
    comparePart(was.answered as Json, is.answered as Json, 'answered', '', say);
    const gone = (was.codes as string[]).filter((code) => !(is.codes as string[]).includes(code));
    const added = (is.codes as string[]).filter((code) => !(was.codes as string[]).includes(code));
    if (added.length > 0) say(false, `may refuse with ${added.join(', ')}`);
    if (gone.length > 0) say(false, `refuses no more with ${gone.join(', ')}`);
  }
  for (const at of now.keys()) if (!old.has(at)) changes.push({ breaks: false, at, what: 'is new' });
  return changes.sort((a, b) => Number(b.breaks) - Number(a.breaks));
}

/** Compares two schemas: a caller must not be asked for more, nor be answered less. */
function comparePart(
  was: Json | undefined,
  is: Json | undefined,
  side: 'asked' | 'answered',
  path: string,
  say: (breaks: boolean, what: string) => void,
): void {
  const at = path || (side === 'asked' ? 'the request' : 'the answer');
  if (!was || !is) {
    if (was) say(side === 'answered', `${at} is not ${side} any more`);
    return;
  }
  const type = (one: Json) => JSON.stringify(one.type ?? one.const ?? null);
  if (type(was) !== type(is)) {
    say(true, `${at} is ${type(is)}, was ${type(was)}`);
    return;
  }
  const [words, wordsNow] = [was.enum as unknown[] | undefined, is.enum as unknown[] | undefined];
  if (words && wordsNow) {
    const gone = words.filter((one) => !wordsNow.includes(one));
    const added = wordsNow.filter((one) => !words.includes(one));
    if (gone.length > 0) say(side === 'asked', `${at} has no ${gone.join(', ')}`);
    if (added.length > 0) say(side === 'answered', `${at} may be ${added.join(', ')}`);
  }
  const [fields, fieldsNow] = [
    (was.properties ?? {}) as Record<string, Json>,
    (is.properties ?? {}) as Record<string, Json>,
  ];
  const [needed, neededNow] = [(was.required ?? []) as string[], (is.required ?? []) as string[]];
  for (const name of neededNow)
    if (side === 'asked' && !needed.includes(name)) say(true, `${join(path, name)} must be sent`);
  for (const name of needed)
    if (side === 'answered' && fieldsNow[name] && !neededNow.includes(name))
      say(true, `${join(path, name)} may be missing`);
  for (const [name, field] of Object.entries(fields)) {
    const now = fieldsNow[name];
    if (now) comparePart(field, now, side, join(path, name), say);
    else say(true, `${join(path, name)} is not ${side === 'asked' ? 'taken' : 'answered'} any more`);
  }
  for (const name of Object.keys(fieldsNow)) if (!fields[name]) say(false, `${join(path, name)} is new`);
  if (was.items && is.items) comparePart(was.items as Json, is.items as Json, side, `${path}[]`, say);
}

const join = (path: string, name: string) => (path ? `${path}.${name}` : name);

function operationsOf(document: Document): Map<string, Json> {
  const whole = (value: unknown, inside: string[] = []): unknown => {
    if (Array.isArray(value)) return value.map((one) => whole(one, inside));
    if (typeof value !== 'object' || value === null) return value;
    const { $ref } = value as { $ref?: string };
    if ($ref) {
      const [, , kind = '', name = ''] = $ref.split('/');
      return inside.includes($ref) ? {} : whole(document.components[kind]?.[name] ?? {}, [...inside, $ref]);
    }
    const copy = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, whole(one, inside)])) as Json;
    return Array.isArray(copy.allOf) ? merged(copy) : copy;
  };
  const found = new Map<string, Json>();
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      if (!item[method]) continue;
      const operation = whole(item[method]) as Json;
      const parameters = [...((whole(item.parameters) as Json[]) ?? []), ...((operation.parameters as Json[]) ?? [])];
      const responses = operation.responses as Record<string, Json>;
      const good = Object.keys(responses).find((status) => status.startsWith('2')) ?? '';
      const queries = parameters.filter((one) => one.in !== 'path');
      const asked = merged({
        allOf: [
          {
            type: 'object',
            properties: Object.fromEntries(queries.map((one) => [`?${one.name}`, one.schema])),
            required: queries.filter((one) => one.required).map((one) => `?${one.name}`),
          },
          contentOf(operation.requestBody as Json | undefined) ?? {},
        ],
      });
      const codes = JSON.stringify(responses['4XX'] ?? {});
      found.set(`${method.toUpperCase()} ${path}`, {
        ...operation,
        security: operation.security ?? (document as unknown as Json).security,
        asked,
        answered: contentOf(responses[good]),
        codes: [...codes.matchAll(/"([a-z_-]+(?:\.[a-z_]+)+)"/g)].map(([, code]) => code),
      });
    }
  }
  return found;
}

function contentOf(part: Json | undefined): Json | undefined {
  const [first] = Object.values((part?.content ?? {}) as Record<string, Json>);
  return first?.schema as Json | undefined;
}

/** One object of the parts of an `allOf`. */
function merged({ allOf, ...rest }: Json): Json {
  const whole: Json & { properties: Json; required: unknown[] } = { ...rest, properties: {}, required: [] };
  for (const { properties = {}, required = [], ...one } of allOf as Json[]) {
    Object.assign(whole, one);
    Object.assign(whole.properties, properties);
    whole.required.push(...(required as unknown[]));
  }
  return whole;
}

if (import.meta.main) {
  const [from = 'HEAD'] = process.argv.slice(2);
  const text = existsSync(from)
    ? readFileSync(from, 'utf8')
    : execFileSync('git', ['show', `${from}:docs/openapi.json`], { encoding: 'utf8', maxBuffer: 1 << 26 });
  const changes = changesBetween(JSON.parse(text), JSON.parse(readFileSync(OPENAPI_FILE, 'utf8')));
  for (const { breaks, at, what } of changes) console.log(`${breaks ? 'BREAKS' : '      '} ${at}: ${what}`);
  process.exitCode = changes.some(({ breaks }) => breaks) ? 1 : 0;
}
