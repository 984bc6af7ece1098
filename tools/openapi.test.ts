import { readFileSync } from 'node:fs';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { packages } from '../kernel/packages.ts';
import { modules } from '../server/modules.ts';
import { OPENAPI_FILE, openapiText } from './openapi.ts';

type Parameter = { name?: string; in?: string; schema?: { $ref?: string }; $ref?: string };
type Operation = {
  operationId: string;
  security?: Record<string, string[]>[];
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: { $ref?: string } }> };
  responses: Record<string, { $ref?: string; content?: Record<string, unknown> }>;
  'x-permission'?: string;
};
type Schema = {
  type?: string;
  properties?: Record<string, object>;
  required?: string[];
  enum?: string[];
  allOf?: Schema[];
};
type Part = { content: Record<string, { schema: Schema }> };

const manifests = [...packages, ...modules];
const routes = manifests.flatMap(({ routes: own = [] }) => own);
const kept = readFileSync(OPENAPI_FILE, 'utf8');
const document = JSON.parse(kept) as {
  paths: Record<string, Record<string, Operation> & { parameters?: Parameter[] }>;
  components: {
    schemas: Record<string, Schema>;
    responses: Record<string, Part>;
    parameters: Record<string, Parameter>;
  };
};
const { schemas, responses, parameters } = document.components;
/** The fields of a schema, with those of the components that it extends. */
const fieldsOf = ({ $ref, allOf = [], properties = {} }: Schema & { $ref?: string }): string[] =>
  $ref
    ? fieldsOf(schemas[$ref.split('/').at(-1) as string] as Schema)
    : [...allOf.flatMap(fieldsOf), ...Object.keys(properties)];
const operationOf = ({ method, path }: { method: string; path: string }) =>
  document.paths[path]?.[method.toLowerCase()] as Operation;
const parametersOf = (route: { method: string; path: string }) =>
  [...(document.paths[route.path]?.parameters ?? []), ...(operationOf(route).parameters ?? [])].map((one) =>
    one.$ref ? (parameters[one.$ref.split('/').at(-1) as string] as Parameter) : one,
  );

describe('the description of the API, docs/openapi.json', () => {
  let made: string;
  beforeAll(async () => {
    made = await openapiText();
  });

  test('is current', () => {
    expect(made === kept, 'run: npm run openapi').toBe(true);
  });

  test('passes the rules that Redocly recommends', async () => {
    const config = await createConfig({ extends: ['recommended'] });
    const problems = await lintFromString({ source: kept, absoluteRef: '/openapi.json', config });
    expect(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual([]);
  });

  test('has all routes, with a name, their callers and an answer', () => {
    for (const route of routes) {
      const at = `${route.method} ${route.path}`;
      const operation = operationOf(route);
      expect(operation?.operationId, at).toMatch(/^[a-z]+[A-Z]?/);
      expect(Object.keys(operation.responses), at).toEqual(
        expect.arrayContaining([String(route.status ?? 200), '4XX']),
      );
      if (route.permission === 'public') expect(operation.security, at).toEqual([]);
      else expect(operation.security, at).not.toEqual([]);
      if (!['public', 'session', 'portal'].includes(route.permission))
        expect(operation['x-permission'], at).toBe(route.permission);
    }
    const callers = (method: string, path: string) => operationOf({ method, path }).security?.flatMap(Object.keys);
    expect(callers('GET', '/portal/account')).toEqual(['portal']);
    expect(callers('GET', '/devices/self')).toEqual(['device']);
    expect(callers('GET', '/mess/code')).toEqual(['phone']);
    expect(callers('POST', '/coffee/machines/{id}/status')).toEqual(['device']);
  });

  test('names each body and each answer that has fields', () => {
    expect(schemas.Bill?.properties).toHaveProperty('due_minor');
    expect(operationOf({ method: 'POST', path: '/exhibition/customers/{id}/bills' }).requestBody).toMatchObject({
      content: { 'application/json': { schema: { $ref: '#/components/schemas/BillInput' } } },
    });
    const bare = routes.filter((route) => {
      const schema = operationOf(route).requestBody?.content['application/json']?.schema;
      return schema && !schema.$ref && Object.keys((schema as Schema).properties ?? {}).length > 1;
    });
    expect(bare.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  test('names the conditions of a list, each by its field, and its orders', () => {
    const lists = routes.filter(({ filter }) => filter);
    expect(lists.length).toBeGreaterThan(40);
    for (const route of lists) {
      const filter = parametersOf(route).find(({ name }) => name === 'filter');
      const fields = Object.keys((route.filter as unknown as Schema).properties ?? {});
      expect([filter, fieldsOf(filter?.schema as Schema).sort()], route.path).toEqual([
        expect.objectContaining({ style: 'deepObject', explode: true }),
        fields.sort(),
      ]);
    }
    expect(parametersOf({ method: 'GET', path: '/exhibition/bills' })).toContainEqual({
      name: 'sort',
      in: 'query',
      schema: { enum: ['-created_at'] },
    });
  });

  test('leaves out nothing that has a default', () => {
    const wanted = Object.entries(parameters).filter(
      ([, one]) => (one as { required?: boolean }).required && one.in === 'query',
    );
    expect(wanted.filter(([, { schema }]) => 'default' in (schema ?? {}))).toEqual([]);
    const inputs = Object.entries(schemas).filter(([name]) => /Input$|Body$/.test(name));
    const both = inputs.flatMap(([name, { properties = {}, required = [] }]) =>
      required.filter((field) => 'default' in (properties[field] ?? {})).map((field) => `${name}.${field}`),
    );
    expect(both).toEqual([]);
  });

  test('says what files are sent and answered', () => {
    const upload = operationOf({ method: 'POST', path: '/files' }).requestBody;
    expect(Object.keys(upload?.content ?? {})).toEqual(['multipart/form-data']);
    const types = (path: string) => {
      const answer = operationOf({ method: 'GET', path }).responses['200'];
      return Object.keys((answer?.$ref ? responses[answer.$ref.split('/').at(-1) as string] : answer)?.content ?? {});
    };
    expect(types('/exhibition/bills/export.csv')).toEqual(['text/csv']);
    expect(types('/events')).toEqual(['text/event-stream']);
    expect(JSON.stringify(document)).not.toContain('application/octet-stream');
  });

  test('lists the refusals of each operation, by their codes', () => {
    const refused = (method: string, path: string) => {
      const answer = operationOf({ method, path }).responses['4XX'];
      const text = JSON.stringify(answer?.$ref ? responses[answer.$ref.split('/').at(-1) as string] : answer);
      const lists = [...text.matchAll(/schemas\/(\w+Code\d*)"/g)].flatMap(
        ([, list]) => schemas[list as string]?.enum ?? [],
      );
      return [
        ...lists,
        ...[...text.matchAll(/"enum":(\[.*?\])/g)].flatMap(([, one]) => JSON.parse(one as string) as string[]),
      ];
    };
    const codes = refused('POST', '/exhibition/customers/{id}/bills');
    expect(codes).toEqual(
      expect.arrayContaining([
        'http.invalid',
        'exhibition.bill.amount_zero',
        'exhibition.customer.not_found',
        'till.not_open',
      ]),
    );
    expect(codes).not.toContain('mess.student.not_found');
    expect(refused('GET', '/exhibition/bills/{id}')).toContain('exhibition.bill.not_found');
  });

  test('is no larger than it must be', () => {
    // Bytes for each operation, with its part of the components, and of all; decision 0971.
    expect(kept.length / routes.length).toBeLessThan(1375);
    expect(kept.length).toBeLessThan(900_000);
  });
});
