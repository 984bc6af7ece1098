import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { addressFault } from './addresses.ts';
import {
  type ConfigError,
  ConfigSchema,
  closeDataDir,
  loadSettings,
  readConfig,
  readSettings,
  unknownAmong,
} from './index.ts';
import { misspelt } from './misspelt.ts';

const folder = mkdtempSync(join(tmpdir(), 'counterfoil-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const env = { DATA_DIR: folder, SECRET_KEY: 'a secret for tests only, long enough' };
const faultsOf = (more: Record<string, string>): string[] => {
  try {
    readConfig({ ...env, ...more }, { ofFile: Object.keys(more) });
    return [];
  } catch (error) {
    return (error as ConfigError).faults;
  }
};

describe('an address', () => {
  test.each([
    'postgres://counterfoil:secret@db.example/counterfoil',
    'postgres://a:b%23c@one:5432,two:5433/db?application_name=a@b',
    'postgres://a@/db?host=/run/postgresql',
    'postgres://a@%2Frun%2Fpostgresql/db',
    'mqtts://server:p%40ss@broker:8883',
    'cloudinary://key:secret@cloud',
    's3://bucket/some/place',
    'https://desk.example/path?mail=a@b.example',
    'no address at all',
  ])('is taken: %s', (text) => expect(addressFault(text)).toBeNull());

  test.each([
    ['postgres://counterfoil:pa#ss@db.example/counterfoil', '"#"', '%23'],
    ['postgres://counterfoil:12#34@db.example/counterfoil', '"#"', '%23'],
    ['postgres://counterfoil:pa/ss@db.example/counterfoil', '"/"', '%2F'],
    ['postgres://counterfoil:pa?ss@db.example/counterfoil', '"?"', '%3F'],
    ['postgres://counterfoil:p@ss@db.example/counterfoil', '"@"', '%40'],
    ['postgres://counterfoil:100%@db.example/counterfoil', '"%"', '%25'],
    ['mqtt://server:pa#ss@broker', '"#"', '%23'],
  ])('whose password cuts it off is a fault that says what to write: %s', (text, found, instead) => {
    expect(addressFault(text)).toContain(found);
    expect(addressFault(text)).toContain(`${instead} for ${found}`);
  });

  test('of a variable is refused with the variable’s name, and never with the password', () => {
    const found = faultsOf({
      DATABASE_URL: 'postgres://counterfoil:sesame#42@db.example/counterfoil',
      MQTT_URL: 'mqtt://broker:port',
    });
    expect(found).toEqual([
      'DATABASE_URL has "#" in its user or password. Write %23 for "#" there.',
      'MQTT_URL names no server and port that there can be: server.example, or server.example:1234.',
    ]);
    expect(found.join()).not.toContain('sesame');
  });
});

describe('a variable', () => {
  test('in our own file that is nearly one of ours is a mistake, with the name that is meant', () => {
    expect(faultsOf({ BACKUP_PASSPHRSE: 'a long passphrase', DATABASE_ULR: 'x', Metrics_Token: 'x' })).toEqual([
      'BACKUP_PASSPHRSE is no variable of Counterfoil. If BACKUP_PASSPHRASE is meant, rename it; otherwise remove it.',
      'DATABASE_ULR is no variable of Counterfoil. If DATABASE_URL is meant, rename it; otherwise remove it.',
      'Metrics_Token is no variable of Counterfoil. If METRICS_TOKEN is meant, rename it; otherwise remove it.',
    ]);
  });

  test('of the environment that is nearly one of ours is warned of, and stops nothing', async () => {
    const { PATH, HOME } = process.env;
    const other = { EMAIL_USE_SSL: 'true', DATABASE_URI: 'mysql://other' };
    const ran = await promisify(execFile)(process.execPath, ['server/main.ts', 'backup', '--list'], {
      env: { PATH, HOME, ...env, ...other },
    });
    expect(ran.stdout).toMatch(/^0 in /);
    expect(ran.stderr.split('\n').filter((line) => line.startsWith('WARNING'))).toEqual([
      'WARNING: the environment sets what is nearly a variable of Counterfoil, and is not read: ' +
        'EMAIL_USE_SSL (is EMAIL_USE_TLS meant?), DATABASE_URI (is DATABASE_URL meant?).',
    ]);
  });

  test('is of the file or of the environment, and one set to nothing is of neither', () => {
    const path = join(folder, 'both');
    writeFileSync(path, 'BACKUP_PASSPHRSE="a long passphrase"\nDATABASE_ULR=\nMETRICS_TOKEM=x\n');
    for (const name of ['METRICS_TOKEM', 'EMAIL_USE_SSL']) vi.stubEnv(name, 'x');
    // Put back afterwards, as what the file adds is.
    for (const name of ['BACKUP_PASSPHRSE', 'DATABASE_ULR']) vi.stubEnv(name, undefined);
    try {
      const { ofFile, misspelt } = loadSettings(path);
      expect(ofFile).toEqual(['BACKUP_PASSPHRSE', 'METRICS_TOKEM']);
      expect(misspelt).toEqual([['EMAIL_USE_SSL', 'EMAIL_USE_TLS']]);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  test('in our own file, or in the image, that nothing reads is named at the start, and stops nothing', () => {
    const path = join(folder, 'unknown');
    writeFileSync(path, 'FAVOURITE_COLOUR=blue\nLOG_LEVEL=info\n');
    for (const name of ['FAVOURITE_COLOUR', 'LOG_LEVEL']) vi.stubEnv(name, undefined);
    try {
      expect(loadSettings(path).unknown).toEqual(['FAVOURITE_COLOUR']);
    } finally {
      vi.unstubAllEnvs();
    }
    const ofAnEngine =
      'PATH HOME HOSTNAME TERM NODE_ENV MALLOC_ARENA_MAX COUNTERFOIL_IMAGE DOMAIN DB_PASSWORD KUBERNETES_SERVICE_HOST ' +
      'COUNTERFOIL_MQTT_PORT_1883_TCP POSTGRES_SERVICE_PORT_SQL HTTPS_PROXY LC_ALL';
    expect(unknownAmong(`${ofAnEngine} EMAIL_HOST SMTP_SERVER`.split(' '), ['EMAIL_HOST'])).toEqual(['SMTP_SERVER']);
  });

  test('of other programs is none of our business, and none of ours looks like another', () => {
    const ours = Object.keys(ConfigSchema.properties);
    const others =
      'PATH HOME HOSTNAME HOST_IP LANG LC_ALL PGHOST PGPORT PGUSER NODE_ENV NODE_OPTIONS MALLOC_ARENA_MAX TZ USER PWD ' +
      'AWS_REGION AWS_ACCESS_KEY_ID POSTGRES_PASSWORD COUNTERFOIL_PASSWORD MQTT_SERVICE_PORT DOMAIN LOGNAME ' +
      'XDG_DATA_DIRS XDG_DATA_HOME DATABASE_HOST SECRET SENTRY_DSN npm_config_cache INVOCATION_ID STATE_DIRECTORY';
    expect(misspelt(others.split(' '), ours)).toEqual([]);
    expect(misspelt(ours, ours)).toEqual([]);
  });
});

describe('what can’t be read or written says so', () => {
  test('a folder for data that is a file, or below one', () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    for (const place of [file, join(file, 'data')])
      expect(() => closeDataDir(place)).toThrow(/^DATA_DIR: .*a-file.* is a file, and no folder/);
  });

  // Root may write everywhere but to a disk that is read-only: /proc and /sys are none where one can make folders.
  test('a folder for data on a disk that takes none', () => {
    expect(() => closeDataDir('/proc/counterfoil/data')).toThrow(/^DATA_DIR: no folder can be made in \/proc/);
  });

  test('a file of settings', () => {
    const path = join(folder, 'settings');
    mkdirSync(path);
    expect(() => readSettings(path)).toThrow(/^The settings in .*settings can't be read: it is a folder/);
    expect(() => readSettings(join(folder, 'none'))).toThrow(/is not there/);
  });

  test.skipIf(process.getuid?.() === 0)('a file of settings that belongs to somebody else', () => {
    const path = join(folder, 'closed');
    writeFileSync(path, 'PORT=3000', { mode: 0o000 });
    expect(() => readSettings(path)).toThrow(/can't be read: this account may not/);
  });

  test('a "#" that would cut a value off', () => {
    const path = join(folder, 'hash');
    writeFileSync(path, '# a comment\nPORT=3000 # another\nBACKUP_PASSPHRASE=correct#horse\n');
    expect(() => readSettings(path)).toThrow(/^BACKUP_PASSPHRASE in .* has a "#" and no quotation marks/);
    writeFileSync(path, '# a comment\nPORT=3000 # another\nBACKUP_PASSPHRASE="correct#horse"\n');
    expect(readSettings(path)).toEqual({ PORT: '3000', BACKUP_PASSPHRASE: 'correct#horse' });
  });
});

describe('PRINTER_NETWORK', () => {
  test.each(['192.168.1.0/24', '10.0.0.0/8, 127.0.0.1', 'fd12:3456::/32', '172.16.5.9'])('%s', (text) => {
    expect(faultsOf({ PRINTER_NETWORK: text })).toEqual([]);
  });
  test.each([
    '0.0.0.0/0',
    '10.0.0.0/7',
    '192.168.0.0/15',
    '169.254.0.0/16',
    '8.8.8.8',
    '192.168.1.0/33',
    '192.168.1.0/24,203.0.113.0/24',
    '::/0',
    'private',
    'true',
  ])('%s is no private network', (text) => {
    expect(faultsOf({ PRINTER_NETWORK: text })).toEqual([
      'PRINTER_NETWORK is a private network such as 192.168.1.0/24, or several separated by commas.',
    ]);
  });
});
