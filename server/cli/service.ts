import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { ConfigSchema, makeFolders, SETTINGS_FILE } from '../../kernel/config/index.ts';
import { VERSION } from '../../kernel/outbound/index.ts';
import { fail } from './open.ts';
import { PROGRAM, packageFolder, switchTo } from './program-folder.ts';

/** Where `install` puts a program that came as a package. */
const PLACE = '/opt/counterfoil';
const UNITS = '/etc/systemd/system';
/** The command for people, which runs each command as the service does. */
const COMMAND = '/usr/local/bin/counterfoil';
const DATA = '/var/lib/counterfoil';
const FILES = ['counterfoil.service', 'counterfoil-backup.service', 'counterfoil-backup.timer'];

/** @param root a folder that stands for `/`, as systemctl has it: written there, and nothing is started */
type Options = { root?: string };

/**
 * Makes a service of this program, and says each thing it does: account, program, settings, folders, units, command. A
 * second time it brings what is there to this version and these settings.
 */
export function serviceInstall({ root = '/' }: Options): void {
  try {
    const live = root === '/';
    if (live) refuseUnlessRoot();
    refuseOwnSettings(join(root, UNITS, FILES[0] as string));
    const templates = FILES.map((name) => readFileSync(join(PROGRAM, 'deploy', name), 'utf8'));
    const name = /^User=(.+)$/m.exec(templates[0] as string)?.[1] as string;
    if (live && !accountOf(name)) makeAccount(name);
    const account = accountOf(name);
    const place = placeProgram(root);
    const settings = join(place.home, '.env');
    makeSettings(join(root, settings), account);
    const written = templates.map((template) => unitFor(template, place));
    const { unit, places } = prepareUnit(written[0] as string, join(root, settings));
    const writable = /^ReadWritePaths=.*$/m.exec(unit)?.[0] as string;
    for (const [index, text] of [unit, ...written.slice(1)].entries())
      write(
        join(root, UNITS, FILES[index] as string),
        text.replace(/^ReadWritePaths=$/m, () => writable),
      );
    for (const { variable, path, notOurs } of places) {
      say(`The service may write to ${path} (${variable}).`);
      if (notOurs) say(`  It belongs to another account. Give it to the service: chown -R ${name}: ${path}`);
    }
    write(join(root, COMMAND), commandFor(place, name), 0o755);
    if (live && existsSync('/run/systemd/system')) {
      systemctl('daemon-reload');
      systemctl('enable', 'counterfoil.service', 'counterfoil-backup.timer');
      systemctl('restart', 'counterfoil.service');
      systemctl('start', 'counterfoil-backup.timer');
      say('It runs, and starts with the machine. Its set-up link: journalctl -u counterfoil');
    } else say('Now: systemctl daemon-reload && systemctl enable --now counterfoil counterfoil-backup.timer');
    say('Commands: sudo counterfoil doctor');
  } catch (error) {
    fail(error);
  }
}

/** Takes back what `install` did; data, settings, program and account stay, and it says how they go. */
export function serviceRemove({ root = '/' }: Options): void {
  try {
    if (root === '/') {
      refuseUnlessRoot();
      if (existsSync('/run/systemd/system'))
        for (const unit of ['counterfoil-backup.timer', 'counterfoil.service'])
          if (existsSync(join(UNITS, unit))) systemctl('disable', '--now', unit);
    }
    for (const path of [...FILES.map((name) => join(UNITS, name)), COMMAND]) {
      if (!existsSync(join(root, path))) continue;
      rmSync(join(root, path));
      say(`Removed ${path}.`);
    }
    if (root === '/' && existsSync('/run/systemd/system')) systemctl('daemon-reload');
    say(`Data (${DATA}), settings and program (${PLACE}) and the account counterfoil stay. When nobody needs them:`);
    say(`  rm -r ${DATA} ${PLACE} /var/cache/counterfoil && userdel counterfoil`);
  } catch (error) {
    fail(error);
  }
}

const say = (text: string) => console.log(text);

export function refuseUnlessRoot(): void {
  if (process.getuid?.() !== 0)
    throw new Error('a service is installed by root: type the same behind sudo, as in "sudo npx counterfoil …".');
}

function systemctl(...args: string[]): void {
  say(`systemctl ${args.join(' ')}`);
  execFileSync('systemctl', args, { stdio: ['ignore', 'inherit', 'inherit'] });
}

function makeAccount(name: string): void {
  execFileSync('useradd', ['--system', '--home-dir', DATA, '--shell', '/usr/sbin/nologin', name], { stdio: 'inherit' });
  say(`Made the account ${name}, which can sign in nowhere.`);
}

