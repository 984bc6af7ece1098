import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  linkSync,
  lstatSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { Value } from 'typebox/value';
import { isPrivateHost, proxyTrust } from '../lib/proxies.ts';
import { addressFault } from './addresses.ts';
import { makeFolders, whyNotWritable } from './folders.ts';
import { misspelt } from './misspelt.ts';
import { arePrivate, printerNetworks } from './printer-network.ts';
import { ConfigSchema, type Env } from './schema.ts';
import { HOME_FOLDER, SETTINGS_FILE } from './settings-file.ts';

export { makeFolders, whyNotWritable } from './folders.ts';
export { printerNetworks } from './printer-network.ts';
export { ConfigSchema } from './schema.ts';
export { HOME_FOLDER, IN_IMAGE, loadSettings, readSettings, SETTINGS_FILE, unknownAmong } from './settings-file.ts';

/** The checked environment; `SECRET_KEY`, `PUBLIC_URL` and an absolute `DATA_DIR` are always set. */
export type Config = Env & { SECRET_KEY: string; PUBLIC_URL: string };

/** All mistakes of the environment in one message, each with the variable's name. */
export class ConfigError extends Error {
  readonly faults: string[];
  constructor(faults: string[]) {
    super(
      `The environment has ${faults.length === 1 ? 'a mistake' : `${faults.length} mistakes`}:\n${faults.map((f) => `  ${f}`).join('\n')}`,
    );
    this.faults = faults;
  }
}

/** There is no installation where the settings lead, or its key is gone; the message says what to do. */
export class NoInstallation extends Error {}

/**
 * Reads and checks the environment. An empty variable counts as absent, as in a copied `.env.example`. Paths are meant
 * from the folder of the program.
 * @param mayCreate whether a new installation may be made: otherwise a key that is absent is a fault
 * @param ofFile the names that the file of settings sets: one that is nearly ours is a fault there, while the environment
 * is also that of other programs
 * Throws ConfigError naming every faulty variable at once, or NoInstallation.
 */
export function readConfig(
  env: Record<string, string | undefined>,
  { mayCreate = true, ofFile = [] }: { mayCreate?: boolean; ofFile?: readonly string[] } = {},
): Config {
  const given: Record<string, unknown> = {};
  for (const name of Object.keys(ConfigSchema.properties)) if (env[name]?.trim()) given[name] = env[name]?.trim();
  const value = Value.Default(ConfigSchema, Value.Convert(ConfigSchema, given));
  const faults = new Map<string, string>();
  for (const error of Value.Errors(ConfigSchema, value)) {
    const name = error.instancePath.slice(1).split('/')[0] as string;
    const schema = ConfigSchema.properties[name as keyof Env] as unknown as { description: string };
    if (!faults.has(name)) faults.set(name, `${name} ${error.message}. It is: ${schema.description}`);
  }
  for (const [name, text] of Object.entries(given)) {
    const fault = addressFault(String(text));
    // Before what the schema says, which only says that it is none.
    if (fault) faults.set(name, `${name} ${fault}`);
  }
  for (const [name, meant] of misspelt(ofFile, Object.keys(ConfigSchema.properties)))
    faults.set(name, `${name} is no variable of Counterfoil. If ${meant} is meant, rename it; otherwise remove it.`);
  // To trust no proxy would count all clients as one address; to trust every proxy would let each client choose its
  // address.
  if (/^(true|1|yes|on)$/i.test(env.TRUST_PROXY?.trim() ?? ''))
    faults.set('TRUST_PROXY', 'TRUST_PROXY is no longer read: set TRUSTED_PROXIES=1 behind one proxy of your own.');
  for (const [name, problem] of together(value as Env)) if (!faults.has(name)) faults.set(name, `${name} ${problem}`);
  if (faults.size > 0) throw new ConfigError([...faults.values()]);
  const config = value as Env;
  const fromHome = (path: string) => resolve(HOME_FOLDER, path);
  const DATA_DIR = fromHome(config.DATA_DIR);
  const { BACKUP_TO, AUDIT_HEADS_FILE } = config;
  return {
    ...config,
    DATA_DIR,
    ...(BACKUP_TO && { BACKUP_TO: BACKUP_TO.startsWith('s3://') ? BACKUP_TO : fromHome(BACKUP_TO) }),
    ...(AUDIT_HEADS_FILE && { AUDIT_HEADS_FILE: fromHome(AUDIT_HEADS_FILE) }),
    SECRET_KEY: config.SECRET_KEY ?? keptSecret(DATA_DIR, Boolean(config.DATABASE_URL), mayCreate),
    PUBLIC_URL: (config.PUBLIC_URL ?? `http://localhost:${config.PORT}`).replace(/\/+$/, ''),
  };
}

