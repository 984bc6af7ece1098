/**
 * A push service of a browser over plain HTTP, after RFC 8030, 8291 and 8292: it checks who sends and decrypts as the browser
 * would. `answers` are what it says to the next messages instead of 201.
 */
import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refusedAnonymous } from './user-agent.ts';

type Pushed = { path: string; text: string; headers: IncomingHttpHeaders; bytes: number };
type Saying = { status: number; headers?: Record<string, string> };

const base64 = (text: string) => Buffer.from(text, 'base64url');

export async function startFakePushService() {
  const keys = new Map<string, { ecdh: ReturnType<typeof createECDH>; auth: Buffer }>();
  const state = {
    root: '',
    pushed: [] as Pushed[],
    answers: [] as Saying[],
    requests: 0,
    /** A browser that asks for an address, with the server's key. */
    subscribe() {
      const ecdh = createECDH('prime256v1');
      ecdh.generateKeys();
      const auth = randomBytes(16);
      const path = `/to/${randomBytes(8).toString('hex')}`;
      keys.set(path, { ecdh, auth });
      const p256dh = ecdh.getPublicKey().toString('base64url');
      return { endpoint: state.root + path, p256dh, auth: auth.toString('base64url') };
    },
    stop: () => new Promise<void>((done) => server.close(() => done())),
  };
  const server = createServer((request, reply) => {
    if (refusedAnonymous(request, reply)) return;
    const parts: Buffer[] = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      state.requests++;
      const path = request.url ?? '';
      const browser = keys.get(path);
      const said = state.answers.shift() ?? { status: browser ? 201 : 404 };
      if (said.status !== 201 || !browser) return reply.writeHead(said.status, said.headers).end();
      const fault = faultOf(request.headers, state.root);
      if (fault) return reply.writeHead(fault.status).end(fault.why);
      const body = Buffer.concat(parts);
      const text = decrypt(body, browser);
      state.pushed.push({ path, text, headers: request.headers, bytes: body.length });
      reply.writeHead(201, { location: `${state.root}/message` }).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  state.root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return state;
}

/** What push services refuse: no time to live (400), another encoding (415), a signature that is not of the key (403). */
function faultOf(headers: IncomingHttpHeaders, root: string): { status: number; why: string } | null {
  if (!/^\d+$/.test(String(headers.ttl))) return { status: 400, why: 'no TTL' };
  if (!/^[\w-]{1,32}$/.test(String(headers.topic))) return { status: 400, why: 'bad Topic' };
  if (headers['content-encoding'] !== 'aes128gcm') return { status: 415, why: 'another encoding' };
  const [, token = '', key = ''] = /^vapid t=(\S+), k=(\S+)$/.exec(headers.authorization ?? '') ?? [];
  const [head = '', body = '', signature = ''] = token.split('.');
  const point = base64(key);
  if (point.length !== 65) return { status: 401, why: 'no key' };
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
  const by = { key: publicKey, dsaEncoding: 'ieee-p1363' as const };
  const good = verify('sha256', Buffer.from(`${head}.${body}`), by, base64(signature));
  const { aud, sub } = good ? JSON.parse(base64(body).toString()) : {};
  return good && aud === root && /^(mailto|https):/.test(sub) ? null : { status: 403, why: 'not who it says' };
}

/** As RFC 8291 has the browser do it. */
function decrypt(body: Buffer, { ecdh, auth }: { ecdh: ReturnType<typeof createECDH>; auth: Buffer }): string {
  const [salt, theirs] = [body.subarray(0, 16), body.subarray(21, 86)];
  if (body.readUInt32BE(16) !== 4096 || body[20] !== 65) throw new Error('not one record for P-256');
  const derive = (key: Buffer, by: Buffer, info: Buffer | string, bytes: number) =>
    Buffer.from(hkdfSync('sha256', key, by, info, bytes));
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), theirs]);
  const key = derive(ecdh.computeSecret(theirs), auth, info, 32);
  const decipher = createDecipheriv(
    'aes-128-gcm',
    derive(key, salt, 'Content-Encoding: aes128gcm\0', 16),
    derive(key, salt, 'Content-Encoding: nonce\0', 12),
  );
  decipher.setAuthTag(body.subarray(-16));
  const plain = Buffer.concat([decipher.update(body.subarray(86, -16)), decipher.final()]);
  const end = plain.lastIndexOf(2);
  if (plain.subarray(end + 1).some((byte) => byte !== 0)) throw new Error('not the last record');
  return plain.subarray(0, end).toString();
}
