/**
 * MTN MoMo and Airtel Money over plain HTTP: the sandbox that we ship, with what a test needs to see and to disturb.
 */
import Fastify from 'fastify';
import { mobileSandbox, openBook, type SandboxOptions, sandboxTexts } from '../../kernel/payment-sandbox/index.ts';

export const SECRET = 'a key of the operators';
const MTN = { subscription_key: SECRET, api_user: 'd1c0ffee-0000-4000-8000-000000000001', api_key: SECRET };

/** The settings of an organization in Rwanda. */
export const KEYS = {
  mtn: {
    target_environment: 'mtnrwanda',
    ...MTN,
    ...Object.fromEntries(Object.entries(MTN).map(([name, value]) => [`disbursement_${name}`, value])),
  },
  airtel: { environment: 'live', country: 'RW', client_id: 'kigali', client_secret: SECRET },
};

export type FakeMobileMoney = Awaited<ReturnType<typeof startFakeMobileMoney>>;

export async function startFakeMobileMoney(over: Partial<SandboxOptions> = {}) {
  const state = {
    env: {} as Record<string, string>,
    root: '',
    book: openBook(),
    /** method and path of each request, without ids */
    asked: [] as string[],
    /** where Airtel's side calls back */
    airtelCallback: '',
    /** moves the operators' clock, in milliseconds */
    ahead: 0,
    /** called before an operator acts and before it answers, so that a test can kill the sender here */
    onRequest: undefined as ((what: string, when: 'before' | 'after') => Promise<void> | void) | undefined,
    /** answers a request in the operator's place; undefined: the operator answers */
    instead: undefined as ((what: string) => { status: number; body: object } | undefined) | undefined,
    stop: () => server.close(),
  };
  const options: SandboxOptions = {
    secret: SECRET,
    book: state.book,
    now: () => Date.now() + state.ahead,
    airtelCallback: () => state.airtelCallback,
    silenceMs: 0,
    ...sandboxTexts(),
    warn: () => {},
    ...over,
  };
  const server = Fastify({ forceCloseConnections: true });
  const whatOf = ({ method, url }: { method: string; url: string }) =>
    `${method} ${url.replace(/[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f-]{20,22}/, ':id')}`;
  server.addHook('preHandler', async (request, reply) => {
    const what = whatOf(request);
    state.asked.push(what);
    await state.onRequest?.(what, 'before');
    const other = state.instead?.(what);
    if (other) return reply.code(other.status).send(other.body);
  });
  server.addHook('onSend', async (request) => {
    await state.onRequest?.(whatOf(request), 'after');
  });
  await server.register(async (scope) => mobileSandbox(scope, options));
  state.root = await server.listen({ port: 0, host: '127.0.0.1' });
  state.env = { MTN_MOMO_API_ROOT: `${state.root}/mtn`, AIRTEL_MONEY_API_ROOT: `${state.root}/airtel` };
  return state;
}
