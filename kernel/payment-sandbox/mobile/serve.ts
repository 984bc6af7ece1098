/** The sandbox of mobile money as a part of this program. */
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Boot } from '../../module/index.ts';
import { mobileSandbox, openBook } from './index.ts';
import { PLAY_PATH, playKey } from './play.ts';
import { sandboxTexts } from './texts.ts';

/** Longer than anybody waits for an answer. */
const SILENCE_MS = 60_000;

export function serveMobileSandbox(app: FastifyInstance, { config, clock, log }: Boot): void {
  if (!config.PAYMENT_SANDBOX) return;
  app.register(
    async (scope) =>
      mobileSandbox(scope, {
        secret: playKey(config),
        book: openBook(join(config.DATA_DIR, 'mobile-sandbox.jsonl')),
        now: () => clock.now().getTime(),
        airtelCallback: (slug) => `${config.PUBLIC_URL}/payment-callbacks/airtel/${encodeURIComponent(slug)}`,
        silenceMs: SILENCE_MS,
        ...sandboxTexts(),
        warn: (message) => log.warn(message),
      }),
    { prefix: PLAY_PATH },
  );
}
