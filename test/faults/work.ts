import { setTimeout as wait } from 'node:timers/promises';
import type { Ground, Stage } from './ground.ts';

/** What was confirmed, by kind and key: the id in the answer. */
export type Confirmed = Map<Kind, Map<string, string>>;

/** `sale`, `refund`, `command` and `result` are of coffee machines; a result is a command that a machine has done. */
const KINDS = ['bill', 'order', 'scan', 'purchase', 'sale', 'refund', 'command', 'result'] as const;
export type Kind = (typeof KINDS)[number];

/** How long an action may go without an answer: far longer than any restart. */
const MAX_WAIT_MS = 180_000;
/** The server says that it could not, that it doesn't know, or that the disk is full; 500 would be a fault. */
const STATUSES_TO_REPEAT = new Set([409, 503, 507]);

/** What a request was answered: `refused` is a 503 or 409, `unanswered` a broken connection or ten seconds of silence. */
export type Heard = 'confirmed' | 'refused' | 'unanswered';

type Request = { path: string; headers: Record<string, string>; body?: object; method?: 'GET' };
/** The data of a request's answer; it is repeated until it has one. */
type Ask = <Data = { id: string }>(request: Request, key: string) => Promise<Data>;
/** Something that a person or a machine does, under a key of its own; says what was confirmed. */
type Doing = (ask: Ask, key: string, done: (kind: Kind, id: string) => void) => Promise<void>;

/**
 * Works until `stopped`, and adds to `confirmed` what was answered; then every action that was begun is still brought to
 * its answer. `round` tells the keys of one run from those of another.
 */
export async function work(
  machines: Stage,
  ground: Ground,
  confirmed: Confirmed,
  stopped: AbortSignal,
  heard: (what: Heard) => void = () => {},
  round = '',
): Promise<void> {
  for (const kind of KINDS) confirmed.set(kind, new Map());
  const ask: Ask = (request, key) => answered(machines, request, key, heard);
  const loops = Object.entries(doings(ground)).flatMap(([name, clients]) =>
    clients.map(async (doing, client) => {
      for (let n = 1; !stopped.aborted; n++) {
        const key = `${name}${round && `-${round}`}-${client}-${n}`;
        await doing(ask, key, (kind, id) => confirmed.get(kind)?.set(key, id));
        await wait(Math.random() * 40);
      }
    }),
  );
  await Promise.all(loops);
}

/** Raffle numbers that were asked for, and students who were scanned; they go on over several runs. */
let number = 0;
let shown = 0;

