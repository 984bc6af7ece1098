import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const HERE = join(import.meta.dirname, '..');

/** Another version of the program in a folder of its own, with our packages when it needs the same ones. */
export async function withCheckout<T>(ref: string, work: (folder: string) => Promise<T>): Promise<T> {
  const parent = await mkdtemp(join(tmpdir(), 'counterfoil-version-'));
  await chmod(parent, 0o711);
  const folder = join(parent, 'checkout');
  const git = (...args: string[]) => execFileSync('git', args, { cwd: HERE, stdio: ['ignore', 'ignore', 'inherit'] });
  git('worktree', 'add', '--quiet', '--detach', folder, ref);
  try {
    const lock = (of: string) => readFileSync(join(of, 'package-lock.json'), 'utf8');
    if (lock(folder) === lock(HERE)) await symlink(join(HERE, 'node_modules'), join(folder, 'node_modules'));
    else execFileSync(process.execPath, ['tools/setup.mjs'], { cwd: folder, stdio: 'inherit' });
    return await work(folder);
  } finally {
    git('worktree', 'remove', '--force', folder);
    await rm(parent, { recursive: true });
  }
}
