import { type Config, loadSettings, readConfig, SETTINGS_FILE } from '../../kernel/config/index.ts';
import { findRunningPostgres } from '../../kernel/embedded-postgres/index.ts';
import { folderId, placeOf, shortId } from '../../kernel/installation/index.ts';
import { createLogger } from '../../kernel/observability/index.ts';
import { type AppOptions, type OpenServices, openServices } from '../app.ts';

let settings: ReturnType<typeof loadSettings>;

/**
 * The configuration of this process: the environment, and the file of settings for variables that it doesn't set.
 * @param mayCreate for the few commands that may make an installation where there is none
 */
export function configuration({ mayCreate = false }: { mayCreate?: boolean } = {}): Config {
  settings = loadSettings();
  if (settings.misspelt.length > 0) {
    const each = settings.misspelt.map(([name, meant]) => `${name} (is ${meant} meant?)`);
    console.error(
      `WARNING: the environment sets what is nearly a variable of Counterfoil, and is not read: ${each.join(', ')}.`,
    );
  }
  const config = readConfig(process.env, { mayCreate, ofFile: settings.ofFile });
  // After the mistakes, among which are names that are nearly ours.
  if (settings.unknown.length > 0)
    console.error(`WARNING: set, but unknown to this version, and not read: ${settings.unknown.join(', ')}.`);
  return config;
}

/**
 * Says on standard error, before anything else, which installation this is and where its settings come from: an answer
 * about another one than was meant is worse than none.
 */
export async function introduce({ boot, installation }: OpenServices): Promise<void> {
  const { count } = await boot.database.system
    .selectFrom('organization')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  const many = Number(count);
  const organizations = many === 0 ? 'no organization yet' : many === 1 ? '1 organization' : `${many} organizations`;
  const { DATA_DIR, DATABASE_URL } = boot.config;
  const places = DATABASE_URL ? `${placeOf(boot.config)}, files in ${DATA_DIR}` : DATA_DIR;
  console.error(`Installation ${shortId(installation.id)}, ${organizations}: ${places}. ${settingsFrom()}`);
}

/** The same for a command that opens no services: what DATA_DIR says of itself. */
export function introduceFolder(config: Config): void {
  const id = folderId(config.DATA_DIR);
  console.error(`${id ? `Installation ${shortId(id)}` : 'No installation yet'}: ${placeOf(config)}. ${settingsFrom()}`);
}

/** Where this process has its settings from. */
function settingsFrom(): string {
  const { file, environment } = settings;
  const by = environment.length > 0 ? `, and from the environment ${environment.join(', ')}` : '';
  return file ? `Settings: ${file}${by}.` : `Settings: no file ${SETTINGS_FILE}${by}.`;
}

/** Prints one message about the error and exits with 1; debug logs include the stack. */
export function fail(error: unknown): never {
  console.error(`counterfoil: ${error instanceof Error ? error.message : String(error)}`);
  if (process.env.LOG_LEVEL === 'debug' && error instanceof Error) console.error(error.stack);
  process.exit(1);
}

/**
 * Opens the server for a short command and closes it again in any case; logs only errors. Makes no installation unless
 * `options` say so.
 */
export async function withApp(
  work: (services: OpenServices, config: Config) => Promise<number>,
  options: Partial<AppOptions> = {},
): Promise<void> {
  let code = 1;
  try {
    const config = configuration(options);
    // Connections that end with the embedded database are no news for whoever types a command.
    const log = createLogger(process.env.LOG_LEVEL ?? 'error');
    // A running server's embedded database is shared; otherwise this command starts it.
    const running = config.DATABASE_URL ? null : await findRunningPostgres(config.DATA_DIR);
    const services = await openServices({
      config,
      log,
      role: 'web',
      mayCreate: false,
      running: running?.connectionString,
      ...options,
    });
    try {
      await introduce(services);
      code = await work(services, config);
    } finally {
      await services.close();
    }
  } catch (error) {
    fail(error);
  }
  process.exit(code);
}
