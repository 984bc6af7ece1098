/**
 * A coffee machine that talks MQTT to Counterfoil. Node 24 or newer, with the package `mqtt`.
 *
 *     URL=https://desk.example BROKER=mqtts://desk.example:8883 CODE=ABCD-EFGH node machine.ts
 *
 * It registers over HTTP, once. What it must not lose is in machine.json.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { connectAsync } from 'mqtt';

type Command = { id: string; kind: string; params: object };
type Result = { result: 'succeeded' } | { result: 'failed'; message: string };
type Memory = {
  token: string;
  device: string;
  number: number;
  orders: { number: string }[];
  done: string[];
  results: Record<string, Result>;
};

const { URL: url = '', BROKER = '', CODE, FILE = 'machine.json', EVERY = '60' } = process.env;

const memory: Memory = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : await register();
function save(): void {
  writeFileSync(`${FILE}.new`, JSON.stringify(memory), { flush: true });
  renameSync(`${FILE}.new`, FILE);
}
async function register(): Promise<Memory> {
  const reply = await fetch(`${url}/api/v1/coffee/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: CODE, model: 'Example', firmware: '1.0' }),
  });
  const { data, error } = await reply.json();
  if (!data) throw new Error(error.message);
  console.log('registered', data.serial);
  return { token: data.token, device: data.device_id, number: 0, orders: [], done: [], results: {} };
}
save();

const root = `counterfoil/${memory.device}`;
const client = await connectAsync(BROKER, {
  clientId: memory.device,
  username: memory.device,
  password: memory.token,
  keepalive: 60,
  // The broker says it when the connection breaks, so that the machine is shown offline at once.
  will: {
    topic: `${root}/up/will/gone`,
    payload: Buffer.from(JSON.stringify({ token: memory.token })),
    qos: 1,
    retain: false,
  },
});

/** Requests without an answer, by their number. */
const waiting = new Map<string, (answer: { ok: boolean; data: never; error?: { code: string } }) => void>();
client.on('message', (topic, payload) => {
  const name = topic.split('/')[3] ?? '';
  if (name === 'wake') void inTurn(obey);
  else waiting.get(name)?.(JSON.parse(payload.toString()));
});
await client.subscribeAsync(`${root}/down/#`, { qos: 1 });

let requests = 0;
class Refused extends Error {}
/** The data of the answer. Rejects with Refused, or after 20 s without an answer: ask again later. */
function ask<T = unknown>(message: string, body: object = {}): Promise<T> {
  const request = `r${++requests}`;
  return new Promise<T>((done, failed) => {
    const end = setTimeout(() => failed(new Error(`${message}: no answer`)), 20_000);
    waiting.set(request, ({ ok, data, error }) => {
      clearTimeout(end);
      if (ok) done(data);
      else failed(new Refused(error?.code));
    });
    // The token is for brokers that the server only connects to.
    client.publish(`${root}/up/${request}/${message}`, JSON.stringify({ token: memory.token, ...body }), { qos: 1 });
  }).finally(() => waiting.delete(request));
}

/** Writes the order down before anything else, so that it is handed in after a power cut, too. */
function sell(product: string, amount: string): void {
  const number = String(++memory.number);
  const items = [{ product, amount }];
  memory.orders.push({ number, made_at: new Date().toISOString(), payment_method: 'cash', amount, items } as never);
  save();
}
async function handInOrders(): Promise<void> {
  while (memory.orders.length > 0) {
    const { results } = await ask<{ results: { number: string; result: string }[] }>('orders/create', {
      orders: memory.orders.slice(0, 200),
    });
    for (const { number, result } of results) console.log('order', number, result);
    // Each result is final, "refused" and "contradicts", too: a person looks at those.
    memory.orders = memory.orders.filter((order) => !results.some(({ number }) => number === order.number));
    save();
  }
}
async function obey(): Promise<void> {
  for (const id of Object.keys(memory.results)) await tell(id);
  const { commands } = await ask<{ commands: Command[] }>('commands/pending');
  for (const { id, kind, params } of commands.filter((command) => !memory.done.includes(command.id))) {
    // Begin only after this answer; refused: withdrawn, or over.
    const may = await ask(`commands/${id}/ack`).catch((error) =>
      error instanceof Refused ? null : Promise.reject(error),
    );
    if (!may) continue;
    memory.done = [...memory.done.slice(-199), id];
    save();
    console.log('command', kind, JSON.stringify(params));
    memory.results[id] = act(kind);
    save();
    await tell(id);
  }
}
async function tell(id: string): Promise<void> {
  await ask(`commands/${id}/result`, memory.results[id]).catch((error) => {
    if (!(error instanceof Refused)) throw error;
    console.log('result', error.message); // it will never be taken
  });
  delete memory.results[id];
  save();
}
/** Here the machine does it. */
function act(kind: string): Result {
  if (['restart', 'set_price', 'lock'].includes(kind)) return { result: 'succeeded' };
  return { result: 'failed', message: `${kind} is not built in` };
}

console.log('running');
let turn = Promise.resolve();
/** One thing after the other. What fails is asked again at the next turn, since everything is kept. */
const inTurn = (work: () => Promise<void>) => {
  turn = turn.then(work).catch((error) => console.log('later:', error.message));
  return turn;
};
for (;;) {
  await inTurn(async () => {
    await ask('status', { state: 'ready', temperature: 92.5, errors: [] });
    if (memory.number < 1) sell('espresso', '2.50'); // in a machine: when somebody has paid
    await handInOrders();
    await obey();
  });
  await new Promise((done) => setTimeout(done, Number(EVERY) * 1000));
}