/** What is done, by name: one for each of those who do it side by side. */
function doings({ customer, raffle, meter, codes, scanner, coffee, cookie }: Ground): Record<string, Doing[]> {
  const desk = (key: string) => ({ cookie, 'idempotency-key': key });
  const bill: Doing = async (ask, key, done) => {
    const path = `/exhibition/customers/${customer}/bills`;
    const request = { path, body: { amount: '12.50', description: key }, headers: desk(key) };
    const { bill, id } = await ask<{ bill?: { id: string }; id: string }>(request, key);
    done('bill', bill?.id ?? id);
  };
  const order: Doing = async (ask, key, done) => {
    const body = { numbers: [++number], contact_name: key, confirm: true };
    const { id } = await ask({ path: `/raffle/raffles/${raffle}/reserve`, body, headers: desk(key) }, key);
    // Staff have the money in their hand, also when a clock that jumped has made the order expire meanwhile.
    const paid = { path: `/raffle/orders/${id}/confirm-payment`, body: { late: true }, headers: desk(`${key}-paid`) };
    await ask(paid, key);
    done('order', id);
  };
  const scan: Doing = async (ask, key, done) => {
    const body = { nonce: key, qr: codes[shown++ % codes.length] };
    const headers = { authorization: `Bearer ${scanner}` };
    const { scan_id } = await ask<{ scan_id: string }>({ path: '/mess/scanner/scan', body, headers }, key);
    done('scan', scan_id);
  };
  const purchase: Doing = async (ask, key, done) => {
    const body = { amount: '20', cash: true };
    const { id } = await ask({ path: `/electricity/meters/${meter}/purchases`, body, headers: desk(key) }, key);
    done('purchase', id);
  };
  /** A machine has sold a coffee; then somebody gives a part of the money back. */
  const sale = ({ id: machine, token }: Ground['coffee'][number]): Doing => {
    const headers = { authorization: `Bearer ${token}` };
    return async (ask, key, done) => {
      const items = [{ product: 'espresso', amount: '2.50' }];
      const body = { number: key, made_at: new Date().toISOString(), payment_method: 'cash', amount: '2.50', items };
      type Answer = { results: { order_id: string; result: string }[] };
      const { results } = await ask<Answer>({ path: `/coffee/machines/${machine}/orders/create`, body, headers }, key);
      const [{ order_id, result } = { order_id: '', result: 'nothing' }] = results;
      if (result !== 'counted' && result !== 'repeated') throw new Error(`${key}: ${JSON.stringify(results)}`);
      done('sale', order_id);
      const back = { amount: '1.00', reason: key };
      const path = `/coffee/orders/${order_id}/manual-refund`;
      const { refund } = await ask<{ refund: { id: string } }>({ path, body: back, headers: desk(key) }, key);
      done('refund', refund.id);
    };
  };
  /**
   * Somebody lets a machine make a coffee. It is handed out once, so when that answer is lost the machine never hears of
   * it; when it does hear, it asks whether it may begin, makes it, and says so.
   */
  const command = ({ id: machine, token }: Ground['coffee'][number]): Doing => {
    const headers = { authorization: `Bearer ${token}` };
    const made = new Set<string>();
    return async (ask, key, done) => {
      const body = { kind: 'make_product', product: 'espresso', expires_in_s: 86_400 };
      const { id } = await ask({ path: `/coffee/machines/${machine}/commands`, body, headers: desk(key) }, key);
      done('command', id);
      const path = `/coffee/machines/${machine}/commands/pending`;
      const { commands } = await ask<{ commands: { id: string }[] }>({ method: 'GET', path, headers }, key);
      for (const { id: given } of commands) {
        if (made.has(given)) throw new Error(`${key}: the command ${given} was handed out twice`);
        made.add(given);
        await ask({ path: `/coffee/commands/${given}/ack`, body: {}, headers }, key);
        const result = { result: 'succeeded', message: key };
        await ask({ path: `/coffee/commands/${given}/result`, body: result, headers }, key);
        done('result', given);
      }
    };
  };
  return {
    bill: [bill, bill],
    order: [order, order],
    scan: [scan, scan],
    purchase: [purchase, purchase],
    sale: coffee.map(sale),
    command: coffee.map(command),
  };
}

/** Repeats a request until the server says what came of it; returns the data of the answer. */
async function answered<Data>(
  machines: Stage,
  { path, body, headers, method }: Request,
  key: string,
  heard: (what: Heard) => void,
): Promise<Data> {
  const until = Date.now() + MAX_WAIT_MS;
  for (;;) {
    const { url } = machines.web;
    const reply = await fetch(`${url}/api/v1${path}`, {
      method: method ?? 'POST',
      headers: { ...(body && { 'content-type': 'application/json' }), origin: url, 'x-csrf-token': '1', ...headers },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    }).catch(() => null);
    const text = reply && (await reply.text().catch(() => null));
    if (reply && text && reply.status < 300) {
      heard('confirmed');
      return (JSON.parse(text) as { data: Data }).data;
    }
    const refused = reply && text && !STATUSES_TO_REPEAT.has(reply.status);
    if (refused || Date.now() > until) {
      // The log is written some times a second.
      await wait(1000);
      throw new Error(`${key}: ${reply?.status} ${text}\n${machines.web.output().slice(-3000)}`);
    }
    heard(reply && text ? 'refused' : 'unanswered');
    await wait(100);
  }
}
