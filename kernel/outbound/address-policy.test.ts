/**
 * Connections to an address that another person chose: they reach only the public internet, and the errors reveal
 * nothing about other addresses.
 */
import { createServer as createHttp, type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ANY_ADDRESS, allowedBy, makePolicy } from './address-policy.ts';
import { connectTo, Unreachable } from './connect.ts';
import { exchange, OutboundError } from './exchange.ts';

let inside: Server;
let port: number;
let requests: IncomingHttpHeaders[] = [];
let calls = 0;
beforeAll(async () => {
  inside = createHttp((request, response) => {
    requests.push(request.headers);
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
const guarded = (resolve?: never) => makePolicy(allowedBy(''), true, resolve);
const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'it was answered',
    (error: Error) => `${error.name}: ${error.message}`,
  );

test.each(['127.0.0.1', '127.1', '0x7f000001', '2130706433', '[::1]', '[::ffff:127.0.0.1]', 'localhost'])(
  'nobody is called at %s, over HTTP or otherwise',
  async (host) => {
    calls = 0;
    const policy = guarded();
    expect(await outcome(exchange({ method: 'GET', url: `http://${host}:${port}/`, policy }))).toBe(
      'OutboundError: could not be reached (unreachable)',
    );
    const bare = host.replace(/[[\]]/g, '');
    expect(await outcome(connectTo(policy, { host: bare, port, timeout: 1000 }))).toBe(
      'Unreachable: could not be reached (unreachable)',
    );
    expect(calls).toBe(0);
  },
);

test('a name that changes its address doesn’t help: the checked address is the one connected to', async () => {
  calls = 0;
  const fickle = names(['8.8.8.8'], ['127.0.0.1']);
  const policy = makePolicy((address) => address !== '127.0.0.1', true, fickle.resolve);
  const url = `http://rebinding.example:${port}/`;
  const timeouts = { connect: 300 };
  for (let n = 0; n < 3; n++) await outcome(exchange({ method: 'GET', url, policy, timeouts }));
  expect(fickle.asked()).toBe(3); // once per connection, and never between check and connection
  const mixed = names(['127.0.0.1', '10.0.0.1', '::1']);
  expect(await outcome(exchange({ method: 'GET', url, policy: guarded(mixed.resolve) }))).toContain('unreachable');
  expect(calls).toBe(0);
});

test('a kept-alive connection of the operator’s requests isn’t shared with others', async () => {
  const url = `http://127.0.0.1:${port}/`;
  expect((await exchange({ method: 'GET', url, policy: ANY_ADDRESS })).status).toBe(200);
  const byName = `http://localhost:${port}/`;
  expect((await exchange({ method: 'GET', url: byName, policy: ANY_ADDRESS })).status).toBe(200);
  expect(await outcome(exchange({ method: 'GET', url: byName, policy: guarded() }))).toContain('unreachable');
});

test('a closed port, a silent one, a private address and an unknown name give the same error', async () => {
  const anywhere = makePolicy(() => true, true);
  const silent = createServer(() => {});
  await new Promise<void>((ready) => silent.listen(0, '127.0.0.1', ready));
  const closed = createServer();
  await new Promise<void>((ready) => closed.listen(0, '127.0.0.1', ready));
  const closedPort = (closed.address() as AddressInfo).port;
  await new Promise((done) => closed.close(done));
  const timeouts = { connect: 200 };
  const outcomes = await Promise.all([
    outcome(exchange({ method: 'GET', url: `http://127.0.0.1:${closedPort}`, policy: anywhere, timeouts })),
    // Accepts the connection, and never answers the TLS handshake.
    outcome(
      exchange({
        method: 'GET',
        url: `https://127.0.0.1:${(silent.address() as AddressInfo).port}`,
        policy: anywhere,
        timeouts,
      }),
    ),
    outcome(exchange({ method: 'GET', url: `http://10.0.0.1:${closedPort}`, policy: guarded(), timeouts })),
    outcome(exchange({ method: 'GET', url: 'http://nowhere.invalid/', policy: anywhere, timeouts })),
  ]);
  expect(new Set(outcomes)).toEqual(new Set(['OutboundError: could not be reached (unreachable)']));
  silent.close();
  await expect(connectTo(ANY_ADDRESS, { host: '127.0.0.1', port: closedPort, timeout: 500 })).rejects.toThrow(
    new Unreachable('ECONNREFUSED'),
  );
  await expect(exchange({ method: 'GET', url: `http://127.0.0.1:${closedPort}`, policy: ANY_ADDRESS })).rejects.toThrow(
    new OutboundError('ECONNREFUSED', false),
  );
});

test('every request sends our name', async () => {
  requests = [];
  await exchange({ method: 'GET', url: `http://127.0.0.1:${port}/`, policy: ANY_ADDRESS });
  await exchange({
    method: 'POST',
    url: `http://127.0.0.1:${port}/`,
    policy: ANY_ADDRESS,
    headers: { a: 'b' },
    body: '{}',
  });
  expect(requests.map((headers) => headers['user-agent'])).toEqual([
    expect.stringMatching(/^Counterfoil\/\d+\.\d+\.\d+$/),
    expect.stringMatching(/^Counterfoil\/\d+\.\d+\.\d+$/),
  ]);
});
