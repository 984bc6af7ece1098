// `npm run trim`: what an installation needs to run, and no more. It removes from node_modules the packages that build,
// check or test, and the parts of others that this program never reads. `npm test` afterwards installs them again.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

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

/** Where a package finds another: in its own node_modules, or in those of the folders above. */
function resolve(from, name) {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const path = `${at}${at && '/'}node_modules/${name}`;
    if (installed.packages[path]) return path;
    if (!at) return undefined;
  }
}

const kept = new Set();
function keep(from, names) {
  for (const path of names.map((name) => resolve(from, name))) {
    if (!path || kept.has(path)) continue;
    kept.add(path);
    const entry = installed.packages[path];
    const peers = Object.keys(entry.peerDependencies ?? {});
    keep(path, [
      ...Object.keys(entry.dependencies ?? {}),
      ...Object.keys(entry.optionalDependencies ?? {}),
      ...peers.filter((name) => !entry.peerDependenciesMeta?.[name]?.optional),
    ]);
  }
}
keep('', Object.keys({ ...dependencies, ...optionalDependencies }));

/** Parts of packages that are for compilers or for browsers. */
const UNREAD = [
  ...readdirSync(modules)
    .filter((name) => /^node-(bin-)?(linux|darwin|win)-/.test(name))
    .flatMap((name) => [`${name}/include`, `${name}/share`]),
  'pdfmake/build',
  'libphonenumber-js/bundle',
  'zod/src',
  ...readdirSync(join(modules, 'tesseract.js-core'))
    .filter((name) => name.endsWith('.wasm.js'))
    .map((name) => `tesseract.js-core/${name}`),
];

// The list first: interrupted after this line, the next `npm test` installs everything again.
const unneeded = Object.keys(installed.packages).filter((path) => !kept.has(path));
for (const path of unneeded) delete installed.packages[path];
writeFileSync(list, JSON.stringify(installed, null, 2));
for (const path of [...unneeded, ...UNREAD.map((path) => `node_modules/${path}`), 'node_modules/.cache'])
  rmSync(join(root, path), { recursive: true, force: true });
/** For debuggers, compilers and readers. What says how a package may be used stays. */
const unread = (file) => /\.(map|d\.[cm]?ts|md)$/.test(file) && !/licen[cs]e|notice|copying/i.test(basename(file));
for (const file of readdirSync(modules, { recursive: true }).filter(unread))
  rmSync(join(modules, file), { recursive: true, force: true });
console.error(`counterfoil: ${unneeded.length} packages removed, ${kept.size} stay.`);
