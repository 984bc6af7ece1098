/**
 * A provider of OpenID Connect over plain HTTP, after OpenID Connect Core 1.0 and RFC 6749, 7636 and 9207: discovery, keys,
 * the authorization endpoint with PKCE, and codes that work once, for one client, one redirect address and one verifier.
 * `person` is who is signed in there; null: they cancel.
 */
import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Claims = Record<string, unknown>;
type Code = { client: string; redirect: string; challenge: string; nonce: string | null; claims: Claims };

const CLIENT = { id: 'counterfoil', secret: 'a secret of the client' };
const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

export type FakeOidc = Awaited<ReturnType<typeof startFakeOidc>>;

export async function startFakeOidc() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const codes = new Map<string, Code>();
  const state = {
    root: '',
    env: {} as Record<string, string>,
    person: { sub: 'k-1', email: 'asha@fair.example', email_verified: true, name: 'Asha' } as Claims | null,
    /** what the ID token says instead */
    lies: {} as Claims,
    /** signs with a key that it doesn't publish */
    foreignKey: false,
    down: false,
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };

  function idToken({ client, nonce, claims }: Code): string {
    const now = Math.floor(Date.now() / 1000);
    const said = {
      iss: state.root,
      aud: client,
      iat: now,
      exp: now + 300,
      ...(nonce && { nonce }),
      ...claims,
      ...state.lies,
    };
    const signed = `${base64({ alg: 'RS256', kid: 'one', typ: 'JWT' })}.${base64(said)}`;
    const key = state.foreignKey ? stranger : privateKey;
    return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
  }

  function authorize(query: URLSearchParams, reply: ServerResponse): void {
    const redirect = query.get('redirect_uri') ?? '';
    const faults = [
      query.get('client_id') !== CLIENT.id && 'client_id',
      query.get('response_type') !== 'code' && 'response_type',
      query.get('code_challenge_method') !== 'S256' && 'code_challenge_method',
      !redirect.endsWith('/api/v1/auth/callback/oidc') && 'redirect_uri',
      !(query.get('scope') ?? '').split(' ').includes('openid') && 'scope',
    ].filter(Boolean);
    if (faults.length > 0) return void reply.writeHead(400).end(`invalid ${faults.join(', ')}`);
    const back = new URL(redirect);
    back.searchParams.set('state', query.get('state') ?? '');
    back.searchParams.set('iss', state.root);
    if (state.person) {
      const code = randomUUID();
      codes.set(code, {
        client: CLIENT.id,
        redirect,
        challenge: query.get('code_challenge') ?? '',
        nonce: query.get('nonce'),
        claims: state.person,
      });
      back.searchParams.set('code', code);
    } else back.searchParams.set('error', 'access_denied');
    reply.writeHead(302, { location: back.href }).end();
  }

  async function token(request: IncomingMessage, reply: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += chunk;
    const form = new URLSearchParams(text);
    const basic = Buffer.from((request.headers.authorization ?? '').replace(/^Basic /, ''), 'base64').toString();
    const [id = '', secret = ''] = basic ? basic.split(':').map(decodeURIComponent) : [];
    const answer = (status: number, body: object) =>
      reply
        .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
        .end(JSON.stringify(body));
    if ((id || form.get('client_id')) !== CLIENT.id || (secret || form.get('client_secret')) !== CLIENT.secret)
      return void answer(401, { error: 'invalid_client' });
    const code = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const verifier = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (!code || code.redirect !== form.get('redirect_uri') || code.challenge !== verifier)
      return void answer(400, { error: 'invalid_grant' });
    answer(200, { access_token: randomUUID(), token_type: 'Bearer', expires_in: 300, id_token: idToken(code) });
  }

  const server = createServer((request, reply) => {
    if (state.down) return void request.socket.destroy();
    const { pathname, searchParams } = new URL(request.url ?? '/', state.root);
    const json = (body: object) =>
      reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (pathname === '/.well-known/openid-configuration')
      return void json({
        issuer: state.root,
        authorization_endpoint: `${state.root}/authorize`,
        token_endpoint: `${state.root}/token`,
        jwks_uri: `${state.root}/keys`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
        authorization_response_iss_parameter_supported: true,
      });
    if (pathname === '/keys')
      return void json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }] });
    if (pathname === '/authorize') return authorize(searchParams, reply);
    if (pathname === '/token' && request.method === 'POST') return void token(request, reply);
    reply.writeHead(404).end();
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  state.root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  state.env = {
    OIDC_ISSUER: state.root,
    OIDC_CLIENT_ID: CLIENT.id,
    OIDC_CLIENT_SECRET: CLIENT.secret,
    OIDC_NAME: 'Fair accounts',
  };
  return state;
}