/** Mistakes that show only when two variables are compared. */
function* together(env: Partial<Env>): Generator<[string, string]> {
  if (env.S3_BUCKET && !(env.S3_ACCESS_KEY_ID && env.S3_SECRET_ACCESS_KEY)) {
    yield ['S3_ACCESS_KEY_ID', 'and S3_SECRET_ACCESS_KEY must be set when S3_BUCKET is.'];
  }
  if (env.BACKUP_TO?.startsWith('s3://') && !(env.S3_ACCESS_KEY_ID && env.S3_SECRET_ACCESS_KEY))
    yield ['BACKUP_TO', 'is a bucket: set S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY too.'];
  if (env.DATABASE_APP_URL && !env.DATABASE_URL) yield ['DATABASE_APP_URL', 'is for the database of DATABASE_URL.'];
  if (env.DATABASE_DIRECT_URL && !env.DATABASE_URL)
    yield ['DATABASE_DIRECT_URL', 'is for the database behind the pooler of DATABASE_URL.'];
  if (env.DATABASE_READ_URL && !env.DATABASE_URL)
    yield ['DATABASE_READ_URL', 'is a replica of the database of DATABASE_URL.'];
  if (env.S3_BUCKET && env.CLOUDINARY_URL)
    yield ['CLOUDINARY_URL', 'and S3_BUCKET are both set: choose one store for files.'];
  const twilio = [env.TWILIO_ACCOUNT_SID, env.TWILIO_AUTH_TOKEN, env.TWILIO_FROM].filter(Boolean).length;
  if (twilio > 0 && twilio < 3)
    yield ['TWILIO_ACCOUNT_SID', 'belongs together with TWILIO_AUTH_TOKEN and TWILIO_FROM: set all three or none.'];
  if (Boolean(env.WHATSAPP_PHONE_NUMBER_ID) !== Boolean(env.WHATSAPP_ACCESS_TOKEN))
    yield ['WHATSAPP_PHONE_NUMBER_ID', 'and WHATSAPP_ACCESS_TOKEN belong together: set both or none.'];
  if (env.MQTT_URL && env.MQTT_PORT !== undefined)
    yield ['MQTT_URL', 'and MQTT_PORT are both set: choose a real broker or the embedded one.'];
  const single = [env.OIDC_ISSUER, env.OIDC_CLIENT_ID, env.OIDC_CLIENT_SECRET].filter(Boolean).length;
  if (single % 3 !== 0)
    yield ['OIDC_ISSUER', 'belongs together with OIDC_CLIENT_ID and OIDC_CLIENT_SECRET: set all three or none.'];
  if (Boolean(env.MQTT_CERT_FILE) !== Boolean(env.MQTT_KEY_FILE))
    yield ['MQTT_CERT_FILE', 'and MQTT_KEY_FILE belong together: set both or none.'];
  if (env.MQTT_URL && env.MQTT_CERT_FILE)
    yield ['MQTT_CERT_FILE', 'is for the embedded broker, and MQTT_URL names a real one: set its certificate there.'];
  if (!env.ENABLE_MQTT && env.MQTT_PORT !== undefined)
    yield ['MQTT_PORT', 'is the port of the embedded broker, which ENABLE_MQTT=false switches off.'];
  if (env.TRUSTED_PROXIES && !proxyTrust(env.TRUSTED_PROXIES))
    yield [
      'TRUSTED_PROXIES',
      'is a number of proxies, or networks separated by commas: 1, or loopback, 203.0.113.0/24.',
    ];
  if (env.PRINTER_NETWORK && !arePrivate(printerNetworks(env.PRINTER_NETWORK)))
    yield ['PRINTER_NETWORK', 'is a private network such as 192.168.1.0/24, or several separated by commas.'];
  if (env.ENABLE_DEVICE_TOKEN === false && env.PUBLIC_URL && !isPrivateUrl(env.PUBLIC_URL))
    yield ['ENABLE_DEVICE_TOKEN', 'is false, and PUBLIC_URL is not of a closed network: machines need their tokens.'];
  if (env.EMAIL_HOST_USER && !env.EMAIL_HOST_PASSWORD)
    yield ['EMAIL_HOST_PASSWORD', 'must be set when EMAIL_HOST_USER is.'];
}

