/**
 * How soon a channel's webhook is acknowledged while flows run: signed messages of WhatsApp, at a fixed rate whatever
 * the answers take (an open loop: a slow answer makes the next ones late, as it would for Meta). `node bench/webhook.ts
 * [--rate=300] [--seconds=20]`
 */
import { createHmac } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { found, generatePassword } from '../kernel/auth/index.ts';
import { readConfig } from '../kernel/config/index.ts';
import { startEmbeddedPostgres } from '../kernel/embedded-postgres/index.ts';
import { newId } from '../kernel/lib/ids.ts';
import { createLogger } from '../kernel/observability/index.ts';
import { openApp } from '../server/app.ts';
import { startServer } from './stage.ts';

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '300' },
    seconds: { type: 'string', default: '20' },
    people: { type: 'string', default: '1000' },
  },
});
const [rate, seconds, people] = [Number(values.rate), Number(values.seconds), Number(values.people)];
const SECRET = 'bench app secret';
const NUMBER = '106540352242922';

// A fake WhatsApp that accepts everything at once, so that only our time is measured.
let taken = 0;
const graph = createServer((incoming, reply) => {
  incoming.resume().on('end', () => {
    taken++;
    reply.end(JSON.stringify({ messages: [{ id: `wamid.out.${taken}` }] }));
  });
});
await new Promise<void>((resolve) => graph.listen(0, '127.0.0.1', resolve));

const dataDir = await mkdtemp(join(tmpdir(), 'counterfoil-bench-'));
// When root starts it, the database runs under another account, which must be able to enter this folder.
await chmod(dataDir, 0o711);
const postgres = await startEmbeddedPostgres({ dataDir });
const environment = {
  DATA_DIR: dataDir,
  DATABASE_URL: postgres.connectionString,
  SECRET_KEY: newId() + newId(),
  PUBLIC_URL: 'http://localhost:3000',
  WHATSAPP_API_ROOT: `http://127.0.0.1:${(graph.address() as AddressInfo).port}`,
  WHATSAPP_PHONE_NUMBER_ID: NUMBER,
  WHATSAPP_ACCESS_TOKEN: 'bench',
  WHATSAPP_APP_SECRET: SECRET,
};
const app = await openApp({ config: readConfig(environment), log: createLogger('warn'), role: 'web' });
const where = { country: 'IN', timeZone: 'Asia/Kolkata', currency: 'INR', language: 'en', modules: ['raffle'] };
const owner = { name: 'Bench Owner', email: 'owner@bench.example', password: generatePassword() };
await found(app.ctxFor(null, 'bench'), { owner, organization: { name: 'Bench Raffle', ...where } });
const server = await startServer({ ...environment, PORT: '0' }, 'all', join(dataDir, 'server.log'));
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

for (let n = 0; n < rate; n++) await post(body()); // compiling and filling the caches
await sleep(2000);

const times: number[] = [];
const failures: string[] = [];
const total = rate * seconds;
const pending: Promise<void>[] = [];
const from = performance.now();
for (let n = 0; n < total; n++) {
  const due = from + (n * 1000) / rate;
  const early = due - performance.now();
  if (early > 0) await sleep(early);
  pending.push(
    post(body()).then(
      () => void times.push(performance.now() - due),
      (error: Error) => void failures.push(error.message),
    ),
  );
}
await Promise.all(pending);
const acknowledged = (performance.now() - from) / 1000;
// Printed at once: the flows' answers take their time, and may be waited for or not.
times.sort((a, b) => a - b);
const at = (share: number) => (times[Math.floor(times.length * share)] ?? Number.NaN).toFixed(1);
console.log(
  `acknowledged ${times.length} of ${total} in ${acknowledged.toFixed(1)} s (${rate} a second asked), failed ${failures.length}`,
);
console.log(
  `p50 ${at(0.5)} ms  p90 ${at(0.9)} ms  p99 ${at(0.99)} ms  p99.9 ${at(0.999)} ms  longest ${times.at(-1)?.toFixed(1)} ms`,
);
if (failures.length > 0) console.log(`first failure: ${failures[0]}`);
const behind = await waiting();
while ((await waiting()) > 0) await sleep(200);
const worked = (performance.now() - from) / 1000;
console.log(
  `waiting to be processed at the end ${behind}; all done after ${worked.toFixed(1)} s; answers sent by then ${taken}`,
);

await server.stop();
await app.close();
await postgres.stop();
graph.closeAllConnections();
graph.close();
await rm(dataDir, { recursive: true, force: true });
process.exit(0);

function body(): string {
  const user = Math.floor(Math.random() * people);
  const message = {
    id: `wamid.${newId()}`,
    from: `9198${String(user).padStart(8, '0')}`,
    from_user_id: `IN.${1_000_000_000 + user}`,
    timestamp: String(Math.floor(Date.now() / 1000)),
    type: 'text',
    text: { body: 'menu' },
  };
  const contacts = [{ profile: { name: `Person ${user}` }, wa_id: message.from, user_id: message.from_user_id }];
  const value = { messaging_product: 'whatsapp', metadata: { phone_number_id: NUMBER }, contacts, messages: [message] };
  return JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: '1', changes: [{ field: 'messages', value }] }],
  });
}

function post(text: string): Promise<void> {
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'x-hub-signature-256': `sha256=${createHmac('sha256', SECRET).update(text).digest('hex')}`,
  };
  return new Promise((resolve, reject) => {
    const sending = request(
      { host: '127.0.0.1', port: server.url.port, path: '/whatsapp/webhook/', method: 'POST', agent, headers },
      (reply) => {
        reply
          .resume()
          .on('end', () => (reply.statusCode === 200 ? resolve() : reject(new Error(`${reply.statusCode}`))));
      },
    );
    sending.on('error', reject);
    sending.end(text);
  });
}

async function waiting(): Promise<number> {
  const { rows } = await sql<{
    n: number;
  }>`select count(*)::int as n from inbox_event where state = 'received'`.execute(app.boot.database.system);
  return rows[0]?.n ?? 0;
}
