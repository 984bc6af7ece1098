import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Config, HOME_FOLDER, IN_IMAGE } from '../../kernel/config/index.ts';
import { configuration, fail } from './open.ts';
import { PROGRAM, packageFolder, switchTo } from './program-folder.ts';
import { accountOf, refuseUnlessRoot } from './service.ts';

const ACCOUNT = 'counterfoil';
/** Besides the new version: npm's cache, and a little for the database's own work. */
const SPARE_MB = 500;
/** Backup and migrations are done before, so what remains is an ordinary start. */
const HEALTHY_WITHIN_MS = 120_000;

/**
 * Brings a service of the package to another version: installs it beside, makes a backup and migrates while the present
 * one serves, then switches, and goes back by itself when the new one does not become healthy.
 * @param wanted a version, a file of the package, or the latest
 */
export async function upgradeCommand(wanted = 'latest'): Promise<void> {
  try {
    const before = refuseWithoutService();
    refuseUnlessRoot();
    const config = configuration();
    refuseWithoutRoom(packageFolder() as string);
    const after = installBeside(wanted);
    if (after === before) {
      console.log(`It is version ${before} already.`);
      return;
    }
    if (!config.BACKUP_PASSPHRASE)
      throw new Error(
        'no backup can be made: set BACKUP_PASSPHRASE (docs/guides/backup-and-restore.md). Nothing was changed.',
      );
    console.log(`From ${before} to ${after}. A backup first:`);
    inVersion(before, ['backup'], 'the backup could not be made, so nothing was changed');
    console.log('The database, while the present version serves:');
    inVersion(after, ['migrate'], `version ${after} could not bring the database to itself; ${before} goes on`, {
      BACKUP_BEFORE_UPGRADE: 'false',
    });
    if (await startsWell(after, config)) {
      forgetOthers(before, after);
      console.log(`Version ${after} runs and is healthy. ${before} stays beside it, for the way back.`);
      return;
    }
    console.error(`Version ${after} did not become healthy (journalctl -u counterfoil). Going back to ${before}.`);
    const well = await startsWell(before, config);
    throw new Error(
      well
        ? `version ${before} runs again and is healthy; nothing that was written is lost.`
        : `version ${before} does not become healthy either: docs/guides/operating.md, "When it breaks".`,
    );
  } catch (error) {
    fail(error);
  }
}

const folderOf = (version: string) => join(HOME_FOLDER, 'versions', version);

function refuseWithoutService(): string {
  if (IN_IMAGE) throw new Error('a container is brought to another version from outside: sh upgrade.sh in deploy/.');
  const folder = packageFolder();
  if (!folder) throw new Error('this is a clone: git pull, then start it again (docs/install.md).');
  const version = relative(join(HOME_FOLDER, 'versions'), folder);
  if (version.startsWith('..') || isAbsolute(version))
    throw new Error('this is no service: npm install counterfoil@latest, then start it again (docs/install.md).');
  return version;
}

function refuseWithoutRoom(present: string): void {
  const { bavail, bsize } = statfsSync(HOME_FOLDER);
  const free = (bavail * bsize) / 1024 ** 2;
  const [size = '0'] = execFileSync('du', ['-sm', present], { encoding: 'utf8' }).split('\t');
  const needed = Number(size) + SPARE_MB;
  if (free < needed)
    throw new Error(
      `a new version needs ${needed} MB on the disk of ${HOME_FOLDER}, and ${Math.floor(free)} are free.`,
    );
}

/** Returns its version. */
function installBeside(wanted: string): string {
  const draft = folderOf('.next');
  rmSync(draft, { recursive: true, force: true });
  const what = existsSync(wanted) ? resolve(wanted) : `counterfoil@${wanted}`;
  console.log(`Installing ${what} beside …`);
  const args = ['install', '--prefix', draft, '--no-audit', '--no-fund', '--loglevel=error', what];
  if (spawnSync('npm', args, { stdio: ['ignore', 'ignore', 'inherit'] }).status !== 0)
    throw new Error('npm could not install it, see above. Nothing was changed.');
  const { version } = JSON.parse(readFileSync(join(draft, 'node_modules/counterfoil/package.json'), 'utf8')) as {
    version: string;
  };
  if (existsSync(folderOf(version))) rmSync(draft, { recursive: true });
  else renameSync(draft, folderOf(version));
  return version;
}

/** Runs a command of that version as the service does. */
function inVersion(version: string, args: string[], failed: string, more: Record<string, string> = {}): void {
  const folder = folderOf(version);
  const main = join(folder, relative(packageFolder() as string, PROGRAM), 'server/main.js');
  const own = join(folder, relative(packageFolder() as string, process.execPath));
  const { status } = spawnSync(existsSync(own) ? own : process.execPath, [main, ...args], {
    stdio: 'inherit',
    cwd: HOME_FOLDER,
    env: { ...process.env, COUNTERFOIL_HOME: HOME_FOLDER, ...more },
    ...accountOf(ACCOUNT),
  });
  if (status !== 0) throw new Error(`${failed}.`);
}

/** Switches, starts it, and looks until it answers twice in a row; false when it doesn't in time. */
async function startsWell(version: string, { PORT, HOST }: Config): Promise<boolean> {
  switchTo(HOME_FOLDER, version);
  execFileSync('systemctl', ['restart', 'counterfoil'], { stdio: 'inherit' });
  const look = () =>
    spawnSync(process.execPath, [join(PROGRAM, 'deploy/health.mjs'), 'ready'], {
      env: { PORT: String(PORT), HOST },
    }).status === 0;
  const until = performance.now() + HEALTHY_WITHIN_MS;
  for (let good = 0; performance.now() < until; good = look() ? good + 1 : 0) {
    if (good === 2) return true;
    await wait(1000);
  }
  return false;
}

/** One version before stays. */
function forgetOthers(...kept: string[]): void {
  for (const name of readdirSync(join(HOME_FOLDER, 'versions')))
    if (!kept.includes(name)) rmSync(folderOf(name), { recursive: true, force: true });
}