/** `home` has the settings; `main` and `node` are started. */
type Placed = { home: string; main: string; node: string };

/** A package is copied to where the next version is put beside it; a clone stays where it is. */
function placeProgram(root: string): Placed {
  const from = packageFolder();
  const node = process.execPath;
  if (!from) return { home: PROGRAM, main: join(PROGRAM, 'server/main.ts'), node };
  const version = join(PLACE, 'versions', VERSION);
  const to = join(root, version);
  if (!existsSync(to)) {
    makeFolders(dirname(to));
    cpSync(from, `${to}.unfinished`, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !isData(from, path),
    });
    execFileSync('mv', [`${to}.unfinished`, to]);
    say(`Copied the program to ${version}.`);
  }
  switchTo(join(root, PLACE), VERSION);
  const current = join(PLACE, 'current');
  const isWithin = !relative(from, node).startsWith('..');
  return {
    home: PLACE,
    main: join(current, relative(from, PROGRAM), 'server/main.js'),
    node: isWithin ? join(current, relative(from, node)) : node,
  };
}

/** What lies beside the packages where somebody has started the program already. */
const isData = (from: string, path: string) => ['data', '.env'].includes(relative(from, path));

function makeSettings(path: string, account: Account | null): void {
  if (!existsSync(path)) {
    makeFolders(dirname(path));
    writeFileSync(
      path,
      `# The settings of Counterfoil; .env.example has them all. After a change:\n#   sudo systemctl restart counterfoil, and after one of BACKUP_TO: sudo counterfoil service install\nDATA_DIR=${DATA}\n`,
    );
    say(`Wrote ${path}, the settings.`);
  }
  // Secrets: the service reads them, and root writes them.
  chmodSync(path, 0o640);
  if (account && process.getuid?.() === 0) chownSync(path, 0, account.gid);
}

function unitFor(template: string, { home, main, node }: Placed): string {
  return template
    .replace('/opt/counterfoil/node_modules/.bin/node server/main.ts', () => `${node} ${main}`)
    .replaceAll('/opt/counterfoil', () => home);
}

/** As the account of the service and with its settings; only what changes the service itself stays with root. */
function commandFor({ home, main, node }: Placed, name: string): string {
  return `#!/bin/sh
# Written by "counterfoil service install": each command as the account and with the settings of the service.
export COUNTERFOIL_HOME='${home}' NODE_COMPILE_CACHE=/var/cache/counterfoil MALLOC_ARENA_MAX=2
case "$1" in service | upgrade | version | --help | help) exec '${node}' '${main}' "$@" ;; esac
if [ "$(id -un)" = ${name} ]; then exec '${node}' '${main}' "$@"; fi
if [ "$(id -u)" != 0 ]; then echo "counterfoil: the data belongs to the account ${name}: sudo counterfoil $*" >&2; exit 1; fi
exec setpriv --reuid=${name} --regid=${name} --init-groups '${node}' '${main}' "$@"
`;
}

function write(path: string, text: string, mode = 0o644): void {
  makeFolders(dirname(path));
  writeFileSync(path, text);
  chmodSync(path, mode);
  say(`Wrote ${path}.`);
}

/**
 * The unit with ReadWritePaths filled in: what the settings name outside of the service's own folder is made, given to
 * its account, and may be written. Without that, ProtectSystem=strict refuses each backup.
 */
export function prepareUnit(template: string, settings = SETTINGS_FILE) {
  const name = /^User=(.+)$/m.exec(template)?.[1] as string;
  const account = accountOf(name);
  const own = join('/var/lib', /^StateDirectory=(.+)$/m.exec(template)?.[1] as string);
  const outside = placesOf(fileOf(settings), dirname(settings)).filter(({ path }) => !isWithin(path, own));
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

function placesOf(settings: Record<string, string | undefined>, home: string): Place[] {
  const { DATA_DIR, BACKUP_TO, AUDIT_HEADS_FILE } = settings;
  return [
    { variable: 'DATA_DIR', path: DATA_DIR ?? './data', kind: 'folder' as const },
    ...(BACKUP_TO && !BACKUP_TO.startsWith('s3:')
      ? [{ variable: 'BACKUP_TO', path: BACKUP_TO, kind: 'folder' as const }]
      : []),
    // The file and not its folder, so that the program can't remove it.
    ...(AUDIT_HEADS_FILE ? [{ variable: 'AUDIT_HEADS_FILE', path: AUDIT_HEADS_FILE, kind: 'file' as const }] : []),
  ].map((place) => ({ ...place, path: resolve(home, place.path) }));
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

export function accountOf(name: string): Account | null {
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
