/**
 * Connections to an address that another person chose: they reach only the public internet, and the errors reveal
 * nothing about other addresses.
 */
import { createServer as createHttp, type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectTo, Unreachable } from './connect.ts';
import { exchange, WireFault } from './exchange.ts';
import { judge, makeReach, OPERATORS } from './reach.ts';

let inside: Server;
let port: number;
let heard: IncomingHttpHeaders[] = [];
let calls = 0;
beforeAll(async () => {
  inside = createHttp((request, response) => {
    heard.push(request.headers);
    response.end('secret of the inside');
  });
  inside.on('connection', () => void calls++);
  await new Promise<void>((ready) => inside.listen(0, '127.0.0.1', ready));
  port = (inside.address() as AddressInfo).port;
});
afterAll(() => void inside.close());

/** A fake name server: each question gets the next answer; the last one stays. */
function names(...answers: string[][]) {
  let asked = 0;
  const resolve = (_host: string, _options: object, done: (error: null, found: object[]) => void) => {
    const found = answers[Math.min(asked++, answers.length - 1)] as string[];
    done(
      null,
      found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  return { resolve: resolve as never, asked: () => asked };
}
const guarded = (resolve?: never) => makeReach(judge(''), true, resolve);
const told = (work: Promise<unknown>) =>
  work.then(
    () => 'it was answered',
    (error: Error) => `${error.name}: ${error.message}`,
  );

test.each(['127.0.0.1', '127.1', '0x7f000001', '2130706433', '[::1]', '[::ffff:127.0.0.1]', 'localhost'])(
  'nobody is called at %s, over HTTP or otherwise',
  async (host) => {
    calls = 0;
    const reach = guarded();
    expect(await told(exchange({ method: 'GET', url: `http://${host}:${port}/`, reach }))).toBe(
      'WireFault: could not be reached (unreachable)',
    );
    const bare = host.replace(/[[\]]/g, '');
    expect(await told(connectTo(reach, { host: bare, port, timeout: 1000 }))).toBe(
      'Unreachable: could not be reached (unreachable)',
    );
    expect(calls).toBe(0);
  },
);

test('a name that changes its address doesn’t help: the checked address is the one connected to', async () => {
  calls = 0;
  const fickle = names(['8.8.8.8'], ['127.0.0.1']);
  const reach = makeReach((address) => address !== '127.0.0.1', true, fickle.resolve);
  const url = `http://rebinding.example:${port}/`;
  const timeouts = { connect: 300 };
  for (let n = 0; n < 3; n++) await told(exchange({ method: 'GET', url, reach, timeouts }));
  expect(fickle.asked()).toBe(3); // once per connection, and never between check and connection
  const mixed = names(['127.0.0.1', '10.0.0.1', '::1']);
  expect(await told(exchange({ method: 'GET', url, reach: guarded(mixed.resolve) }))).toContain('unreachable');
  expect(calls).toBe(0);
});

test('a kept-alive connection of the operator’s requests isn’t shared with others', async () => {
  const url = `http://127.0.0.1:${port}/`;
  expect((await exchange({ method: 'GET', url, reach: OPERATORS })).status).toBe(200);
  const byName = `http://localhost:${port}/`;
  expect((await exchange({ method: 'GET', url: byName, reach: OPERATORS })).status).toBe(200);
  expect(await told(exchange({ method: 'GET', url: byName, reach: guarded() }))).toContain('unreachable');
});

test('a closed port, a silent one, a private address and an unknown name give the same error', async () => {
  const anywhere = makeReach(() => true, true);
  const silent = createServer(() => {});
  await new Promise<void>((ready) => silent.listen(0, '127.0.0.1', ready));
  const closed = createServer();
  await new Promise<void>((ready) => closed.listen(0, '127.0.0.1', ready));
  const closedPort = (closed.address() as AddressInfo).port;
  await new Promise((done) => closed.close(done));
  const timeouts = { connect: 200 };
  const said = await Promise.all([
    told(exchange({ method: 'GET', url: `http://127.0.0.1:${closedPort}`, reach: anywhere, timeouts })),
    // Accepts the connection, and never answers the TLS handshake.
    told(
      exchange({
        method: 'GET',
        url: `https://127.0.0.1:${(silent.address() as AddressInfo).port}`,
        reach: anywhere,
        timeouts,
      }),
    ),
    told(exchange({ method: 'GET', url: `http://10.0.0.1:${closedPort}`, reach: guarded(), timeouts })),
    told(exchange({ method: 'GET', url: 'http://nowhere.invalid/', reach: anywhere, timeouts })),
  ]);
  expect(new Set(said)).toEqual(new Set(['WireFault: could not be reached (unreachable)']));
  silent.close();
  await expect(connectTo(OPERATORS, { host: '127.0.0.1', port: closedPort, timeout: 500 })).rejects.toThrow(
    new Unreachable('ECONNREFUSED'),
  );
  await expect(exchange({ method: 'GET', url: `http://127.0.0.1:${closedPort}`, reach: OPERATORS })).rejects.toThrow(
    new WireFault('ECONNREFUSED', false),
  );
});

test('every request sends our name', async () => {
  heard = [];
  await exchange({ method: 'GET', url: `http://127.0.0.1:${port}/`, reach: OPERATORS });
  await exchange({
    method: 'POST',
    url: `http://127.0.0.1:${port}/`,
    reach: OPERATORS,
    headers: { a: 'b' },
    body: '{}',
  });
  expect(heard.map((headers) => headers['user-agent'])).toEqual([
    expect.stringMatching(/^Counterfoil\/\d+\.\d+\.\d+$/),
    expect.stringMatching(/^Counterfoil\/\d+\.\d+\.\d+$/),
  ]);
});
