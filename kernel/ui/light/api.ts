/**
 * The browser's client of /api/v1: one fetch that unwraps the envelope, so that screens handle only data and ApiError.
 * The session is in a cookie; the organization is in a header, because two tabs may show two organizations.
 */

import { noticeBuild } from './newVersion.ts';
import { noteAnswered } from './reach.ts';

const ROOT = '/api/v1';
const ORGANIZATION_KEY = 'counterfoil.organization';

/** The current value of a field in the API's own spelling, and who set it when, where that is known. */
export type ChangedField = { field: string; theirs: unknown; by: string | null; at: string | null };
/** A record with the version in which it was read; a change sends the version back. */
export type Versioned = { version?: string };

/** A refusal of the server, or no answer at all (`status` 0). `fields` maps a body field to its text. */
export class ApiError extends Error {
  status: number;
  code: string;
  fields: Record<string, string>;
  /** Of `http.changed_meanwhile`: what another person changed, and the record's current version. */
  changed: ChangedField[] = [];
  version: string | undefined;
  /** Seconds to wait before another attempt, when the server says so. */
  retryAfter: number | undefined;
  /** react-admin's forms read their field errors here. */
  body: { errors?: Record<string, string> };

  constructor(status: number, code: string, message: string, fields: Record<string, string> = {}) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.fields = fields;
    this.body = Object.keys(fields).length > 0 ? { errors: fields } : {};
  }
}

export type Query = Record<string, string | number | boolean | undefined | null>;
/**
 * The content of the envelope; `page.next` is the cursor of a list's next page; `version` is a record's, for
 * `Options.version`.
 */
export type Reply<T> = { data: T; page?: { next: string | null }; version?: string };

/** The refusal code when the request has no valid session. */
const SIGNED_OUT = 'http.unauthenticated';
let signedOut: (() => void) | undefined;

/**
 * Calls `listener` at each answer without a valid session; only one listener at a time. Returns a function that removes
 * it.
 */
export function onSignedOut(listener: () => void): () => void {
  signedOut = listener;
  return () => {
    if (signedOut === listener) signedOut = undefined;
  };
}

/** Whether this is such an answer: then the sign-in page opens and explains it. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.code === SIGNED_OUT;
}

export type Options = {
  method?: string;
  query?: Query;
  body?: unknown;
  /** Sent as Idempotency-Key: the same key gets the first answer again. */
  idempotencyKey?: string;
  /** Sent as If-Match: the change succeeds only while the record still has this version. */
  version?: string | undefined;
  /** The organization of an entry that was made earlier, when this tab has changed to another one. */
  organization?: string;
  user?: string;
  /** A portal's token, sent instead of the session cookie's rights. */
  token?: string;
  /** A key or token, sent as `Authorization: Bearer …`; it says by itself whose and of which organization it is. */
  bearer?: string;
  signal?: AbortSignal;
};

let offlineText = 'The server cannot be reached. Check the connection and try again.';
let language = 'en';

/** Sets the language to request, and the text to show when no answer came. */
export function setApiLanguage(code: string, offline: string): void {
  language = code;
  offlineText = offline;
}

/** The organization this tab works in, or null before the first session look-up. */
export function currentOrganization(): string | null {
  return sessionStorage.getItem(ORGANIZATION_KEY);
}

export function setCurrentOrganization(id: string | null): void {
  if (id === null) sessionStorage.removeItem(ORGANIZATION_KEY);
  else sessionStorage.setItem(ORGANIZATION_KEY, id);
}

let currentUser: string | null = null;

/** The user of this page; the server refuses a request when the session belongs to another user by now. */
export function setCurrentUser(id: string | null): void {
  currentUser = id;
}

/** `/api/v1<path>?…`, leaving out what is undefined, null or ''. */
export function apiUrl(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return `${ROOT}${path}${text ? `?${text}` : ''}`;
}

/** A link for `<a href>`, `<img src>` and downloads, which cannot send headers. */
export function fileUrl(path: string, query: Query = {}): string {
  return apiUrl(path, { ...query, organization: currentOrganization() });
}