const isPrivateUrl = (text: string): boolean => URL.canParse(text) && isPrivateHost(new URL(text).hostname);

/** Folders in DATA_DIR that are not for the database's account either. */
const CLOSED_FOLDERS = ['files', 'backups'];

/**
 * Makes DATA_DIR. When we own it, closes it and what lies in it to other accounts, because it contains the key, the
 * uploads and the database. If a start by root has opened it for the group of the database's account
 * (kernel/embedded-postgres/home.ts), that account may still pass through it. On Windows this does nothing.
 */
export function closeDataDir(dataDir: string): void {
  try {
    makeFolders(dataDir);
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Error(`DATA_DIR: ${whyNotWritable(dataDir, error)}. Allow it, or name another folder in DATA_DIR.`, {
      cause: error,
    });
  }
  const { uid, gid, mode } = statSync(dataDir);
  const us = process.getuid?.();
  if (us === undefined || uid !== us) return;
  const passed = us === 0 && gid !== 0 && existsSync(join(dataDir, 'postgres'));
  const closed = (mode & (passed ? 0o710 : 0o700)) | 0o700;
  if (closed !== (mode & 0o777)) chmodSync(dataDir, closed);
  for (const name of CLOSED_FOLDERS) {
    const inner = join(dataDir, name);
    const found = lstatSync(inner, { throwIfNoEntry: false });
    // A link leads to a place that somebody else chose and opened.
    if (found?.isDirectory() && found.uid === us && found.mode & 0o077) chmodSync(inner, found.mode & 0o700);
  }
}

/** What DATA_DIR has since the first start: the id of the installation, and the database when it is embedded. */
const FOUNDED = ['installation', 'postgres'];

/**
 * The key in DATA_DIR, made at the first start. It is linked into place, so that two simultaneous starts use one key.
 * A key that was lost is never replaced: stored credentials and the audit's signatures need the old one.
 */
function keptSecret(dataDir: string, ownDatabase: boolean, mayCreate: boolean): string {
  const path = join(dataDir, 'secret_key');
  if (!existsSync(path)) {
    if (FOUNDED.some((name) => existsSync(join(dataDir, name)))) throw new NoInstallation(lostKey(path));
    if (!mayCreate) throw new NoInstallation(ownDatabase ? noKey(path) : noInstallation(dataDir));
    closeDataDir(dataDir);
    const draft = `${path}.${process.pid}`;
    writeFileSync(draft, randomBytes(48).toString('base64url'), { mode: 0o600 });
    try {
      linkSync(draft, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(draft, { force: true });
    }
    chmodSync(path, 0o600);
  }
  return readFileSync(path, 'utf8').trim();
}

/** Why a command opens nothing at `place`, and how to lead it to the installation that was meant. */
export const noInstallation = (place: string): string =>
  `there is no installation in ${place}. If the server runs, it has its data elsewhere: put its DATA_DIR or ` +
  `DATABASE_URL into ${SETTINGS_FILE}, which the server and all commands read ("systemctl cat counterfoil" shows what ` +
  'a service sets). Only start, demo, setup, seed-demo and restore make a new installation.';

export const KEY_FROM_BACKUP =
  'Each backup has it: restore one into an empty folder (DATA_DIR=/tmp/key DATABASE_URL= SECRET_KEY= npm run ' +
  'counterfoil -- restore), copy /tmp/key/secret_key';

const lostKey = (path: string): string =>
  `${path} is gone. Stored credentials and the audit's signatures of this installation need that key, so no other is ` +
  `made. ${KEY_FROM_BACKUP} to ${path}, and start again.`;

const noKey = (path: string): string =>
  `SECRET_KEY is not set, and there is no ${path}. Set the one that the server uses: put it into ${SETTINGS_FILE}, ` +
  'which the server and all commands read.';
