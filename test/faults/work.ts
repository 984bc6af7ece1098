import { setTimeout as wait } from 'node:timers/promises';
import type { Ground, Stage } from './ground.ts';

/** An action that somebody at a desk or a door takes: a request, repeated under its key until it is answered. */
type Action = {
  path: string;
  body: (key: string) => object;
  headers: (key: string) => Record<string, string>;
  /** The address of a second request, about what the first one made. */
  next?: (id: string) => string;
};
/** What was confirmed, by kind and key: the id in the answer. */
export type Confirmed = Map<string, Map<string, string>>;

/** How many of each kind work side by side. */
const AT_ONCE = { bill: 2, order: 2, scan: 2, purchase: 2 } as const;
export type Kind = keyof typeof AT_ONCE;

/** How long an action may go without an answer: far longer than any restart. */
const PATIENCE_MS = 180_000;
/** The server says that it could not, that it doesn't know, or that the disk is full; 500 would be a fault. */
const STATUSES_TO_REPEAT = new Set([409, 503, 507]);

/** What a request was answered: `refused` is a 503 or 409, `unanswered` a broken connection or ten seconds of silence. */
export type Heard = 'confirmed' | 'refused' | 'unanswered';

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
  const actions = actionsOn(ground);
  const loops = (Object.keys(AT_ONCE) as Kind[]).flatMap((kind) => {
    const done = new Map<string, string>();
    confirmed.set(kind, done);
    return Array.from({ length: AT_ONCE[kind] }, async (_, client) => {
      for (let n = 1; !stopped.aborted; n++) {
        const key = `${kind}${round && `-${round}`}-${client}-${n}`;
        const { next, ...first } = actions[kind];
        const id = await answered(machines, first, key, heard);
        if (next) await answered(machines, { ...first, path: next(id), body: () => ({}) }, `${key}-next`, heard);
        done.set(key, id);
        await wait(Math.random() * 40);
      }
    });
  });
  await Promise.all(loops);
}

/** Raffle numbers that were asked for; they go on over several runs. */
let number = 0;

function actionsOn({ customer, raffle, meter, codes, scanner, cookie }: Ground): Record<Kind, Action> {
  let shown = 0;
  const numbers = new Map<string, number>();
  const numberOf = (key: string) => {
    const known = numbers.get(key) ?? ++number;
    numbers.set(key, known);
    return known;
  };
  const shownBy = new Map<string, string>();
  const codeOf = (key: string) => {
    const known = shownBy.get(key) ?? (codes[shown++ % codes.length] as string);
    shownBy.set(key, known);
    return known;
  };
  const desk = (key: string) => ({ cookie, 'idempotency-key': key });
  return {
    bill: {
      path: `/exhibition/customers/${customer}/bills`,
      body: (key) => ({ amount: '12.50', description: key }),
      headers: desk,
    },
    order: {
      path: `/raffle/raffles/${raffle}/reserve`,
      body: (key) => ({ numbers: [numberOf(key)], contact_name: key, confirm: true }),
      headers: desk,
      next: (id) => `/raffle/orders/${id}/confirm-payment`,
    },
    scan: {
      path: '/mess/scanner/scan',
      body: (key) => ({ nonce: key, qr: codeOf(key) }),
      headers: () => ({ authorization: `Bearer ${scanner}` }),
    },
    purchase: {
      path: `/electricity/meters/${meter}/purchases`,
      body: () => ({ amount: '20', cash: true }),
      headers: desk,
    },
  };
}

/** Repeats a request until the server says what came of it; returns the id in the answer. */
async function answered(
  machines: Stage,
  { path, body, headers }: Action,
  key: string,
  heard: (what: Heard) => void,
): Promise<string> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const { url } = machines.web;
    const reply = await fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url, 'x-csrf-token': '1', ...headers(key) },
      body: JSON.stringify(body(key)),
      signal: AbortSignal.timeout(10_000),
    }).catch(() => null);
    const text = reply && (await reply.text().catch(() => null));
    if (reply && text && reply.status < 300) {
      heard('confirmed');
      const { data } = JSON.parse(text) as { data: { id?: string; scan_id?: string; bill?: { id: string } } };
      return (data.id ?? data.scan_id ?? data.bill?.id) as string;
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
