/**
 * Stripe over plain HTTP, after https://docs.stripe.com/api: Checkout Sessions, PaymentIntents, Refunds, idempotency
 * and signed webhooks, written independently of our client. `pay()`, `decline()` and `abandon()` act as the payer.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refusedAnonymous } from './user-agent.ts';

/**
 * The trouble for a request: `error` 500 with nothing done, `error_after` done and then 500, `limit` 429, `in_use` 409,
 * `cut` connection closed with nothing done, `cut_after` done and then closed.
 */
type StripeTrouble = 'ok' | 'error' | 'error_after' | 'limit' | 'in_use' | 'cut' | 'cut_after';

// biome-ignore lint/suspicious/noExplicitAny: objects as JSON has them
type Json = any;
type Kept = { fields: string; status: number; body: string };

export const STRIPE = { secretKey: 'sk_test_51counterfoil', webhookSecret: 'whsec_0123456789abcdef' };
const API_VERSION = '2025-06-30.basil';
const HOLD_CURRENCY = 'inr';

export type FakeStripe = Awaited<ReturnType<typeof startFakeStripe>>;

export async function startFakeStripe() {
  const objects = new Map<string, Json>();
  const keys = new Map<string, Kept>();
  const events: Json[] = [];
  const state = {
    root: '',
    env: {} as Record<string, string>,
    /** method and path of each request */
    asked: [] as string[],
    objects,
    events,
    /** troubles for the next requests */
    troubles: [] as StripeTrouble[],
    /** called when a request has arrived, before and after it is done, so that a test can kill the sender here */
    onRequest: undefined as ((what: string, when: 'before' | 'after') => Promise<void> | void) | undefined,
    /** where events are sent; empty: nowhere */
    webhook: '',
    /** the state of new refunds; `pending` until `settleRefund` */
    refundStatus: 'succeeded' as 'succeeded' | 'pending' | 'failed',
    /** null: not booked yet */
    fee: 900 as number | null,
    sessions: (): Json[] => [...objects.values()].filter(({ object }) => object === 'checkout.session'),
    refunds: (): Json[] => [...objects.values()].filter(({ object }) => object === 'refund'),
    /** The payer at the page: the money moves, and the event is sent. `received` stands for a mistake of Stripe's. */
    async pay(session: Json, received: { amount?: number; currency?: string } = {}): Promise<void> {
      const intent = {
        id: `pi_${hex()}`,
        object: 'payment_intent',
        amount_received: received.amount ?? session.amount_total,
        currency: received.currency ?? session.currency,
        status: 'succeeded',
        metadata: session.intent_metadata,
        latest_charge: `ch_${hex()}`,
      };
      objects.set(intent.id, intent);
      Object.assign(session, {
        status: 'complete',
        payment_status: 'paid',
        payment_intent: intent.id,
        url: null,
        amount_total: intent.amount_received,
        currency: intent.currency,
      });
      await state.bring('checkout.session.completed', session);
    },
    /** A payment method that takes days: complete, and not paid yet. */
    async payLater(session: Json): Promise<void> {
      Object.assign(session, { status: 'complete', payment_status: 'unpaid', url: null });
      await state.bring('checkout.session.completed', session);
    },
    async decline(session: Json): Promise<void> {
      await state.bring('checkout.session.async_payment_failed', session);
    },
    async abandon(session: Json): Promise<void> {
      Object.assign(session, { status: 'expired', url: null });
      await state.bring('checkout.session.expired', session);
    },
    /** Somebody gives money back in the dashboard: our marks are not on it. */
    async refundThere(session: Json, amount: number): Promise<Json> {
      const intent = objects.get(session.payment_intent);
      const refund = {
        id: `re_${hex()}`,
        object: 'refund',
        amount,
        currency: intent.currency,
        payment_intent: intent.id,
        metadata: {},
        reason: 'requested_by_customer',
        status: 'succeeded',
      };
      objects.set(refund.id, refund);
      await state.bring('charge.refunded', {
        id: intent.latest_charge,
        object: 'charge',
        payment_intent: intent.id,
        metadata: intent.metadata,
        amount_refunded: amount,
      });
      return refund;
    },
    /** The payer's bank disputes the payment. */
    async dispute(session: Json): Promise<Json> {
      const intent = objects.get(session.payment_intent);
      const dispute = {
        id: `dp_${hex()}`,
        object: 'dispute',
        amount: intent.amount_received,
        currency: intent.currency,
        payment_intent: intent.id,
        charge: intent.latest_charge,
        reason: 'fraudulent',
        status: 'needs_response',
      };
      objects.set(dispute.id, dispute);
      await state.bring('charge.dispute.created', dispute);
      return dispute;
    },
    async closeDispute(dispute: Json, status: 'won' | 'lost'): Promise<void> {
      dispute.status = status;
      await state.bring('charge.dispute.closed', dispute);
    },
    async settleRefund(refund: Json, status: 'succeeded' | 'failed'): Promise<void> {
      refund.status = status;
      if (status === 'failed') refund.failure_reason = 'expired_or_canceled_card';
      await state.bring(status === 'failed' ? 'refund.failed' : 'refund.updated', refund);
    },
    /** Makes an event and sends it; returns the receiver's status. */
    async bring(type: string, object: Json): Promise<number> {
      const id = `evt_${hex()}`;
      const event = {
        id,
        object: 'event',
        api_version: API_VERSION,
        created: seconds(),
        livemode: false,
        type,
        data: { object: shown(object) },
      };
      events.push(event);
      return state.bringAgain(event);
    },
    /** The same event again, as Stripe sends it for days until it gets 2xx. */
    async bringAgain(event: Json, header?: string): Promise<number> {
      if (!state.webhook) return 0;
      const body = JSON.stringify(event, null, 2);
      const signature = header ?? sign(body, seconds());
      const reply = await fetch(state.webhook, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': signature },
        body,
      }).catch(() => null);
      return reply?.status ?? 0;
    },
    sign,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  const server = createServer((request, reply) => {
    void serve(request, reply).catch((error: Error) => reply.writeHead(500).end(String(error)));
  });

  async function serve(request: IncomingMessage, reply: ServerResponse): Promise<void> {
    if (refusedAnonymous(request, reply)) return;
    const { pathname, searchParams } = new URL(String(request.url), 'http://stripe');
    const method = String(request.method);
    let text = '';
    for await (const part of request) text += part;
    const what = `${method} ${pathname}`;
    state.asked.push(what);
    if (request.headers.authorization !== `Bearer ${STRIPE.secretKey}`)
      return send(reply, 401, fault('invalid_request_error', undefined, 'Invalid API Key provided'));
    if (!request.headers['stripe-version'])
      return send(reply, 400, fault('invalid_request_error', undefined, 'no version'));
    const trouble = state.troubles.shift() ?? 'ok';
    await state.onRequest?.(what, 'before');
    if (trouble === 'cut') return void request.socket.destroy();
    if (trouble === 'error') return send(reply, 500, fault('api_error', undefined, 'An unknown error occurred'));
    if (trouble === 'limit') return send(reply, 429, fault('invalid_request_error', 'rate_limit', 'Too many requests'));
    if (trouble === 'in_use') return send(reply, 409, fault('idempotency_error', 'idempotency_key_in_use', 'in use'));
    const answer = method === 'POST' ? once(request, pathname, text) : read(pathname, searchParams);
    await state.onRequest?.(what, 'after');
    if (trouble === 'cut_after') return void request.socket.destroy();
    if (trouble === 'error_after') return send(reply, 500, fault('api_error', undefined, 'An unknown error occurred'));
    reply.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
  }

  /** The first answer to a key is the answer to all its requests; with other parameters it is refused. */
  function once(request: IncomingMessage, path: string, text: string): { status: number; body: string } {
    if (request.headers['content-type'] !== 'application/x-www-form-urlencoded')
      return { status: 400, body: JSON.stringify(fault('invalid_request_error', undefined, 'not a form')) };
    const key = String(request.headers['idempotency-key'] ?? hex());
    const fields = `${path} ${text}`;
    const known = keys.get(key);
    if (known && known.fields !== fields)
      return {
        status: 400,
        body: JSON.stringify(
          fault(
            'idempotency_error',
            undefined,
            'Keys for idempotent requests can only be used with the same parameters',
          ),
        ),
      };
    if (known) return known;
    const done = write(path, unflat(new URLSearchParams(text)));
    const kept = { fields, status: done.status, body: JSON.stringify(done.answer) };
    // A request that failed before it began isn't stored.
    if (done.status < 400) keys.set(key, kept);
    return kept;
  }

  function write(path: string, form: Json): { status: number; answer: Json } {
    const refused = (param: string, message: string) => ({
      status: 400,
      answer: { error: { type: 'invalid_request_error', param, message } },
    });
    if (path === '/v1/checkout/sessions') {
      const price = form.line_items?.['0']?.price_data;
      const amount = Number(price?.unit_amount);
      if (form.mode !== 'payment') return refused('mode', 'mode is required');
      if (!/^[a-z]{3}$/.test(price?.currency ?? '')) return refused('currency', 'Invalid currency');
      if (!Number.isInteger(amount) || amount < 1) return refused('unit_amount', 'Invalid integer');
      if (amount < 50) return { status: 400, answer: fault('invalid_request_error', 'amount_too_small', 'too small') };
      if (!price.product_data?.name) return refused('name', 'name is required');
      if (!/^https?:/.test(form.success_url ?? '')) return refused('success_url', 'Not a valid URL');
      const ends = Number(form.expires_at) - seconds();
      if (ends < 30 * 60 || ends > 24 * 3600) return refused('expires_at', 'must be between 30 minutes and 24 hours');
      const id = `cs_test_${hex()}${hex()}`;
      const session = {
        id,
        object: 'checkout.session',
        client_reference_id: form.client_reference_id ?? null,
        status: 'open',
        payment_status: 'unpaid',
        amount_total: amount * Number(form.line_items['0'].quantity),
        currency: price.currency,
        url: `https://checkout.stripe.test/c/pay/${id}`,
        expires_at: Number(form.expires_at),
        metadata: form.metadata ?? {},
        intent_metadata: form.payment_intent_data?.metadata ?? {},
        payment_intent: null,
      };
      objects.set(id, session);
      return { status: 200, answer: shown(session) };
    }
    if (path === '/v1/refunds') {
      const intent = objects.get(form.payment_intent);
      if (!intent)
        return { status: 404, answer: fault('invalid_request_error', 'resource_missing', 'No such payment_intent') };
      const given = state.refunds().filter((r) => r.payment_intent === intent.id && r.status !== 'failed');
      const left = intent.amount_received - given.reduce((sum, { amount }) => sum + amount, 0);
      const amount = Number(form.amount ?? left);
      if (!Number.isInteger(amount) || amount < 1 || amount > left)
        return {
          status: 400,
          answer: fault('invalid_request_error', 'charge_already_refunded', 'greater than unrefunded amount'),
        };
      const refund = {
        id: `re_${hex()}`,
        object: 'refund',
        amount,
        currency: intent.currency,
        payment_intent: intent.id,
        metadata: form.metadata ?? {},
        status: state.refundStatus,
      };
      objects.set(refund.id, refund);
      return { status: 200, answer: refund };
    }
    return { status: 404, answer: fault('invalid_request_error', undefined, 'Unrecognized request URL') };
  }

  function read(path: string, query: URLSearchParams): { status: number; body: string } {
    if (path === '/v1/balance') return { status: 200, body: JSON.stringify({ object: 'balance', available: [] }) };
    if (path === '/v1/refunds') {
      const data = state.refunds().filter((r) => r.payment_intent === query.get('payment_intent'));
      return { status: 200, body: JSON.stringify({ object: 'list', data, has_more: false }) };
    }
    if (path === '/v1/disputes') {
      const of = query.get('payment_intent');
      const data = [...objects.values()].filter((o) => o.object === 'dispute' && o.payment_intent === of);
      return { status: 200, body: JSON.stringify({ object: 'list', data, has_more: false }) };
    }
    const found = objects.get(path.split('/').at(-1) ?? '');
    if (!found)
      return {
        status: 404,
        body: JSON.stringify(fault('invalid_request_error', 'resource_missing', 'No such object')),
      };
    const expand = query.get('expand[0]') ?? '';
    return { status: 200, body: JSON.stringify(expanded(shown(found), expand ? expand.split('.') : [])) };
  }

  /** `payment_intent.latest_charge.balance_transaction`: replaces ids with objects, one level after the other. */
  function expanded(object: Json, [name, ...rest]: string[]): Json {
    if (!name || !object[name]) return object;
    const id = object[name];
    const inner =
      name === 'latest_charge'
        ? { id, object: 'charge', balance_transaction: state.fee === null ? null : `txn_${id}` }
        : name === 'balance_transaction'
          ? { id, object: 'balance_transaction', fee: state.fee, currency: HOLD_CURRENCY }
          : objects.get(id);
    return { ...object, [name]: expanded(inner, rest) };
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  state.root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  state.env = {
    STRIPE_API_ROOT: state.root,
    STRIPE_SECRET_KEY: STRIPE.secretKey,
    STRIPE_WEBHOOK_SECRET: STRIPE.webhookSecret,
  };
  return state;
}

const hex = () => randomBytes(12).toString('hex');
const seconds = () => Math.floor(Date.now() / 1000);

/** Makes the header `Stripe-Signature`. */
function sign(body: string, at: number, secret = STRIPE.webhookSecret): string {
  const signature = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex');
  return `t=${at},v1=${signature},v0=${'0'.repeat(64)}`;
}

const fault = (type: string, code: string | undefined, message: string) => ({
  error: { type, ...(code && { code }), message },
});

function send(reply: ServerResponse, status: number, body: Json): void {
  reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Without the fields that only the fake uses. */
function shown({ intent_metadata: _, ...object }: Json): Json {
  return structuredClone(object);
}

/** `a[b][0]=1` as `{ a: { b: { 0: 1 } } }`. */
function unflat(fields: URLSearchParams): Json {
  const form: Json = {};
  for (const [name, value] of fields) {
    const keys = [...name.matchAll(/[^[\]]+/g)].map(([key]) => key);
    const last = keys.pop() as string;
    let place = form;
    for (const key of keys) {
      place[key] ??= {};
      place = place[key];
    }
    place[last] = value;
  }
  return form;
}
