import Fastify from 'fastify';
import { mobileSandbox, openBook, sandboxTexts } from '../../kernel/payment-sandbox/index.ts';
import { fail } from './open.ts';

type Options = { host: string; port: string; secret: string; airtelCallback: string; file?: string };

/** As long as a caller that is patient waits for an answer. */
const SILENCE_MS = 60_000;
export const SECRET = 'sandbox';

/** Serves MTN MoMo's and Airtel Money's APIs with play money, without a database, until it is stopped. */
export async function sandboxCommand({ host, port, secret, airtelCallback, file }: Options): Promise<void> {
  try {
    // Whoever may ask it can make it call any address.
    if (!['127.0.0.1', '::1', 'localhost'].includes(host) && secret === SECRET)
      throw new Error('on an address that others reach it needs a secret of its own: --secret …');
    const server = Fastify({ forceCloseConnections: true });
    await server.register(async (scope) =>
      mobileSandbox(scope, {
        secret,
        book: openBook(file),
        now: Date.now,
        airtelCallback: () => airtelCallback,
        silenceMs: SILENCE_MS,
        ...sandboxTexts(),
        warn: (message) => console.warn(message),
      }),
    );
    const root = await server.listen({ host, port: Number(port) });
    console.log(guide(root, secret, airtelCallback));
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.once(signal, () => {
        server.close().then(() => process.exit(0), fail);
      });
  } catch (error) {
    fail(error);
  }
}

const guide = (root: string, secret: string, airtelCallback: string) => `
  Mobile money with play money is open at ${root}

  MTN MoMo      ${root}/mtn        any API user; API key and subscription key: ${secret}
  Airtel Money  ${root}/airtel     any client id; client secret: ${secret}; calls back: ${airtelCallback || 'nowhere (--airtel-callback)'}
  A phone       ${root}/phones/250788123456    asks for the PIN

  Phones that end in 0000NN, and amounts that end in NN, behave by NN (00 pays by itself, phones only):
  01 declined     02 half a minute late   03 charged, never answers   04 calls back three times   05 less    06 more
  07 calls back before it answers         08 never calls back         09 charged, answers 500     10 other currency
  11 other payer  12 ambiguous            13 "had it before"          14 token expired once       15 no money
  16 no PIN       17 lost on the way      18 stays pending            19 unknown payer

  Ctrl-C stops it.
`;
