import { receiveTelegram } from '../../kernel/channel-telegram/index.ts';
import { findRunningPostgres } from '../../kernel/embedded-postgres/index.ts';
import { createLogger } from '../../kernel/observability/index.ts';
import { type OpenServices, openServices } from '../app.ts';
import { configuration, fail, introduce } from './open.ts';

/**
 * Polls Telegram for updates until SIGTERM or SIGINT, for servers that Telegram can't reach by a webhook. It processes
 * messages itself, as a worker does, so it needs no other process, and may run beside `start`.
 */
export async function telegramCommand({ polling }: { polling?: boolean }): Promise<void> {
  if (!polling) {
    console.error(
      'counterfoil telegram --polling asks Telegram for messages. For a webhook set TELEGRAM_WEBHOOK_URL and run "start".',
    );
    process.exit(1);
  }
  let services: OpenServices | undefined;
  const stopping = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      // A second Ctrl-C ends at once.
      if (stopping.signal.aborted) process.exit(1);
      stopping.abort();
      setTimeout(() => process.exit(1), 30_000).unref();
    });
  }
  try {
    const config = configuration();
    const log = createLogger(config.LOG_LEVEL);
    // A running server's embedded database is shared; otherwise this command starts it.
    const running = config.DATABASE_URL ? null : await findRunningPostgres(config.DATA_DIR);
    services = await openServices({
      config,
      log,
      role: 'worker',
      mayCreate: false,
      running: running?.connectionString,
    });
    await introduce(services);
    let waiting = false;
    await receiveTelegram(services.boot, stopping.signal, {
      poll: true,
      onWaiting() {
        if (!waiting)
          console.log('Another process asks Telegram already, such as "start". This one goes on when it ends.');
        waiting = true;
      },
      onBots(count) {
        const none = 'No bot yet: set TELEGRAM_BOT_TOKEN, or a token in the settings of an organization.';
        console.log(
          count === 0
            ? none
            : `Asking Telegram for the messages of ${count === 1 ? 'one bot' : `${count} bots`}. Ctrl-C stops it.`,
        );
      },
    });
    await services.close();
  } catch (error) {
    await services?.close().catch(() => {});
    fail(error);
  }
  // With 1 when the database ended before us.
  process.exit();
}
