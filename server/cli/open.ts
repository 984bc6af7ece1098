import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { type Config, readConfig } from '../../kernel/config/index.ts';
import { findRunningPostgres } from '../../kernel/embedded-postgres/index.ts';
import { createLogger } from '../../kernel/observability/index.ts';
import { type AppOptions, type OpenServices, openServices } from '../app.ts';

/** The configuration of this process: the environment, and `.env` for variables that it doesn't set. */
export function configuration(): Config {
  if (existsSync('.env')) loadEnvFile('.env');
  return readConfig(process.env);
}

/** Prints one message about the error and exits with 1; debug logs include the stack. */
export function fail(error: unknown): never {
  console.error(`counterfoil: ${error instanceof Error ? error.message : String(error)}`);
  if (process.env.LOG_LEVEL === 'debug' && error instanceof Error) console.error(error.stack);
  process.exit(1);
}

/** Opens the server for a short command and closes it again in any case; logs only errors. */
export async function withApp(
  work: (services: OpenServices, config: Config) => Promise<number>,
  options: Partial<AppOptions> = {},
): Promise<void> {
  let code = 1;
  try {
    const config = configuration();
    // Connections that end with the embedded database are no news for whoever types a command.
    const log = createLogger(process.env.LOG_LEVEL ?? 'error');
    // A running server's embedded database is shared; otherwise this command starts it.
    const running = config.DATABASE_URL ? null : await findRunningPostgres(config.DATA_DIR);
    const at = running ? { ...config, DATABASE_URL: running.connectionString } : config;
    const services = await openServices({ config: at, log, role: 'web', ...options });
    try {
      code = await work(services, config);
    } finally {
      await services.close();
    }
  } catch (error) {
    fail(error);
  }
  process.exit(code);
}
