import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Services } from '../ctx/index.ts';
import { type Refusal, refuse } from '../lib/result.ts';
import { MAX_FAULTS } from './strict.ts';
import { BadTextError } from './text.ts';

/**
 * Turns refusal codes into HTTP, in this one place: the status comes from the registered tables, the text from the
 * language files.
 */
export class Answers {
  readonly #services: Services;
  readonly #statuses: Record<string, number>;

  constructor(services: Services, statuses: Record<string, number>) {
    this.#services = services;
    this.#statuses = statuses;
  }

  refusal(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
    const language = this.#language(request);
    const text = (code: string) => this.#services.translator.t(language, `errors.${code}`, { ...refusal.detail, code });
    const fields =
      refusal.fields && Object.fromEntries(Object.entries(refusal.fields).map(([f, code]) => [f, text(code)]));
    const { code, changed, version } = refusal;
    const error = { code, message: text(code), ...(fields && { fields }), ...(changed && { changed, version }) };
    if (refusal.detail?.retryAfter) reply.header('retry-after', String(refusal.detail.retryAfter));
    const status = this.#statuses[refusal.code] ?? 400;
    if (status === 401) reply.header('www-authenticate', challengeOf(request));
    return reply.code(status).send({ ok: false, error });
  }

  /** Answers a thrown error: Fastify's own about the request, the database's about capacity, or a bug of ours. */
  thrown(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    if (error.validation) return this.#invalid(error, request, reply);
    if (error instanceof BadTextError)
      return this.refusal(request, reply, refuse('http.bad_text', undefined, { [error.field]: 'field.text' }));
    if (BAD_VALUE.has(error.code)) {
      // A schema should have refused it; the log shows which one.
      request.log.warn({ err: error }, 'the database refused a value of a request');
      return this.refusal(request, reply, refuse('http.bad_value'));
    }
    // Nothing was sent: no connection became free, or none could be opened.
    if (/connection timeout$|^timeout exceeded when trying to connect$/.test(error.message))
      return this.refusal(request, reply, refuse('http.busy'));
    if (isConnectionLost(error)) {
      // A read can be asked for again; of a write nobody knows whether its commit was the last that was done.
      request.log.warn({ err: error }, 'the connection to the database was lost during a request');
      const code = request.method === 'GET' ? 'http.busy' : 'http.outcome_unknown';
      return this.refusal(request, reply, refuse(code));
    }
    const code = THROWN[error.code] ?? (error.statusCode === 429 ? 'http.too_many_requests' : undefined);
    if (code) return this.refusal(request, reply, { ok: false, code });
    if (error.statusCode && error.statusCode < 500) {
      return this.refusal(request, reply, {
        ok: false,
        code: error.statusCode === 413 ? 'http.too_large' : 'http.malformed',
      });
    }
    request.log.error({ err: error }, 'request failed');
    return this.refusal(request, reply, { ok: false, code: 'http.internal', detail: { requestId: request.id } });
  }

  #invalid(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const language = this.#language(request);
    const fields: Record<string, string> = {};
    for (const fault of error.validation ?? []) {
      if (Object.keys(fields).length === MAX_FAULTS) break;
      const named = (fault.params.missingProperty ?? fault.params.additionalProperty) as string | undefined;
      const path =
        [...fault.instancePath.split('/').slice(1), ...(named ? [named] : [])].join('.') ||
        (error.validationContext ?? 'body');
      // For the person who fills in the form, an empty required field is a missing one.
      const empty = fault.keyword === 'minLength' && fault.params.limit === 1;
      const key = empty ? 'required' : FIELD_FAULTS.has(fault.keyword) ? fault.keyword : 'other';
      const limit = (fault.params.limit ?? fault.params.format ?? '') as string | number;
      fields[path] ??= this.#services.translator.t(language, `errors.field.${key}`, { limit });
    }
    const message = this.#services.translator.t(language, 'errors.http.invalid', {});
    return reply.code(400).send({ ok: false, error: { code: 'http.invalid', message, fields } });
  }

  #language(request: FastifyRequest): string {
    return request.ctx?.locale ?? this.#services.translator.negotiate(request.headers['accept-language']);
  }
}

/** How to say who one is (RFC 6750, 3); `invalid_token` when something was said. */
const challengeOf = ({ headers }: FastifyRequest): string =>
  `Bearer realm="Counterfoil"${headers.authorization === undefined ? '' : ', error="invalid_token"'}`;

const FIELD_FAULTS = new Set([
  'required',
  'type',
  'format',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'enum',
  'anyOf',
  'minItems',
  'maxItems',
  'additionalProperties',
]);

/**
 * PostgreSQL's errors about a value rather than about our statement: invalid text, number, date, uuid or JSON, out of
 * range, too long for an index (https://www.postgresql.org/docs/current/errcodes-appendix.html).
 */
const BAD_VALUE = new Set([
  '22001',
  '22003',
  '22007',
  '22008',
  '22009',
  '22021',
  '22023',
  '22032',
  '22P02',
  '22P03',
  '22P05',
  '54000',
]);

/**
 * The connection broke while an answer was awaited: the database was stopped or killed, or the network failed. pg's own
 * errors about it have no code.
 */
const isConnectionLost = ({ code, message }: FastifyError) =>
  LOST.has(code) || /^Connection terminated|is not queryable$/.test(message);
const LOST = new Set(['57P01', '57P02', '08006', 'ECONNRESET', 'EPIPE']);

const THROWN: Record<string, string> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'http.too_large',
  FST_REQ_FILE_TOO_LARGE: 'http.too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'http.media_type',
  FST_ERR_CTP_INVALID_JSON_BODY: 'http.malformed',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'http.malformed',
  HTTP_BAD_FORM: 'http.malformed',
  ENOSPC: 'http.disk_full',
  // PostgreSQL: disk full, statement timeout, too many connections, starting up or shutting down
  '53100': 'http.disk_full',
  '57014': 'http.busy',
  '53300': 'http.busy',
  '57P03': 'http.busy',
  DATABASE_UNREACHABLE: 'http.busy',
  // kernel/auth/passwords.ts
  PASSWORDS_BUSY: 'http.busy',
};

export const httpErrors: Record<string, number> = {
  'http.invalid': 400,
  'http.malformed': 400,
  'http.bad_text': 400,
  'http.bad_value': 400,
  'http.unauthenticated': 401,
  'http.no_organization': 403,
  'http.forbidden': 403,
  'http.module_off': 403,
  'http.csrf': 403,
  'http.other_user': 409,
  'http.not_found': 404,
  'http.method_not_allowed': 405,
  'http.changed_meanwhile': 409,
  'http.too_large': 413,
  'http.media_type': 415,
  'http.outcome_unknown': 503,
  'http.idempotency_mismatch': 422,
  'http.idempotency_in_progress': 409,
  'http.answer_not_kept': 409,
  'http.bad_cursor': 400,
  'http.too_many_requests': 429,
  'http.internal': 500,
  'http.busy': 503,
  'http.disk_full': 507,
  'money.malformed': 400,
  'money.ambiguous': 400,
  'money.too_many_decimals': 400,
  'money.unknown_currency': 400,
};
