/** Stripe's HTTP API: requests are forms, answers are JSON. https://docs.stripe.com/api */
import { ANY_ADDRESS, exchange } from '../../outbound/index.ts';
import type { StripeAccount } from './account.ts';

/** Fixes the format of answers, whatever the account's own version is. */
const VERSION = '2025-06-30.basil';

/** Stripe refused. `status` and `code` are its own. */
export class StripeError extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'StripeError';
    this.status = status;
    this.code = code;
  }
}

export type Form = { [name: string]: string | number | Form | Form[] };

/**
 * Sends one request and returns the object. Throws a StripeError for a final refusal, and other errors when the request
 * may have had an effect: no answer, 5xx, a rate limit, a key in use.
 * @param key requests with the same key have one effect (Idempotency-Key), for at least a day
 */
export async function stripe<T>(
  { root, secretKey }: StripeAccount,
  method: 'GET' | 'POST',
  path: string,
  { form = {}, key }: { form?: Form; key?: string } = {},
): Promise<T> {
  const fields = new URLSearchParams(flat(form)).toString();
  const reply = await exchange({
    method,
    url: method === 'GET' && fields ? `${root}${path}?${fields}` : root + path,
    policy: ANY_ADDRESS,
    headers: {
      authorization: `Bearer ${secretKey}`,
      'stripe-version': VERSION,
      ...(method === 'POST' && { 'content-type': 'application/x-www-form-urlencoded' }),
      ...(key && { 'idempotency-key': key }),
    },
    ...(method === 'POST' && { body: fields }),
    timeouts: { connect: 10_000, reply: 30_000 },
  });
  const { status, bytes } = reply;
  const answer = JSON.parse(bytes.toString()) as T & { error?: { code?: string; type?: string; message?: string } };
  if (status < 300) return answer;
  const { code, type, message } = answer.error ?? {};
  const detail = `Stripe ${status}: ${code ?? type ?? ''} ${message ?? ''}`.trim();
  if (status >= 500 || status === 429 || status === 409) throw new Error(detail);
  throw new StripeError(status, code ?? type ?? '', detail);
}

/** `{ a: { b: 1 }, c: [{ d: 2 }] }` as `a[b]=1&c[0][d]=2`. */
function flat(form: Form, prefix = ''): [string, string][] {
  return Object.entries(form).flatMap(([name, value]): [string, string][] => {
    const key = prefix ? `${prefix}[${name}]` : name;
    if (typeof value !== 'object') return [[key, String(value)]];
    return flat(value as Form, key);
  });
}
