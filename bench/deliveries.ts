/**
 * How many webhooks a second are delivered beside bills at a fixed rate: two addresses get every bill, which a local
 * receiver answers at once and checks. `node bench/deliveries.ts [--bills=100] [--seconds=20] [--addresses=2]`
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { newId } from '../kernel/lib/ids.ts';
import { report } from './load.ts';
import { openStage } from './stage.ts';

const { values } = parseArgs({
  options: {
    bills: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '20' },
    addresses: { type: 'string', default: '2' },
  },
});
const [rate, seconds, addresses] = [Number(values.bills), Number(values.seconds), Number(values.addresses)];

/** When each bill was answered to its cashier, and how long after that each address had it. */
const billed = new Map<string, number>();
const delays: number[] = [];
const early: { id: string; at: number }[] = [];
let received = 0;
let lastAt = 0;
const receiver = createServer((request, reply) => {
  let text = '';
  request.setEncoding('utf8').on('data', (part) => {
    text += part;
  });
  request.on('end', () => {
    reply.writeHead(204).end();
    received++;
    lastAt = performance.now();
    const { data } = JSON.parse(text) as { data: { subject: { id: string }; record: { id: string } | null } };
    if (data.record?.id !== data.subject.id) throw new Error('an event came without its record');
    early.push({ id: data.subject.id, at: lastAt });
  });
});
await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));

// Empty lists: an event reads its own bill only. Without them the stage is there within seconds.
const size = { customers: 0, bills: 0, scans: 0, fold: 1 };
const stage = await openStage('first', size, undefined, { ALLOW_PRIVATE_ADDRESSES: '127.0.0.0/8' });
const lines = await stage.lines(32, 'cashier');
const port = (receiver.address() as AddressInfo).port;
for (let n = 0; n < addresses; n++) {
  const input = { name: `Address ${n}`, url: `http://127.0.0.1:${port}/${n}`, events: ['exhibition.bill.added'] };
  await lines[0]?.post('/api/v1/webhooks', JSON.stringify(input));
}
await stage.admin.query('alter system set autovacuum = on');
await stage.admin.query('select pg_reload_conf()');
await stage.settled();
const idle = [...lines];
const failures: string[] = [];
const pending: Promise<void>[] = [];

async function bill(): Promise<void> {
  const line = idle.pop();
  if (!line) return void failures.push('all 32 cashiers wait');
  const answer = await line.post('/api/v1/exhibition/bills', '{"amount":"12.50","description":"tea"}', newId());
  idle.push(line);
  const id = /"bill":\{"id":"([^"]+)"/.exec(answer)?.[1];
  if (id) billed.set(id, performance.now());
  else failures.push(answer.slice(0, 200));
}

for (let n = 0; n < rate; n++) await bill(); // compiling and filling the caches
while (received < rate * addresses) await sleep(100);
received = 0;
early.length = 0;

const before = stage.cpu();
const from = performance.now();
const total = rate * seconds;
for (let n = 0; n < total; n++) {
  const wait = from + (n * 1000) / rate - performance.now();
  if (wait > 0) await sleep(wait);
  pending.push(bill());
}
await Promise.all(pending);
const beside = received;
const billing = (performance.now() - from) / 1000;
const wanted = (total - failures.length) * addresses;
for (let waited = 0; received < wanted && waited < 600; waited++) await sleep(100);
const all = (lastAt - from) / 1000;
const after = stage.cpu();
for (const { id, at } of early) delays.push(Math.max(0, at - (billed.get(id) ?? at)));
console.log(
  `bills ${total - failures.length} of ${total} in ${billing.toFixed(1)} s, ${(total / billing).toFixed(0)} a second`,
);
console.log(
  `delivered beside them ${beside}, ${(beside / billing).toFixed(0)} a second; all ${received} of ${wanted} after ${all.toFixed(1)} s, ${(received / all).toFixed(0)} a second`,
);
report('from the bill to its receiver', delays, `${(received / all).toFixed(0)}/s`);
const each = (kind: 'server' | 'database') => ((after[kind] - before[kind]) / received).toFixed(2);
console.log(
  `processor time of a delivery with its share of a bill: server ${each('server')} ms, database ${each('database')} ms`,
);
if (failures.length > 0) console.log(`failed ${failures.length}: ${failures[0]}`);
for (const line of lines) line.close();
await stage.close();
receiver.closeAllConnections();
receiver.close();
process.exit(0);
