/** What every method of the client does: one request, its retries, its pages, its errors. No dependencies. */

export type Options = {
  /** cancels the request */
  signal?: AbortSignal;
  /** the Idempotency-Key of a POST; default: a new one, which all retries of this call share */
  idempotencyKey?: string;
  /** the ETag of the record as it was read: the change is refused when somebody changed it since */
  ifMatch?: string;
  headers?: Record<string, string>;
  /** sees the answer's headers, such as the ETag for `ifMatch` */
  onResponse?: (response: Response) => void;
};

export type Settings = {
  /** where Counterfoil answers, such as https://desk.example.org */
  url: string;
  /** a key of the organization (`cf_…`), a person's access token, or a device's token */
  key?: string;
  /** id or short name, for persons with several organizations */
  organization?: string;
  /** the language of messages, such as `en` */
  language?: string;
  /** how often a request is tried in all; default 4 */
  attempts?: number;
  fetch?: typeof fetch;
  /** for tests: how to wait */
  wait?: (ms: number) => Promise<void>;
};

/** A refusal. `code` is for programs and stays the same; `message` is for people. */
export class CounterfoilError<Code extends string = string> extends Error {
  readonly status: number;
  readonly code: Code;
  /** what is wrong with each field of the request */
  readonly fields: Record<string, string>;
  /** of `http.changed_meanwhile`: what somebody else changed */
  readonly changed: { field: string; theirs: unknown; by: string | null; at: string | null }[];
  readonly requestId: string | null;
  constructor(status: number, error: Partial<CounterfoilError<Code>> & { code: Code }, requestId: string | null) {
    super(error.message ?? error.code);
    this.name = 'CounterfoilError';
    this.status = status;
    this.code = error.code;
    this.fields = error.fields ?? {};
    this.changed = error.changed ?? [];
    this.requestId = requestId;
  }
}

/** One page of a list. */
export type Page<T> = { data: T[]; next: string | null };

/** A list: awaited it is its first page; gone through with `for await` it is all of its records, page after page. */
export type List<T> = Promise<Page<T>> & AsyncIterable<T>;

export type Operation = {
  method: string;
  path: string;
  query: string[];
  takesKey?: boolean;
  paged?: boolean;
  file?: boolean;
  upload?: boolean;
};
type Args = Record<string, unknown> & { body?: unknown };
type Answer = { data: unknown; next: string | null };

const AGAIN = new Set([429, 502, 503, 504]);
const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/** Sends requests; the methods stand on it. */
export class Sender {
  readonly #settings: Settings;
  constructor(settings: Settings) {
    this.#settings = settings;
  }

  call(operation: Operation, args: Args = {}, options: Options = {}): Promise<unknown> | List<unknown> {
    if (!operation.paged)
      return this.#once(operation, args, options).then((answer) => ('data' in answer ? answer.data : answer));
    const send = (after?: string) =>
      this.#once(operation, after === undefined ? args : { ...args, after }, options) as Promise<Answer>;
    // One request, whether the list is awaited or gone through.
    let first: Promise<Page<unknown>> | undefined;
    const page = () => (first ??= send() as Promise<Page<unknown>>);
    async function* all() {
      let { data, next } = await page();
      for (;;) {
        yield* data as unknown[];
        if (next === null) return;
        ({ data, next } = (await send(next)) as Page<unknown>);
      }
    }
    const list = page();
    return Object.assign(list, { [Symbol.asyncIterator]: all });
  }

  async #once(operation: Operation, args: Args, options: Options): Promise<Answer | Response> {
    const { url, init } = this.#request(operation, args, options);
    const { attempts = 4, fetch: send = fetch, wait = pause } = this.#settings;
    // A write without a key may have been done although no answer came.
    const safe = operation.method === 'GET' || operation.takesKey === true;
    for (let attempt = 1; ; attempt++) {
      let response: Response | undefined;
      try {
        response = await send(url, init);
      } catch (error) {
        if (!safe || attempt >= attempts || options.signal?.aborted) throw error;
      }
      const retry = !response || (AGAIN.has(response.status) && (safe || response.status === 429));
      if (response && (!retry || attempt >= attempts)) {
        options.onResponse?.(response);
        return read(operation, response);
      }
      const told = Number(response?.headers.get('retry-after')) * 1000;
      await wait(Math.max(told || 0, 250 * 2 ** (attempt - 1)));
    }
  }

  #request({ method, path, query, takesKey, upload }: Operation, args: Args, options: Options) {
    const { url: base, key, organization, language } = this.#settings;
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(args[name])));
    const url = new URL(`/api/v1${filled}`, base);
    for (const name of query) append(url.searchParams, name, args[name]);
    const headers: Record<string, string> = { accept: 'application/json', ...options.headers };
    if (key) headers.authorization = `Bearer ${key}`;
    if (organization) headers['x-organization'] = organization;
    if (language) headers['accept-language'] = language;
    if (takesKey) headers['idempotency-key'] = options.idempotencyKey ?? crypto.randomUUID();
    if (options.ifMatch) headers['if-match'] = options.ifMatch;
    let body: FormData | string | undefined;
    if (upload) body = formOf(args.body as Record<string, unknown>);
    else if (args.body !== undefined) {
      headers['content-type'] = 'application/json';
      body = JSON.stringify(args.body);
    }
    return {
      url,
      init: { method, headers, ...(body !== undefined && { body }), ...(options.signal && { signal: options.signal }) },
    };
  }
}

/** `filter` is an object: `filter[state]=paid`. */
function append(to: URLSearchParams, name: string, value: unknown): void {
  if (value === undefined || value === null) return;
  if (Array.isArray(value)) for (const one of value) append(to, name, one);
  else if (typeof value === 'object')
    for (const [key, one] of Object.entries(value)) append(to, `${name}[${key}]`, one);
  else to.append(name, String(value));
}

/** Text fields before the file, as streams of forms are read. */
function formOf({ file, ...fields }: Record<string, unknown>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) form.set(name, String(value));
  form.set('file', file as Blob);
  return form;
}

async function read({ file }: Operation, response: Response): Promise<Answer | Response> {
  if (response.ok && file) return response;
  const text = await response.text();
  let answer: { ok?: boolean; data?: unknown; page?: { next: string | null }; error?: { code: string } } = {};
  try {
    answer = JSON.parse(text);
  } catch {
    // A proxy answered, not Counterfoil.
  }
  if (response.ok && answer.ok) return { data: answer.data, next: answer.page?.next ?? null };
  const error = answer.error ?? { code: 'http.not_json', message: text.slice(0, 200) };
  throw new CounterfoilError(response.status, error, response.headers.get('x-request-id'));
}
