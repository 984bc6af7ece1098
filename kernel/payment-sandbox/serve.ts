/** The sandbox as a part of this program. */
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Boot } from '../module/index.ts';
import { CARD_PATH, MOBILE_PATH, playKey } from './play-account.ts';
import { cardSandbox, mobileSandbox, openBook, sandboxTexts } from './server/index.ts';

/** Longer than anybody waits for an answer. */
const SILENCE_MS = 60_000;

export function serveSandbox(app: FastifyInstance, { config, clock, log }: Boot): void {
  if (!config.PAYMENT_SANDBOX) return;
  const options = {
    secret: playKey(config),
    book: openBook(join(config.DATA_DIR, 'sandbox.jsonl')),
    now: () => clock.now().getTime(),
    airtelCallback: (slug: string) => `${config.PUBLIC_URL}/payment-callbacks/airtel/${encodeURIComponent(slug)}`,
    silenceMs: SILENCE_MS,
    ...sandboxTexts(),
    warn: (message: string) => log.warn(message),
  };
  app.register(async (scope) => mobileSandbox(scope, options), { prefix: MOBILE_PATH });
  app.register(async (scope) => cardSandbox(scope, options, `${config.PUBLIC_URL}${CARD_PATH}`), {
    prefix: `${CARD_PATH}/:organization`,
  });
}
