/** Sends events to the addresses that want them, beside requests. */
import { organizationReader } from '../../db/index.ts';
import { gather } from '../../lib/gather.ts';
import { WorkLoop } from '../../lib/work-loop.ts';
import type { Boot } from '../../module/index.ts';
import { exchange, OutboundError, policyOf } from '../../outbound/index.ts';
import { type ReadRecord, recordReaders } from '../events.ts';
import { opened } from '../secrets.ts';
import { collect } from './collect.ts';
import { type Due, markGone, type Settled, settle, type Try, takeDue } from './store.ts';

export type WebhookWorker = {
  /** Works until nothing is due, for tests. */
  drain(): Promise<void>;
  stop(graceMs?: number): Promise<void>;
};

/** Requests at once: of all addresses, and of one, so that a slow one does not hold up the others. */
const PARALLEL = 50;
const OF_ONE = 10;
const TIMEOUTS = { connect: 5_000, reply: 15_000 };
/** A taken delivery that nobody settled is lost after this: longer than the time-outs together. */
const LOST_MS = 60_000;
/** Of what is answered nothing is read; more than this is cut off. */
const MAX_ANSWER = 64 * 1024;
/** Seconds from an attempt to the next; the last one repeats until three days are over. */
const PAUSES = [5, 30, 120, 600, 1800, 3600, 7200, 14_400, 28_800];

export function startWorker(boot: Boot): WebhookWorker {
  const { clock, log, config, database } = boot;
  const { system } = database;
  const readers: Map<string, ReadRecord> = recordReaders(boot.manifests);
  const organizationOf = organizationReader(system);
  const policy = policyOf(config);
  const cut = new AbortController();
  const inFlight = new Map<string, number>();
  const note = gather(async (settled: Settled[]) => {
    await settle(system, settled);
    return settled;
  });
  const failed = (error: Error) => log.warn({ error: error.message }, 'the webhooks could not be read');
  // Two loops: what waits is sent while new events are read, however many there are.
  const reading = new WorkLoop({ look: read, failed, gatherMs: 20 });
  const loop = new WorkLoop({ look, failed, gatherMs: 20 });

  const ctxOf = async (id: string) => {
    const organization = await organizationOf(id);
    return organization ? boot.ctxFor(organization, 'webhooks') : undefined;
  };

  async function read(): Promise<void> {
    while (await collect(system, clock.now(), readers, ctxOf)) loop.wake();
    loop.wake();
  }

  async function look(): Promise<void> {
    const free = PARALLEL - [...inFlight.values()].reduce((sum, one) => sum + one, 0);
    if (free <= 0) return;
    const now = clock.now();
    const lost = new Date(now.getTime() + LOST_MS);
    const due = await takeDue(system, now, lost, { free, ofOne: OF_ONE, underWay: inFlight });
    for (const one of due) void loop.track(send(one));
    if (due.length > 0) loop.wake();
  }

  async function send(due: Due): Promise<void> {
    const { endpoint_id } = due;
    inFlight.set(endpoint_id, (inFlight.get(endpoint_id) ?? 0) + 1);
    const began = performance.now();
    let heard: Pick<Try, 'status' | 'error'>;
    try {
      const headers = await headersOf(due);
      const { url, payload: body } = due;
      const { status } = await exchange({
        method: 'POST',
        url,
        policy,
        headers,
        body,
        signal: cut.signal,
        timeouts: TIMEOUTS,
        maxBytes: MAX_ANSWER,
      });
      heard = { status, error: null };
    } catch (error) {
      heard = { status: null, error: error instanceof OutboundError ? error.code : (error as Error).name };
    }
    try {
      const now = clock.now();
      const one = { at: now.toISOString(), ...heard, ms: Math.round(performance.now() - began) };
      const gone = heard.status === 410;
      await note({ due, one, state: stateAfter(due, heard.status, now), now });
      if (gone) await markGone(system, due, now);
    } catch (error) {
      log.warn({ error: (error as Error).message }, 'how a webhook went could not be noted; it is sent again');
    } finally {
      const left = (inFlight.get(endpoint_id) ?? 1) - 1;
      if (left > 0) inFlight.set(endpoint_id, left);
      else inFlight.delete(endpoint_id);
      loop.wake();
    }
  }

  /** The signatures of Standard Webhooks: with both secrets while one replaces the other. */
  async function headersOf(due: Due): Promise<Record<string, string>> {
    const { Webhook } = await import('standardwebhooks');
    const now = clock.now();
    const both = [due.secret, ...(due.previous_until && due.previous_until > now ? [due.previous_secret ?? ''] : [])];
    const signatures = both
      .filter(Boolean)
      .map((secret) => new Webhook(opened(config, secret, due.organization_id)).sign(due.id, now, due.payload));
    return {
      'content-type': 'application/json',
      'webhook-id': due.id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': signatures.join(' '),
    };
  }

  reading.start();
  loop.start();
  return {
    async drain() {
      await reading.drain();
      await loop.drain();
    },
    async stop(graceMs = 5000) {
      await reading.halt();
      await loop.stop(graceMs, () => cut.abort());
    },
  };
}

function stateAfter({ attempts, give_up_at }: Due, status: number | null, now: Date): 'done' | 'dead' | Date {
  if (status !== null && status >= 200 && status < 300) return 'done';
  if (status === 410) return 'dead';
  const seconds = PAUSES[Math.min(attempts, PAUSES.length) - 1] ?? 5;
  // Up to a fifth later, so that what failed together does not come together.
  const next = new Date(now.getTime() + seconds * 1000 * (1 + Math.random() / 5));
  return next < give_up_at ? next : 'dead';
}
