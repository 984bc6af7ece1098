// Installs what a command needs, before npm runs it: the packages, and with --web the built browser pages, with
// --browser a Chromium for the tests. Plain JavaScript without dependencies, since at first there is only the machine's
// own Node (20 or newer). Takes a tenth of a second when everything is there; may be interrupted and run again at any
// time.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledNode } from './bundled-node.mjs';
import { findChromium } from './chromium.mjs';
import { freeMemory, tooSmallToBuild, WHAT_TO_DO } from './memory.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const inRoot = (...parts) => join(root, ...parts);
const print = (text) => console.error(`counterfoil: ${text}`);
const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(0)} s`;

function fail(text) {
  print(text);
  process.exit(1);
}

/** Runs a program in the project's folder; resolves to whether it succeeded. */
function run(command, args, { quiet = false, env = process.env, shell = false } = {}) {
  const stdio = ['ignore', quiet ? 'ignore' : 'inherit', quiet ? 'ignore' : 'inherit'];
  const { status, signal } = spawnSync(command, args, { cwd: root, stdio, env, shell });
  if (signal) process.exit(130); // Interrupted: the person wants the whole set-up to end.
  return status === 0;
}

// ---- Packages

/**
 * Whether node_modules contains what the lockfile requires, or what a program needs whose pages are built (tools/trim.mjs
 * has removed the rest). npm writes its own list as its last step.
 */
function packagesAreIn({ toRunOnly = false } = {}) {
  const list = inRoot('node_modules', '.package-lock.json');
  if (!existsSync(list)) return false;
  const wanted = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')).packages;
  const have = JSON.parse(readFileSync(list, 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    // Optional packages are for other platforms, or missing because their own installation failed.
    if (!have[path])
      return path === '' || entry.optional === true || entry.devOptional === true || (toRunOnly && entry.dev === true);
    return have[path].version === entry.version && have[path].integrity === entry.integrity;
  });
}

function installPackages(toRunOnly) {
  if (packagesAreIn() || (toRunOnly && pagesAreBuilt() && packagesAreIn({ toRunOnly }))) return;
  const started = Date.now();
  print('installing the packages, a minute or two the first time …');
  // Development packages build the browser pages, optional ones contain Node and PostgreSQL, whatever npm's settings
  // are.
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const { npm_execpath: npm, npm_node_execpath: node } = process.env;
  // The npm that called us, on its own Node: ours may be the one inside node_modules.
  const done = npm?.includes('npm-cli')
    ? run(node ?? process.execPath, [npm, ...args])
    : run('npm', args, { shell: process.platform === 'win32' });
  if (!done) fail('npm ci failed, see above. When the network was at fault, just give the same command again.');
  print(`packages installed in ${seconds(started)}.`);
}

// ---- Node

/** The path of the Node that runs the program, or a sentence about what is missing. */
function nodeOrFail() {
  const { node, needs, cause, missing } = bundledNode(fileURLToPath(import.meta.url));
  return (
    node ??
    fail(
      `Counterfoil runs on Node ${needs}, and ${cause}. ` +
        (missing ? 'Remove node_modules and give the same command again; or install' : 'Install') +
        ` Node ${needs} or newer from https://nodejs.org yourself, this machine has ${process.version}.`,
    )
  );
}

// ---- Browser shells

/** All files that may reach the browser: of modules everything that isn't the server's by its name (see `isSource`). */
function webSources() {
  const parts = ['console', 'scanner', 'portal', 'chat', 'domain', 'i18n', 'names.ts'];
  const contracts = (folder) => readdirSync(inRoot(folder)).filter((name) => name.endsWith('contract.ts'));
  return [
    'package-lock.json',
    'web',
    'docs/guides',
    'docs/runbooks',
    ...['ui', 'lib', 'i18n'].map((name) => join('kernel', name)),
    ...subfolders('kernel').flatMap((folder) => [...parts, ...contracts(folder)].map((part) => join(folder, part))),
    'modules',
  ];
}

function subfolders(folder) {
  if (!existsSync(inRoot(folder))) return [];
  return readdirSync(inRoot(folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name))
    .sort();
}

const NOT_SOURCES = new Set(['dist', 'migrations', 'test']);
const OF_THE_SERVER = /\.(test|action|query|routes|http|job|flow|message)\.tsx?$/;
const isSource = (name) => !NOT_SOURCES.has(name) && !name.startsWith('.') && !OF_THE_SERVER.test(name);

