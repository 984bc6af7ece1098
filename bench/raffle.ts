/**
 * How fast numbers are reserved by many buyers at once, and how soon a page gets the free numbers: `node
 * bench/raffle.ts [--rounds=3] [--clients=50,200]`.
 *
 * Each round sells a new raffle of 10,000 numbers, three an order, in a shuffled order. It is done over HTTP, by the
 * action in this process, and bare: the action's own statement through the plain driver, and the several statements
 * that one would write without it.
 */
import { parseArgs } from 'node:util';
import type pg from 'pg';
import { newId, shortId } from '../kernel/lib/ids.ts';
import { sample } from '../modules/raffle/numbers/random.ts';
import { placeOrder } from '../modules/raffle/orders/place-order.action.ts';
import { createRaffle } from '../modules/raffle/raffles/save-raffle.action.ts';
import { openConnections, record, repeater, send } from './bare.ts';
import { median, tell } from './load.ts';
import { openStage } from './stage.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '3' }, clients: { type: 'string', default: '50,200' } },
});
const rounds = Number(values.rounds);
const NUMBERS = 10_000;
const EACH = 3;

type Once = (client: number, numbers: number[]) => Promise<unknown>;

const stage = await openStage('web');
const { ctx } = stage;
try {
  for (const clients of values.clients.split(',').map(Number)) await reservations(clients);
  await availability();
} finally {
  await stage.close();
}
process.exit(0);

async function reservations(clients: number): Promise<void> {
  const lines = await stage.lines(clients);
  // Each with its own transaction; with more database processes on two cores the measurement would be about those.
  const bareClients = Math.min(clients, 50);
  const connections = await openConnections(stage.databaseUrl, bareClients);
  const connection = (client: number) => connections[client] as pg.Client;
  const bare = await bareStatement();
  const ways: Record<string, (raffleId: string) => Once> = {
    'over HTTP': (raffleId) => (client, numbers) => {
      const body = JSON.stringify({ numbers, contact_name: 'Bench' });
      return (lines[client] as (typeof lines)[number]).post(`/api/v1/raffle/raffles/${raffleId}/reserve`, body);
    },
    'the action': (raffleId) => async (_, numbers) => {
      const made = await placeOrder(ctx, { raffle: raffleId, numbers, contactName: 'Bench' });
      if (!made.ok) throw new Error(made.code);
    },
    'bare, its statement': (raffleId) => (client, numbers) =>
      send(connection(client), bare(raffleId, numbers), 'write'),
    'bare, several statements': (raffleId) => (client, numbers) => severally(connection(client), raffleId, numbers),
  };
  for (const [what, way] of Object.entries(ways)) {
    const buyers = what.startsWith('bare') ? bareClients : clients;
    const rates: number[] = [];
    const times: number[] = [];
    // The first round warms up.
    for (let round = 0; round <= rounds; round++) {
      const { rate, took } = await sellOut(buyers, way((await raffle(NUMBERS)).id));
      if (round === 0) continue;
      rates.push(rate);
      times.push(...took);
    }
    tell(`${buyers} clients, ${what}`, times, `${median(rates).toFixed(0)} orders a second`);
  }
  for (const line of lines) line.close();
  await Promise.all(connections.map((one) => one.end()));
}

async function sellOut(clients: number, once: Once): Promise<{ rate: number; took: number[] }> {
  const all = Array.from({ length: NUMBERS }, (_, i) => i + 1);
  const order = sample(all, NUMBERS);
  const took: number[] = [];
  let at = 0;
  const began = performance.now();
  const client = async (which: number) => {
    while (at + EACH <= NUMBERS) {
      const numbers = order.slice(at, at + EACH);
      at += EACH;
      const from = performance.now();
      await once(which, numbers);
      took.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, which) => client(which)));
  return { rate: (took.length * 1000) / (performance.now() - began), took };
}

