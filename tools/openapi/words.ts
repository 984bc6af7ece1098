import { readFileSync } from 'node:fs';
import type { Json } from './schemas.ts';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

export const INFO = {
  title: 'Counterfoil',
  version,
  license: { name: 'MIT', identifier: 'MIT' },
  description: [
    'One back office: every answer is `{"ok":true,"data":…}` or `{"ok":false,"error":{"code","message","fields"?}}`.',
    'A file is sent as it is. Codes are for programs and stay; messages are for people, in their language.',
    'The order of a list is `sort`: a field, with a hyphen before it descending; the first that is named is the default.',
    'A list answers `page.next`; the same request with `after` set to it gives the next page, until it is null.',
    'Conditions of a list are sent as `filter[name]=value`, or all together as a JSON object in `filter`.',
    'An empty value in a query is as good as none. Names that an operation does not know are refused, in a query and in a body.',
    'A write that carries an `Idempotency-Key` happens once, however often it is sent within seven days.',
    '`x-permission` is what the caller must be allowed to; `x-permissions` has the least role of each.',
  ].join('\n\n'),
};

const local = (kind: string, name: string): Json => ({ $ref: `#/components/${kind}/${name}` });

/** Parameters that most lists have, by what they say. */
const SHARED = new Map([
  ['search', 'Search'],
  ['limit', 'Limit'],
  ['after', 'After'],
]);

export const ref = {
  of: local,
  /** A reference to the parameter of every list, when this is that one. */
  parameter(name: string, schema: Json): Json | undefined {
    const shared = SHARED.get(name);
    if (!shared) return undefined;
    const { parameters } = FIXED_COMPONENTS;
    const { description, schema: same } = (parameters as Record<string, Json>)[shared] as {
      description?: string;
      schema: Json;
    };
    const whole = { ...same, ...(description && schema.description ? { description } : {}) };
    return sameAs(whole, schema) ? local('parameters', shared) : undefined;
  },
};

const sameAs = (a: Json, b: Json) => {
  const text = (value: Json) => JSON.stringify(Object.entries(value).sort());
  return text(a) === text(b);
};

/** Codes that any route may answer. */
export const COMMON_CODES = [
  'auth.bad_api_key',
  'auth.bad_token',
  'auth.not_a_member',
  'auth.organization_unknown',
  'devices.refused',
  'http.answer_not_kept',
  'http.bad_cursor',
  'http.bad_text',
  'http.bad_value',
  'http.busy',
  'http.changed_meanwhile',
  'http.csrf',
  'http.disk_full',
  'http.forbidden',
  'http.idempotency_in_progress',
  'http.idempotency_mismatch',
  'http.internal',
  'http.invalid',
  'http.malformed',
  'http.media_type',
  'http.method_not_allowed',
  'http.module_off',
  'http.no_organization',
  'http.not_found',
  'http.other_user',
  'http.outcome_unknown',
  'http.too_large',
  'http.too_many_requests',
  'http.unauthenticated',
];

const text = (maxLength: number) => ({ type: 'string', maxLength });
const header = (name: string, description: string, schema: Json): Json => ({ name, in: 'header', description, schema });

/** What every answer and request has in common, whatever the routes are. */
export const FIXED_COMPONENTS = {
  headers: {
    ETag: {
      description: 'The version of the record; send it as `If-Match` with a change.',
      schema: { type: 'string' },
    },
    RetryAfter: { description: 'Seconds to wait.', schema: { type: 'integer' } },
    RateLimit: {
      description: 'What is left: `"route";r=<requests>;t=<seconds until it is whole again>`.',
      schema: { type: 'string' },
    },
    RateLimitPolicy: { description: '`"route";q=<requests>;w=60`.', schema: { type: 'string' } },
    WWWAuthenticate: { description: 'How to say who one is.', schema: { type: 'string' } },
  },
  parameters: {
    Search: { name: 'search', in: 'query', schema: text(200) },
    Limit: { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 } },
    After: { name: 'after', in: 'query', description: 'page.next of the page before.', schema: text(2000) },
    Org: header('x-organization', 'The organization, its id or short name, for those who belong to several.', text(60)),
    OrgOfLink: {
      name: 'organization',
      in: 'query',
      description: 'The same where no header can be sent, such as in a link.',
      schema: text(60),
    },
    IdempotencyKey: header(
      'idempotency-key',
      'A request repeated with the same key gets the first answer, and nothing happens twice.',
      { type: 'string', minLength: 1, maxLength: 200 },
    ),
    IfMatch: header(
      'if-match',
      'The ETag of the record as it was read. If somebody has changed it since, the answer is 409 with `error.changed`: each field, its value now, by whom and when; `error.version` is the ETag now.',
      text(8000),
    ),
  },
  responses: {
    Refused: {
      description: 'Refused: of 401 and 429 with what to do',
      headers: {
        'WWW-Authenticate': local('headers', 'WWWAuthenticate'),
        'Retry-After': local('headers', 'RetryAfter'),
        RateLimit: local('headers', 'RateLimit'),
        'RateLimit-Policy': local('headers', 'RateLimitPolicy'),
      },
      content: { 'application/json': { schema: local('schemas', 'Error') } },
    },
  },
  schemas: {
    CommonCode: { type: 'string', enum: COMMON_CODES },
    Done: { type: 'object', required: ['ok', 'data'], properties: { ok: { const: true }, data: {} } },
    DonePage: {
      type: 'object',
      required: ['ok', 'data', 'page'],
      properties: { ok: { const: true }, data: {}, page: local('schemas', 'Page') },
    },
    Page: {
      type: 'object',
      required: ['next'],
      properties: { next: { type: ['string', 'null'], description: '`after` of the next page; null at the end.' } },
    },
    Error: {
      type: 'object',
      required: ['ok', 'error'],
      properties: {
        ok: { const: false },
        error: {
          type: 'object',
          required: ['code', 'message'],
          properties: {
            code: { type: 'string' },
            message: { type: 'string', description: 'For people, in their language.' },
            fields: {
              type: 'object',
              additionalProperties: { type: 'string' },
              description: 'What is wrong with each field of the request.',
            },
            changed: {
              type: 'array',
              items: local('schemas', 'ChangedField'),
              description: 'Of http.changed_meanwhile: what somebody else changed.',
            },
            version: { type: 'string', description: 'The ETag of the record now.' },
          },
        },
      },
    },
    ChangedField: {
      type: 'object',
      required: ['field', 'theirs', 'by', 'at'],
      properties: {
        field: { type: 'string' },
        theirs: {},
        by: { type: ['string', 'null'] },
        at: { type: ['string', 'null'] },
      },
    },
  },
};
