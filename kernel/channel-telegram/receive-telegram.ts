import { setTimeout as wait } from 'node:timers/promises';
import { forgetOthers } from '../channels/index.ts';
import type { Config } from '../config/index.ts';
import { type Ctx, orgOf } from '../ctx/index.ts';
import { DatabaseClient } from '../db/index.ts';
import { isPrivateHost } from '../lib/proxies.ts';
import type { Boot } from '../module/index.ts';
import type { Bot } from './api.ts';
import { allBots } from './bots.ts';
import { keepWebhook, webhookUrl } from './keep-webhook.ts';
import { HOLD_SECONDS, pollBot } from './poll.ts';

/** Milliseconds between looks at the bots: one that is set up later is found within a minute. */
const LOOK_MS = 60_000;
/** Any number that no other advisory lock of the server uses. */
const RECEIVER_LOCK = 7_243_118_906;
/** The ports to which Telegram brings updates. https://core.telegram.org/bots/api#setwebhook */
const PORTS = ['', '443', '80', '88', '8443'];

export type Receiving = {
  /** asks Telegram also where a webhook would be possible */
  poll?: boolean;
  /** seconds a request is held open; for tests */
  holdSeconds?: number;
  /** called once with the number of bots */
  onBots?(count: number): void;
  /** called when another process receives already; this one goes on when that ends */
  onWaiting?(): void;
};

/**
 * Receives the updates of every bot until `signal`: by a webhook where Telegram can reach this server, otherwise by
 * asking. One process of the installation does it; another goes on when that one ends.
 */
export async function receiveTelegram(boot: Boot, signal: AbortSignal, options: Receiving = {}): Promise<void> {
  let told = false;
  while (!signal.aborted) {
    try {
      const bots = await allBots(boot);
      if (!told) options.onBots?.(bots.length);
      told = true;
      if (bots.length === 0)
        await forgetOthers(
          boot,
          'telegram',
          bots.map(({ ctx, bot }) => [orgOf(ctx).id, bot.id]),
        );
      if (bots.length > 0 && !(await alone(boot, signal, (until) => receiveAll(boot, until, options))))
        options.onWaiting?.();
    } catch (error) {
      if (!signal.aborted) boot.log.warn({ error: (error as Error).message }, 'the bots could not be read');
    }
    await pause(LOOK_MS, signal);
  }
}

/** Without the lock: for whoever knows that no other process receives. */
export async function receiveAll(boot: Boot, signal: AbortSignal, options: Receiving = {}): Promise<void> {
  const running = new Map<string, { stop: AbortController; ended: Promise<void> }>();
  while (!signal.aborted) {
    try {
      const bots = await allBots(boot);
      const tokens = new Set(bots.map(({ bot }) => bot.token));
      for (const [token, { stop }] of running) {
        if (tokens.has(token)) continue;
        stop.abort();
        running.delete(token);
      }
      for (const { ctx, bot } of bots) {
        if (running.has(bot.token)) continue;
        const stop = new AbortController();
        const ended = receiveFor(ctx, bot, AbortSignal.any([signal, stop.signal]), options);
        running.set(bot.token, { stop, ended });
      }
      await forgetOthers(
        boot,
        'telegram',
        bots.map(({ ctx, bot }) => [orgOf(ctx).id, bot.id]),
      );
    } catch (error) {
      if (!signal.aborted) boot.log.warn({ error: (error as Error).message }, 'the bots could not be read');
    }
    await pause(LOOK_MS, signal);
  }
  await Promise.all([...running.values()].map(({ ended }) => ended));
}

async function receiveFor(ctx: Ctx, bot: Bot, signal: AbortSignal, options: Receiving): Promise<void> {
  const { TELEGRAM_WEBHOOK_URL: named } = ctx.config;
  const url = options.poll ? null : webhookAddress(ctx.config);
  // Who named the address wants to hear that it can't be reached; one that we tried ourselves is given up.
  if (url) await keepWebhook(ctx, bot, url, signal, named === undefined);
  if (signal.aborted) return;
  ctx.log.info({ bot: bot.id, organizationId: orgOf(ctx).id }, 'Telegram is asked for updates');
  await pollBot(ctx, bot, signal, options.holdSeconds ?? HOLD_SECONDS);
}

/** The address to which Telegram can bring updates; null: there is none, and Telegram is asked. */
export function webhookAddress(config: Pick<Config, 'PUBLIC_URL' | 'TELEGRAM_WEBHOOK_URL'>): string | null {
  if (config.TELEGRAM_WEBHOOK_URL) return webhookUrl(config.TELEGRAM_WEBHOOK_URL);
  const { protocol, hostname, port } = new URL(config.PUBLIC_URL);
  if (protocol !== 'https:' || isPrivateHost(hostname) || !PORTS.includes(port)) return null;
  return new URL('/telegram/webhook', config.PUBLIC_URL).href;
}

/** Works under a lock that ends with this process or its connection; false: another process has it. */
async function alone(boot: Boot, signal: AbortSignal, work: (until: AbortSignal) => Promise<void>): Promise<boolean> {
  const lost = new AbortController();
  const client = new DatabaseClient({ connectionString: boot.services.database.connectionString });
  client.on('error', () => lost.abort());
  client.on('end', () => lost.abort());
  try {
    await client.connect();
    const { rows } = await client.query('select pg_try_advisory_lock($1) as mine', [RECEIVER_LOCK]);
    if (!rows[0].mine) return false;
    await work(AbortSignal.any([signal, lost.signal]));
    return true;
  } finally {
    await client.end().catch(() => {});
  }
}

const pause = (ms: number, signal: AbortSignal) => wait(ms, undefined, { signal, ref: false }).catch(() => {});