/** The statement that the action sends, recorded, for other numbers of another raffle. */
async function bareStatement(): Promise<(raffleId: string, numbers: number[]) => (string | object)[]> {
  const recorded = await raffle(100);
  const since = Date.now();
  let next = 0;
  let code = '';
  let numbers: number[] = [];
  const statements = await record(async () => {
    numbers = [++next, ++next, ++next];
    const made = await placeOrder(ctx, { raffle: recorded.id, numbers, contactName: 'Bench' });
    if (!made.ok) throw new Error(made.code);
    code = made.data.code;
  });
  let raffleId = recorded.id;
  let wanted = numbers;
  const replay = repeater(statements, since, [
    [code, () => shortId(8)],
    [recorded.id, () => raffleId],
    [asArray(numbers), () => asArray(wanted)],
  ]);
  return (id, of) => {
    raffleId = id;
    wanted = of;
    return replay();
  };
}

/** As the driver sends them. */
function asArray(numbers: number[]): string {
  return `{${numbers.map((number) => `"${number}"`).join(',')}}`;
}

/** Read, lock, update, write the order and its audit entry, as separate statements. */
async function severally(client: pg.Client, raffleId: string, numbers: number[]): Promise<void> {
  const org = stage.ground.organizationId;
  const id = newId();
  await client.query(`begin; set local app.organization_id = '${org}'`);
  const ask = (name: string, text: string, parameters: unknown[]) => client.query({ name, text, values: parameters });
  const { rows } = await ask(
    'look',
    'select ticket_price_minor, currency from raffle where organization_id = $1 and id = $2',
    [org, raffleId],
  );
  const locked = await ask(
    'lock',
    `select number from raffle_number where organization_id = $1 and raffle_id = $2 and number = any ($3) and state = 'available' order by number for update`,
    [org, raffleId, numbers],
  );
  if (locked.rowCount !== numbers.length) throw new Error('taken');
  await ask(
    'order',
    `insert into raffle_order (organization_id, id, raffle_id, code, numbers, unit_price_minor, amount_minor, currency, state, reserved_until, created_by_name, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 'draft', now() + interval '30 minutes', 'Bench', now(), now())`,
    [
      org,
      id,
      raffleId,
      shortId(8),
      numbers,
      rows[0].ticket_price_minor,
      rows[0].ticket_price_minor * numbers.length,
      rows[0].currency,
    ],
  );
  await ask(
    'take',
    `update raffle_number set state = 'reserved', order_id = $4, reserved_until = now() + interval '30 minutes'
     where organization_id = $1 and raffle_id = $2 and number = any ($3)`,
    [org, raffleId, numbers, id],
  );
  await ask(
    'audit',
    `insert into audit_entry (organization_id, id, at, actor_kind, actor_name, action, subject_type, subject_id, request_id)
     values ($1, $2, now(), 'system', 'Bench', 'raffle.order.reserved', 'raffle.order', $3, $3)`,
    [org, newId(), id],
  );
  await client.query('commit');
}

/** A raffle of 100,000 numbers, sold while four pages ask for the free numbers. */
async function availability(): Promise<void> {
  const { id, code } = await raffle(100_000);
  const lines = await stage.lines(5);
  const [buyer, ...pages] = lines;
  const path = `/api/v1/raffle/public/${code}/availability`;
  const first = performance.now();
  await pages[0]?.get(path);
  console.log(`100,000 numbers, the first time ${(performance.now() - first).toFixed(1)} ms`);
  const took: number[] = [];
  let orders = 0;
  const until = performance.now() + 8000;
  const page = async (line: (typeof lines)[number]) => {
    while (performance.now() < until) {
      const from = performance.now();
      await line.get(path);
      took.push(performance.now() - from);
    }
  };
  const buy = async () => {
    while (performance.now() < until) {
      await buyer?.post(`/api/v1/raffle/raffles/${id}/random`, JSON.stringify({ count: 3 }));
      orders++;
    }
  };
  await Promise.all([buy(), ...pages.map(page)]);
  tell(
    '100,000 numbers, 4 pages ask what is free',
    took,
    `${(took.length / 8).toFixed(0)} answers and ${(orders / 8).toFixed(0)} orders a second`,
  );
  for (const line of lines) line.close();
}

async function raffle(last_number: number): Promise<{ id: string; code: string }> {
  const made = await createRaffle(ctx, { title: 'Bench', ticket_price: '5', last_number, active: true });
  if (!made.ok) throw new Error(made.code);
  return made.data;
}
