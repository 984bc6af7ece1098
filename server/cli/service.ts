import { execFileSync } from 'node:child_process';
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { ConfigSchema, makeFolders, SETTINGS_FILE } from '../../kernel/config/index.ts';
import { fail } from './open.ts';

/** Where systemd looks for the units of an administrator. */
export const UNIT = '/etc/systemd/system/counterfoil.service';
const root = join(import.meta.dirname, '../..');

/** Writes the systemd unit for this folder and the settings that the service will read. */
export function serviceCommand({ out }: { out: string }): void {
  try {
    refuseOwnSettings(out);
    const template = readFileSync(join(root, 'deploy/counterfoil.service'), 'utf8');
    const { unit, places, name, account } = prepareUnit(template.replaceAll('/opt/counterfoil', root));
    writeFileSync(out, unit);
    console.log(`Wrote ${out}.`);
    for (const { variable, path, notOurs } of places) {
      console.log(`  The service may write to ${path} (${variable}).`);
      if (notOurs) console.log(`  It belongs to another account. Give it to the service: chown -R ${name}: ${path}`);
    }
    if (account)
      console.log('Now: systemctl daemon-reload && systemctl enable counterfoil && systemctl restart counterfoil');
    else {
      console.log(`There is no account ${name} yet. Make it, then run this command again:`);
      console.log(`  useradd --system --home-dir /var/lib/${name} ${name}`);
    }
  } catch (error) {
    fail(error);
  }
}

/**
 * The unit with ReadWritePaths filled in: what the settings name outside of the service's own folder is made, given to
 * its account, and may be written. Without that, ProtectSystem=strict refuses each backup.
 */
export function prepareUnit(template: string, settings = SETTINGS_FILE) {
  const name = /^User=(.+)$/m.exec(template)?.[1] as string;
  const account = accountOf(name);
  const own = join('/var/lib', /^StateDirectory=(.+)$/m.exec(template)?.[1] as string);
  const outside = placesOf(fileOf(settings)).filter(({ path }) => !isWithin(path, own));
  for (const { variable, path } of outside) {
    const hidden = HIDDEN.find((one) => isWithin(path, one));
    if (hidden)
      throw new Error(
        `${variable} names ${path}, but a service has no ${hidden}. Name another place, such as one in /srv.`,
      );
  }
  const places = outside.map((place) => ({ ...place, notOurs: !make(place, account) }));
  // "-": a disk that is away must not keep the service from starting; the next backup says that it is missing.
  const written = places.map(({ path }) => `"-${path.replaceAll('%', '%%').replace(/["\\]/g, '\\$&')}"`);
  const unit = template.replace(/^ReadWritePaths=$/m, () => `ReadWritePaths=${written.join(' ')}`);
  return { unit, places, name, account };
}

/** What the unit hides or replaces: ProtectHome and PrivateTmp. */
const HIDDEN = ['/home', '/root', '/run/user', '/tmp', '/var/tmp'];

type Place = { variable: string; path: string; kind: 'folder' | 'file' };

function placesOf(settings: Record<string, string | undefined>): Place[] {
  const { DATA_DIR, BACKUP_TO, AUDIT_HEADS_FILE } = settings;
  return [
    { variable: 'DATA_DIR', path: DATA_DIR ?? './data', kind: 'folder' as const },
    ...(BACKUP_TO && !BACKUP_TO.startsWith('s3:')
      ? [{ variable: 'BACKUP_TO', path: BACKUP_TO, kind: 'folder' as const }]
      : []),
    // The file and not its folder, so that the program can't remove it.
    ...(AUDIT_HEADS_FILE ? [{ variable: 'AUDIT_HEADS_FILE', path: AUDIT_HEADS_FILE, kind: 'file' as const }] : []),
  ].map((place) => ({ ...place, path: resolve(root, place.path) }));
}

/**
 * Throws when the unit that is there, of an earlier version, sets variables of ours: in the new one they would be lost,
 * and commands typed by hand have never seen them.
 */
export function refuseOwnSettings(path: string, settings = SETTINGS_FILE): void {
  if (!existsSync(path)) return;
  const unit = readFileSync(path, 'utf8');
  const there = fileOf(settings);
  const own: Record<string, string | undefined> = {};
  for (const [, pairs] of unit.matchAll(/^Environment=(.+)$/gm))
    Object.assign(own, parseEnv((pairs as string).replaceAll(' ', '\n')));
  // For systemd, a file comes before Environment=.
  for (const [, file] of unit.matchAll(/^EnvironmentFile=-?(.+)$/gm)) Object.assign(own, fileOf(file as string));
  const missing = Object.entries(own).filter(
    ([name, value]) => name in ConfigSchema.properties && value?.trim() && there[name]?.trim() !== value.trim(),
  );
  if (missing.length > 0)
    throw new Error(
      `${path} sets what commands typed by hand don't see, and what the new one no longer sets. Put these into ` +
        `${settings} first, as they are there: ${missing.map(([name]) => name).join(', ')}.`,
    );
}

const fileOf = (path: string) => (existsSync(path) ? parseEnv(readFileSync(path, 'utf8')) : {});

/** Makes it for the account of the service, when it is not there; false when it is somebody else's. */
function make({ path, kind }: Place, account: Account | null): boolean {
  if (existsSync(path)) return !account || statSync(path).uid === account.uid;
  makeFolders(dirname(path));
  if (kind === 'folder') mkdirSync(path, { mode: 0o700 });
  else closeSync(openSync(path, 'a', 0o600));
  if (account) chownSync(path, account.uid, account.gid);
  return true;
}

type Account = { uid: number; gid: number };

function accountOf(name: string): Account | null {
  try {
    const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return null;
  }
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return !way.startsWith('..') && !isAbsolute(way);
}
