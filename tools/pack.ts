/**
 * `npm run pack`: makes the package for `npx counterfoil`, `release/counterfoil-<version>.tgz`, with the pages built. Node
 * doesn't take types out of files below node_modules, so they are taken out here: the same files as JavaScript, line by
 * line, with their comments. The packages it needs go along as they were tested, without what is never read; only those
 * that differ by platform (Node, PostgreSQL, sharp) are installed beside it (docs/decisions/0890).
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { basename, dirname, join, normalize, relative } from 'node:path';
import { notices } from './licences.ts';
import { type Entry, foldersOf } from './lockfile.ts';
import { removeUnread } from './unread.mjs';

const ROOT = join(import.meta.dirname, '..');
const OUT = join(ROOT, 'release');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const isMain = process.argv[1] === import.meta.filename;

/** What is imported, or named by a URL to be run in a thread or process of its own. */
const NAMED = /(?:\bfrom\s*|\bimport\s*\(?\s*|new URL\()(['"])(\.{1,2}\/[^'"]+|[\w-]+\.mjs)\1/g;

/** Every file of the server that it may load, from its entry point on. Pages for browsers are in web/dist. */
export function filesOfServer(): string[] {
  const found = new Set<string>();
  const visit = (path: string) => {
    if (found.has(path) || !/\.(ts|mjs)$/.test(path) || !existsSync(join(ROOT, path))) return;
    found.add(path);
    // pages.ts names the first scripts of pages, which only the build reads.
    const pages = path.endsWith('/pages.ts');
    for (const [all, , name] of read(path).matchAll(NAMED))
      if (!pages || !all.startsWith('new URL')) visit(normalize(join(dirname(path), name as string)));
  };
  visit('server/main.ts');
  return [...found].sort();
}

/** A file without its types, whose imports name files without types. */
export function asJavaScript(path: string): string {
  const source = read(path);
  const code = path.endsWith('.ts') ? stripTypeScriptTypes(source) : source;
  return code.replaceAll(NAMED, (all) => all.replace(/\.ts(['"])$/, '.js$1'));
}

/** What is read while it runs, and is no code: migrations, texts, pictures, deployment. */
function assets(): string[] {
  const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' }).split('\0');
  const below = /^(kernel|modules|server)\/.*\.(sql|json)$|^web\/brand\/|^deploy\/|^docs\/.*\.md$|^\.env\.example$/;
  const plain = /^bin\/|^tools\/bundled-node\.mjs$/;
  const first = /^(LICENSE|CHANGELOG\.md|README\.md)$/;
  return tracked.filter((path) => (below.test(path) && !/\/test\//.test(path)) || plain.test(path) || first.test(path));
}

/** Has libraries of its own for each platform, which npm chooses. */
const BY_PLATFORM = ['sharp'];

/** What package.json says of itself, and which folders of node_modules go along. */
export function manifest() {
  const { name, version, description, license, type, engines, dependencies, optionalDependencies } = JSON.parse(
    read('package.json'),
  );
  const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Entry> };
  const exact = (names: string[]) =>
    Object.fromEntries(names.map((one) => [one, packages[`node_modules/${one}`]?.version as string]));
  const bundled = Object.keys(dependencies).filter((one) => !BY_PLATFORM.includes(one));
  const own = {
    name,
    version,
    description,
    license,
    type,
    engines,
    bin: { counterfoil: 'bin/counterfoil.mjs' },
    dependencies: exact(Object.keys(dependencies)),
    optionalDependencies,
    bundleDependencies: bundled,
  };
  return { own, folders: [...foldersOf(packages, bundled)] };
}

/** Writes the tree of the package into a folder. */
function writeTree(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const path of filesOfServer()) write(path.replace(/\.ts$/, '.js'), asJavaScript(path));
  for (const path of assets()) cpSync(join(ROOT, path), join(folder, path));
  cpSync(join(ROOT, 'web/dist'), join(folder, 'web/dist'), { recursive: true });
  write('NOTICES.md', notices());
  const { own, folders } = manifest();
  write('package.json', JSON.stringify(own, null, 2));
  for (const path of folders)
    cpSync(join(ROOT, path), join(folder, path), {
      recursive: true,
      filter: (from) => basename(from) !== 'node_modules',
    });
  removeUnread(join(folder, 'node_modules'));
}

/** Packs it. Returns the path of the archive. */
export function pack(out = OUT): string {
  if (!existsSync(join(ROOT, 'web/dist/.built-from'))) throw new Error('The pages are not built: npm run build');
  const tree = join(out, 'package');
  writeTree(tree);
  const [made] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', `--pack-destination=${out}`], {
      cwd: tree,
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
      stdio: ['ignore', 'pipe', 'ignore'],
      shell: process.platform === 'win32',
    }),
  ) as { filename: string }[];
  rmSync(tree, { recursive: true });
  return join(out, made?.filename as string);
}

if (isMain) console.log(relative(process.cwd(), pack()));
