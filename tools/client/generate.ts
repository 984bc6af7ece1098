import { comment, type Schema, typeOf } from './types.ts';

type Parameter = { $ref?: string; name: string; in: string; required?: boolean; description?: string; schema: Schema };
type Media = Record<string, { schema: Schema }>;
type Answer = { $ref?: string; content?: Media };
type Operation = {
  operationId: string;
  summary: string;
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Media };
  responses: Record<string, Answer>;
};
export type Description = {
  paths: Record<string, Record<string, Operation> & { parameters?: Parameter[] }>;
  components: {
    schemas: Record<string, Schema>;
    parameters: Record<string, Parameter>;
    responses: Record<string, Answer>;
  };
};

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** The client's JavaScript and its types, from the API's description. */
export function generateClient(description: Description): { code: string; types: string } {
  const { schemas } = description.components;
  const operations = operationsOf(description);
  const table = operations.map(({ id, entry }) => `  ${id}: ${JSON.stringify(entry)},`);
  const code = `import { Sender } from './runtime.js';

export { CounterfoilError } from './runtime.js';

const OPERATIONS = {
${table.join('\n')}
};

export class Counterfoil {
  constructor(settings) {
    const sender = new Sender(settings);
    for (const [name, operation] of Object.entries(OPERATIONS))
      this[name] = (args, options) => sender.call(operation, args, options);
  }
}

export const refused = (error, _operation) => error instanceof Error && error.name === 'CounterfoilError';
`;
  const named = Object.entries(schemas).map(
    ([name, schema]) => `${comment(schema.description, '')}export type ${name} = ${typeOf(schema)};\n`,
  );
  const methods = operations.map(({ id, summary, args, needed, answer }) => {
    const first = args ? `args${needed ? '' : '?'}: ${args}` : 'args?: Record<never, never>';
    return `${comment(summary, '  ')}  ${id}(${first}, options?: Options): ${answer};\n`;
  });
  const codes = operations.map(({ id, refusals }) => `  ${id}: ${refusals};\n`);
  const types = `import type { CounterfoilError, List, Options, Settings } from './runtime.js';

export { CounterfoilError, type List, type Options, type Page as ListPage, type Settings } from './runtime.js';

${named.join('\n')}
/** The codes with which each operation may refuse. */
export interface ErrorCodes {
${codes.join('')}}

export interface Methods {
${methods.join('')}}

export interface Counterfoil extends Methods {}
export declare class Counterfoil {
  constructor(settings: Settings);
}

/** Whether an error is a refusal; then its \`code\` is one of this operation's. */
export declare function refused<Name extends keyof ErrorCodes>(
  error: unknown,
  operation: Name,
): error is CounterfoilError<ErrorCodes[Name]>;
`;
  return { code, types };
}

function operationsOf({ paths, components }: Description) {
  const named = <T extends { $ref?: string }>(one: T, kind: 'parameters' | 'responses'): T =>
    one.$ref ? (components[kind][one.$ref.split('/').at(-1) as string] as unknown as T) : one;
  return Object.entries(paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => {
      const operation = item[method] as Operation;
      const all = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((one) => named(one, 'parameters'));
      const own = all.filter((one) => one.in !== 'header' && one.name !== 'organization');
      const [type, body] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
      const [status] = Object.keys(operation.responses).filter((one) => one.startsWith('2'));
      const good = named(operation.responses[status as string] as Answer, 'responses');
      const done = good.content?.['application/json']?.schema;
      const data = done?.allOf?.[1]?.properties?.data;
      const paged = done?.allOf?.[0]?.$ref?.endsWith('/DonePage') ?? false;
      const file = data === undefined;
      const fields: Schema = {
        type: 'object',
        properties: {
          ...Object.fromEntries(
            own.map(({ name, schema, description }) => [name, { ...schema, ...(description && { description }) }]),
          ),
          ...(body && { body: body.schema }),
        },
        required: [
          ...own.filter((one) => one.required || one.in === 'path').map(({ name }) => name),
          ...(operation.requestBody?.required ? ['body'] : []),
        ],
      };
      const empty = Object.keys(fields.properties ?? {}).length === 0;
      const returned = data ? typeOf(data, '  ') : 'Response';
      const item1 = paged && data?.items ? typeOf(data.items, '  ') : 'unknown';
      return {
        id: operation.operationId,
        summary: operation.summary,
        args: empty ? null : typeOf(fields, '  '),
        needed: (fields.required ?? []).length > 0,
        answer: file ? 'Promise<Response>' : paged ? `List<${item1}>` : `Promise<${returned}>`,
        refusals: refusalsOf(named(operation.responses['4XX'] as Answer, 'responses')),
        entry: {
          method: method.toUpperCase(),
          path,
          query: own.filter((one) => one.in === 'query').map(({ name }) => name),
          ...(all.some(({ name }) => name === 'idempotency-key') && { takesKey: true }),
          ...(paged && { paged }),
          ...(file && { file }),
          ...(type === 'multipart/form-data' && { upload: true }),
        },
      };
    }),
  );
}

function refusalsOf({ content }: Answer): string {
  const code = content?.['application/json']?.schema.allOf?.[1]?.properties?.error?.properties?.code;
  return code ? typeOf(code, '  ') : 'CommonCode';
}
