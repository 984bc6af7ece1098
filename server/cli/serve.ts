import { ensureFirstRunToken } from '../../kernel/auth/index.ts';
import type { ProcessRole } from '../../kernel/module/index.ts';
import { createLogger } from '../../kernel/observability/index.ts';
import { type OpenApp, openApp } from '../app.ts';
import { liveDemo, loadDemo, printCredentials } from '../demo.ts';
import { configuration, fail, introduce } from './open.ts';
import { tidyWhenIdle } from './tidy.ts';

/**
 * Runs until SIGTERM or SIGINT. Then it takes no new requests, answers the running ones, finishes jobs, and stops the
 * database.
 */
export async function serve({
  role,
  demo = false,
  lostKey = false,
}: {
  role: ProcessRole;
  demo?: boolean;
  lostKey?: boolean;
}): Promise<void> {
  let services: OpenApp | undefined;
  const beside: { stop(): Promise<void> }[] = [];
  try {
    const config = { ...configuration({ mayCreate: true }), ...(demo && { PAYMENT_SANDBOX: true }) };
    const log = createLogger(config.LOG_LEVEL);
    let migrations = 0;
    services = await openApp({ config, log, role, onMigration: () => void migrations++, key: { newKey: lostKey } });
    await introduce(services);
    if (migrations > 0) log.info({ migrations }, 'the database was brought to this version');
    stopOnSignal(services, beside);
    tidyWhenIdle();
    if (role === 'worker') {
      log.info('worker started');
      return;
    }
    const credentials = demo ? await loadDemo(services) : null;
    await services.http.listen({ port: config.PORT, host: config.HOST });
    const at = services.http.server.address();
    const port = typeof at === 'object' && at ? at.port : config.PORT;
    const url = config.PUBLIC_URL.replace(/:0$/, `:${port}`);
    const token = await ensureFirstRunToken(services.ctxFor(null, 'start'));
    console.log(`\n  Counterfoil is open at ${url}`);
    if (token) console.log(`\n  Nobody owns it yet. Create the owner here, once:\n  ${url}/setup#token=${token}`);
    if (credentials) {
      printCredentials(credentials);
      beside.push(liveDemo(services));
    }
    // A service's log has no keyboard.
    console.log(process.stdout.isTTY ? '\n  Ctrl-C stops it.\n' : '');
  } catch (error) {
    await services?.close().catch(() => {});
    fail(error);
  }
}

function stopOnSignal(services: OpenApp, beside: { stop(): Promise<void> }[]): void {
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      // A second Ctrl-C ends at once: the database stops by itself when this process is gone.
      if (stopping) process.exit(1);
      stopping = true;
      // Longer than the longest request; a process that hangs must end at some time.
      setTimeout(() => process.exit(1), 30_000).unref();
      const close = async () => {
        await Promise.all(beside.map((one) => one.stop()));
        await services.close();
      };
      close().then(
        // With 1 when the database ended before us.
        () => process.exit(),
        (error) => fail(error),
      );
    });
  }
}
