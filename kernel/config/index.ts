import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Value } from 'typebox/value';
import { isPrivateHost, proxyTrust } from '../lib/proxies.ts';
import { ConfigSchema, type Env } from './schema.ts';

export { ConfigSchema } from './schema.ts';

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

/**
 * Reads and checks the environment. An empty variable counts as absent, as in a copied `.env.example`.
 * Throws ConfigError naming every faulty variable at once.
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given: Record<string, unknown> = {};
  for (const name of Object.keys(ConfigSchema.properties)) if (env[name]?.trim()) given[name] = env[name]?.trim();
  const value = Value.Default(ConfigSchema, Value.Convert(ConfigSchema, given));
  const faults = new Map<string, string>();
  for (const error of Value.Errors(ConfigSchema, value)) {
    const name = error.instancePath.slice(1).split('/')[0] as string;
    const schema = ConfigSchema.properties[name as keyof Env] as unknown as { description: string };
    if (!faults.has(name)) faults.set(name, `${name} ${error.message}. It is: ${schema.description}`);
  }
  // To trust no proxy would count all clients as one address; to trust every proxy would let each client choose its
  // address.
  if (/^(true|1|yes|on)$/i.test(env.TRUST_PROXY?.trim() ?? ''))
    faults.set('TRUST_PROXY', 'TRUST_PROXY is no longer read: set TRUSTED_PROXIES=1 behind one proxy of your own.');
  for (const [name, problem] of together(value as Env)) if (!faults.has(name)) faults.set(name, `${name} ${problem}`);
  if (faults.size > 0) throw new ConfigError([...faults.values()]);
  const config = value as Env;
  const DATA_DIR = resolve(config.DATA_DIR);
  return {
    ...config,
    DATA_DIR,
    SECRET_KEY: config.SECRET_KEY ?? keptSecret(DATA_DIR),
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
  if (!env.ENABLE_MQTT && env.MQTT_PORT !== undefined)
    yield ['MQTT_PORT', 'is the port of the embedded broker, which ENABLE_MQTT=false switches off.'];
  if (env.TRUSTED_PROXIES && !proxyTrust(env.TRUSTED_PROXIES))
    yield [
      'TRUSTED_PROXIES',
      'is a number of proxies, or networks separated by commas: 1, or loopback, 203.0.113.0/24.',
    ];
  if (env.ENABLE_DEVICE_TOKEN === false && env.PUBLIC_URL && !isPrivateUrl(env.PUBLIC_URL))
    yield ['ENABLE_DEVICE_TOKEN', 'is false, and PUBLIC_URL is not of a closed network: machines need their tokens.'];
  if (env.EMAIL_HOST_USER && !env.EMAIL_HOST_PASSWORD)
    yield ['EMAIL_HOST_PASSWORD', 'must be set when EMAIL_HOST_USER is.'];
}

const isPrivateUrl = (text: string): boolean => URL.canParse(text) && isPrivateHost(new URL(text).hostname);

/**
 * Makes DATA_DIR. When we own it, closes it to other accounts, because it contains the key, the uploads and the
 * database. If a start by root has opened it for the group of the database's account
 * (kernel/embedded-postgres/home.ts), it stays so. On Windows this does nothing.
 */
export function closeDataDir(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true });
  const { uid, gid, mode } = statSync(dataDir);
  const us = process.getuid?.();
  if (us === undefined || uid !== us) return;
  const closed = mode & (us === 0 && gid !== 0 ? 0o710 : 0o700);
  if (closed !== (mode & 0o777)) chmodSync(dataDir, closed | 0o700);
}

/**
 * The key in DATA_DIR, made at the first start. It is linked into place, so that two simultaneous starts use one key.
 */
function keptSecret(dataDir: string): string {
  const path = join(dataDir, 'secret_key');
  if (!existsSync(path)) {
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
