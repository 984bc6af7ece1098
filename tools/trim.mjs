// `npm run trim`: what an installation needs to run, and no more. It removes from node_modules the packages that build,
// check or test, and the parts of others that this program never reads. `npm test` afterwards installs them again.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { foldersOf } from './lockfile.ts';
import { linkDatabase, removeUnread } from './unread.mjs';

const root = join(import.meta.dirname, '..');
const modules = join(root, 'node_modules');
if (!existsSync(join(root, 'web/dist/.built-from'))) {
  console.error('counterfoil: the pages are not built. Run "npm run trim", which builds them first.');
  process.exit(1);
}

/** npm's list of what is installed: path → entry of the lockfile. */
const list = join(modules, '.package-lock.json');
const installed = JSON.parse(readFileSync(list, 'utf8'));
const { dependencies, optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const kept = foldersOf(installed.packages, Object.keys({ ...dependencies, ...optionalDependencies }), true);

// The list first: interrupted after this line, the next `npm test` installs everything again.
const unneeded = Object.keys(installed.packages).filter((path) => !kept.has(path));
for (const path of unneeded) delete installed.packages[path];
writeFileSync(list, JSON.stringify(installed, null, 2));
for (const path of [...unneeded, 'node_modules/.cache']) rmSync(join(root, path), { recursive: true, force: true });
removeUnread(modules);
await linkDatabase(modules, () => import('../kernel/embedded-postgres/index.ts'));
console.error(`counterfoil: ${unneeded.length} packages removed, ${kept.size} stay.`);