/** By content rather than time: a new clone or a branch switch changes every time. */
function fingerprint(paths) {
  const hash = createHash('sha256');
  const add = (path) => {
    let names;
    try {
      names = readdirSync(inRoot(path));
    } catch (error) {
      if (error.code === 'ENOTDIR') hash.update(`${path}\0`).update(readFileSync(inRoot(path)));
      else if (error.code !== 'ENOENT') throw error;
      return;
    }
    for (const name of names.sort()) if (isSource(name)) add(join(path, name));
  };
  for (const path of paths) add(path);
  return hash.digest('hex');
}

const stamp = inRoot('web', 'dist', '.built-from');
const pagesAreBuilt = (sources = fingerprint(webSources())) =>
  existsSync(stamp) && readFileSync(stamp, 'utf8') === sources;

function buildWeb(node) {
  const sources = fingerprint(webSources());
  if (pagesAreBuilt(sources)) return;
  const started = Date.now();
  const small = tooSmallToBuild(freeMemory());
  if (small) fail(small);
  print('building the pages for the browser …');
  rmSync(stamp, { force: true });
  const vite = inRoot('node_modules', 'vite', 'bin', 'vite.js');
  const built = spawnSync(node, [vite, 'build', '--config', 'web/vite.config.ts', '--logLevel', 'error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  // What the system does first when memory runs out; a person presses Ctrl-C, which is SIGINT.
  if (built.signal === 'SIGKILL') fail(`the build was killed, as a system does when memory runs out. ${WHAT_TO_DO}`);
  if (built.signal) process.exit(130);
  if (built.status !== 0) fail('the build failed, see above.');
  mkdirSync(dirname(stamp), { recursive: true });
  // Last, so that an interrupted build is done again.
  writeFileSync(stamp, sources);
  print(`pages built in ${seconds(started)}.`);
}

// ---- Browser for the tests

/**
 * For the tests of what runs behind PgBouncer or Mosquitto, and of clocks that jump; without them they say that they
 * were left out.
 */
function installForTests() {
  if (process.getuid?.() !== 0 || !isDebian()) return;
  const clock = readdirSync('/usr/lib').some((folder) => existsSync(join('/usr/lib', folder, 'faketime')));
  const servers = ['pgbouncer', 'mosquitto'].filter((name) => !existsSync(`/usr/sbin/${name}`));
  const missing = [...servers, ...(clock ? [] : ['libfaketime'])];
  if (missing.length === 0) return;
  print(`installing ${missing.join(' and ')} for the tests …`);
  aptInstall(...missing);
}

function installBrowser(node) {
  const { CHROMIUM_PATH } = process.env;
  const isRoot = process.getuid?.() === 0;
  const byApt = !CHROMIUM_PATH && isRoot && isDebian() && !existsSync('/usr/bin/chromium-headless-shell');
  if (findChromium() && !byApt) return;
  if (CHROMIUM_PATH) fail(`CHROMIUM_PATH is ${CHROMIUM_PATH}, which is not a program.`);
  const started = Date.now();
  print('installing a Chromium for the browser tests …');
  // The fonts show Hindi in the screenshots.
  if (byApt) aptInstall('chromium-headless-shell', 'fonts-noto-core');
  // Older Debians have only the one with windows.
  if (byApt && !findChromium()) aptInstall('chromium', 'fonts-noto-core');
  if (!findChromium()) {
    // On Ubuntu the package only refers to a snap, and needs a running snapd.
    const libraries = isRoot && existsSync('/usr/bin/apt-get') ? ['--with-deps'] : [];
    run(node, [
      inRoot('node_modules', 'playwright-core', 'cli.js'),
      'install',
      ...libraries,
      '--only-shell',
      'chromium',
    ]);
  }
  if (!findChromium()) {
    fail(
      'the browser tests need a Chromium, and it could not be installed. Install Chromium or Chrome ' +
        '("apt-get install chromium-headless-shell" on Debian), or set CHROMIUM_PATH to the program.',
    );
  }
  print(`Chromium installed in ${seconds(started)}.`);
}

function isDebian() {
  if (!existsSync('/etc/os-release')) return false;
  return /^ID="?debian"?$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

function aptInstall(...packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) => run('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=120', ...args], { quiet: true, env });
  // An earlier run that was interrupted while unpacking has to be finished first.
  run('dpkg', ['--configure', '-a'], { quiet: true, env });
  apt('update');
  apt('install', '-y', '--no-install-recommends', ...packages);
}

if (Number(process.versions.node.split('.')[0]) < 20)
  fail(`Node 20 or newer is needed to set things up, this is ${process.version}.`);
const [web, browser] = ['--web', '--browser'].map((option) => process.argv.includes(option));
installPackages(web && !browser);
const node = nodeOrFail();
if (web) buildWeb(node);
if (browser) {
  installBrowser(node);
  installForTests();
}
