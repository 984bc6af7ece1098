import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createSocketServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { ANY_ADDRESS } from './address-policy.ts';
import { exchange as exchangeWith, OutboundError, type OutboundRequest } from './exchange.ts';

const exchange = (request: Omit<OutboundRequest, 'policy'>) => exchangeWith({ ...request, policy: ANY_ADDRESS });

const open: { close(): void }[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function listen(server: Server | ReturnType<typeof createSocketServer>): Promise<string> {
  open.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret-token`;
}

const fault = (work: Promise<unknown>) =>
  work.then(
    () => {
      throw new Error('it was answered');
    },
    (error: unknown) => {
      expect(error).toBeInstanceOf(OutboundError);
      const { code, begun, message } = error as OutboundError;
      expect(message).not.toContain('secret');
      return { code, begun };
    },
  );

describe('an exchange', () => {
  it('resolves to any answer, also a refusal, and sends the whole body', async () => {
    const url = await listen(
      createServer(async (request, response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk);
        response.writeHead(418, { 'x-length': request.headers['content-length'] }).end(Buffer.concat(chunks));
      }),
    );
    const body = 'नमस्ते '.repeat(10_000);
    const reply = await exchange({ method: 'POST', url, body, maxBytes: 1e6 });
    expect(reply.status).toBe(418);
    expect(reply.bytes.toString('utf8')).toBe(body);
    expect(reply.headers['x-length']).toBe(String(Buffer.byteLength(body)));
  });

  it('that reaches nobody has not begun', async () => {
    const url = await listen(createSocketServer());
    open.splice(0)[0]?.close();
    expect(await fault(exchange({ method: 'POST', url }))).toEqual({ code: 'ECONNREFUSED', begun: false });
    expect(await fault(exchange({ method: 'POST', url: 'http://nowhere.invalid/secret' }))).toMatchObject({
      begun: false,
    });
    const signal = AbortSignal.abort();
    expect(await fault(exchange({ method: 'POST', url, signal }))).toEqual({ code: 'aborted', begun: false });
  });

  it('whose TLS handshake never completes has not begun', async () => {
    const sockets: Socket[] = [];
    const url = await listen(createSocketServer((socket) => void sockets.push(socket)));
    const timeouts = { connect: 200, reply: 5000 };
    expect(await fault(exchange({ method: 'POST', url: url.replace('http', 'https'), timeouts }))).toEqual({
      code: 'timeout',
      begun: false,
    });
    for (const socket of sockets) socket.destroy();
  });

  it('that is cut off, too slow, aborted or too long has begun', async () => {
    const ways: Record<string, (socket: Socket) => void> = {
      silent: (socket) => socket.once('data', () => socket.destroy()),
      half: (socket) => socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf')),
      slow: () => {},
      long: (socket) =>
        socket.once('data', () => socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n${'x'.repeat(9000)}`)),
    };
    let way = 'silent';
    const url = await listen(
      createSocketServer((socket) => {
        socket.on('error', () => {});
        ways[way]?.(socket);
      }),
    );
    const ask = (more: object = {}) => fault(exchange({ method: 'POST', url, timeouts: { reply: 200 }, ...more }));
    expect(await ask()).toEqual({ code: 'ECONNRESET', begun: true });
    way = 'half';
    expect(await ask()).toMatchObject({ begun: true });
    way = 'slow';
    expect(await ask()).toEqual({ code: 'timeout', begun: true });
    const stopping = new AbortController();
    setTimeout(() => stopping.abort(), 50);
    expect(await ask({ signal: stopping.signal })).toEqual({ code: 'aborted', begun: true });
    way = 'long';
    expect(await ask({ maxBytes: 100 })).toEqual({ code: 'too_large', begun: true });
  });
});