function headersFor(options: Options): Headers {
  const headers = new Headers({ accept: 'application/json', 'accept-language': language });
  const organization = options.organization ?? currentOrganization();
  if (organization && !options.bearer) headers.set('x-organization', organization);
  const user = options.user ?? currentUser;
  // Another person may have signed in in another tab of this browser: this page must not act in their name.
  if (user) headers.set('x-user', user);
  if (options.token) headers.set('x-portal-token', options.token);
  if (options.bearer) headers.set('authorization', `Bearer ${options.bearer}`);
  if (options.version) headers.set('if-match', options.version);
  if (options.idempotencyKey) headers.set('idempotency-key', options.idempotencyKey);
  // A cross-site form or image can't send a custom header; the server refuses writes without it.
  if (options.method && options.method !== 'GET') headers.set('x-csrf-token', '1');
  return headers;
}

/**
 * Sends one request and unwraps `{ok,data,page}`.
 * Throws ApiError for every refusal; status 0 and code `network` when there was no answer, so its outcome is unknown.
 */
export async function request<T>(path: string, options: Options = {}): Promise<Reply<T>> {
  const headers = headersFor(options);
  let body: BodyInit | undefined;
  if (options.body instanceof FormData) body = options.body;
  else if (options.body !== undefined) {
    headers.set('content-type', 'application/json');
    body = JSON.stringify(snakeKeys(options.body));
  }
  let response: Response;
  try {
    response = await fetch(apiUrl(path, options.query), {
      method: options.method ?? 'GET',
      headers,
      body,
      credentials: 'same-origin',
      signal: options.signal,
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    noteAnswered(false);
    throw new ApiError(0, 'network', offlineText);
  }
  noteAnswered(true);
  noticeBuild(response.headers);
  return unwrap<T>(response);
}

/** Maps whose keys are data (fields of a record, of a settings form), not names of the API. */
const AS_THEY_ARE = new Set(['before', 'after', 'values', 'schema', 'fields']);

/** created_at → createdAt, at every depth: screens use camelCase. */
function camelKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelKeys);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      AS_THEY_ARE.has(key) ? inner : camelKeys(inner),
    ]),
  );
}

/** The reverse, for requests. */
export function snakeKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeKeys);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [snakeKey(key), snakeKeys(inner)]));
}

export function snakeKey(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

type CamelKey<K> = K extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<CamelKey<Tail>>}` : K;
/** The type of an API answer after `camelKeys`. */
export type Camelized<T> = T extends (infer Item)[]
  ? Camelized<Item>[]
  : T extends object
    ? { [K in keyof T as CamelKey<K>]: Camelized<T[K]> }
    : T;

async function unwrap<T>(response: Response): Promise<Reply<T>> {
  if (response.status === 204) return { data: undefined as T };
  const envelope = await response.json().catch(() => null);
  if (envelope?.ok === true) {
    const etag = response.headers.get('etag');
    const version = etag?.includes('"r1.') ? etag : undefined;
    return {
      data: withVersion(camelKeys(envelope.data), version) as T,
      page: envelope.page,
      ...(version && { version }),
    };
  }
  const error = envelope?.error;
  if (error?.code === SIGNED_OUT) signedOut?.();
  const refusal = new ApiError(
    response.status,
    error?.code ?? 'unreadable',
    error?.message ?? `${response.status} ${response.statusText}`,
    camelKeys(error?.fields ?? {}) as Record<string, string>,
  );
  refusal.changed = error?.changed ?? [];
  refusal.version = error?.version;
  const wait = response.headers.get('retry-after');
  refusal.retryAfter = wait === null ? undefined : Number(wait);
  throw refusal;
}

/** Adds the version from a record's ETag to its fields. */
function withVersion(data: unknown, version: string | undefined): unknown {
  const record = version && data !== null && typeof data === 'object' && !Array.isArray(data);
  return record ? { ...data, version } : data;
}

/** The HTTP verbs for screens, sent by `send`: they return the data or throw an ApiError. */
export function apiBy(send: <T>(path: string, options: Options) => Promise<Reply<T>>) {
  const data = async <T>(path: string, options: Options): Promise<T> => (await send<T>(path, options)).data;
  return {
    get: <T>(path: string, query?: Query, options: Options = {}) => data<T>(path, { ...options, query }),
    post: <T>(path: string, body: unknown = {}, options: Options = {}) =>
      data<T>(path, { ...options, method: 'POST', body }),
    patch: <T>(path: string, body: unknown, options: Options = {}) =>
      data<T>(path, { ...options, method: 'PATCH', body }),
    put: <T>(path: string, body: unknown, options: Options = {}) => data<T>(path, { ...options, method: 'PUT', body }),
    delete: <T>(path: string) => data<T>(path, { method: 'DELETE' }),
  };
}
export type Api = ReturnType<typeof apiBy>;

export const api: Api = apiBy(request);
