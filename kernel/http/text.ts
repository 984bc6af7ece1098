/** Refuses text that cannot be stored, once, before any code reads the request. */
import type { FastifyRequest } from 'fastify';
import { findBadText } from '../lib/bad-text.ts';
import { type Refusal, refuse } from '../lib/result.ts';

/**
 * Headers whose value is stored or looked up. Node refuses a zero character in them, but a test or another server may
 * not.
 */
const KEPT_HEADERS = ['user-agent', 'idempotency-key', 'x-organization', 'accept-language', 'last-event-id'];

/** Checks the path, the query and the headers of every request. */
export function badAddress({ params, query, headers }: FastifyRequest): Refusal | null {
  const path = findBadText(params);
  if (path !== null) return badText(path);
  const asked = findBadText(query);
  if (asked !== null) return badText(asked);
  const header = KEPT_HEADERS.find((name) => findBadText(headers[name]) !== null);
  return header === undefined ? null : badText(header);
}

/** Checks the body of our own routes; webhooks clean what outside services send where they read it. */
export function badBody(body: unknown): Refusal | null {
  const path = findBadText(body);
  return path === null ? null : badText(path);
}

const badText = (path: string) => refuse('http.bad_text', undefined, { [path || 'body']: 'field.text' });

/** Thrown while a form is read, when a part's name, file name or value contains such text. */
export class BadTextError extends Error {
  readonly code = 'HTTP_BAD_TEXT';
  readonly field: string;
  constructor(field: string) {
    super('a part of a form is no text');
    this.field = field;
  }
}

/** Thrown when a form is incomplete or malformed. */
class BadFormError extends Error {
  readonly code = 'HTTP_BAD_FORM';
}

/**
 * Errors of the form parser about a malformed form have neither a code nor a status; those about its limits have both.
 */
async function readable<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    const { code, statusCode } = error as { code?: string; statusCode?: number };
    throw code || statusCode ? error : new BadFormError((error as Error).message);
  }
}

type Part = Awaited<ReturnType<FastifyRequest['file']>>;
type AnyPart = NonNullable<Part> | { type: 'field'; fieldname: string; value: unknown; mimetype: string };

/** The route reads a form part by part: this checks each part when it arrives. */
export function watchForm(request: FastifyRequest): void {
  if (!request.isMultipart()) return;
  const { file, parts } = request;
  request.file = async (options) => checked(await readable(file.call(request, options)));
  request.parts = async function* (options) {
    const each = parts.call(request, options)[Symbol.asyncIterator]();
    try {
      for (let part = await readable(each.next()); !part.done; part = await readable(each.next()))
        yield checked(part.value);
    } finally {
      await each.return?.();
    }
  } as typeof parts;
}

function checked<P extends AnyPart | undefined>(part: P): P {
  if (!part) return part;
  check(part);
  if (part.type === 'field') return part;
  // `fields` contains the parts before the file; the parts after it are there once the file was read.
  checkFields(part);
  const whole = part.toBuffer;
  part.toBuffer = async () => {
    const bytes = await readable(whole.call(part));
    checkFields(part);
    return bytes;
  };
  return part;
}

function check(part: AnyPart): void {
  const texts = part.type === 'file' ? [part.filename, part.mimetype] : [part.value];
  if (findBadText(part.fieldname) !== null) throw new BadTextError('body');
  if (texts.some((text) => findBadText(text) !== null)) throw new BadTextError(part.fieldname);
}

function checkFields(part: NonNullable<Part>): void {
  for (const field of Object.values(part.fields).flat()) if (field && field !== part) check(field as AnyPart);
}
