import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, matchesGlob } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from './support/server.ts';

/**
 * What the image of `deploy/Dockerfile` contains, started as the image starts it: the same file tree after `npm run
 * trim`, under an account that can write nothing but its data folder. Only root can take such an account.
 * `long/image.e2e.ts` builds the image itself.
 */
const root = join(import.meta.dirname, '../..');
const dockerfile = readFileSync(join(root, 'deploy/Dockerfile'), 'utf8');
const [command] = /(?<=^ENTRYPOINT )\[.*\]$/m.exec(dockerfile) ?? [];
const [args] = /(?<=^CMD )\[.*\]$/m.exec(dockerfile) ?? [];
const [program, ...first] = [...JSON.parse(command ?? '[]'), ...JSON.parse(args ?? '[]')] as string[];

let folder: string;
let tree: string;
let data: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'counterfoil-image-'));
  chmodSync(folder, 0o755);
  tree = join(folder, 'app');
  data = join(folder, 'data');
  const ignored = readFileSync(join(root, 'deploy/Dockerfile.dockerignore'), 'utf8').split('\n').filter(isPattern);
  const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);
  for (const path of tracked) {
    if (ignored.some((pattern) => matchesGlob(path, pattern) || path.startsWith(`${pattern}/`))) continue;
    cpSync(join(root, path), join(tree, path));
  }
  cpSync(join(root, 'web/dist'), join(tree, 'web/dist'), { recursive: true });
  copyModules();
  execFileSync(process.execPath, ['tools/trim.mjs'], { cwd: tree, stdio: 'pipe' });
  mkdirSync(data, { mode: 0o700 });
  if (isRoot) chownSync(data, nobody.uid, nobody.gid);
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

const isRoot = process.getuid?.() === 0;
/** The image's own account is not known here, and PostgreSQL starts for known ones only. */
const idOf = (kind: '-u' | '-g') => Number(execFileSync('id', [kind, 'nobody'], { encoding: 'utf8' }));
const nobody = { uid: idOf('-u'), gid: idOf('-g') };
const isPattern = (line: string) => line !== '' && !line.startsWith('#');

/** Hard links where the file system has them. npm's list is written in place by `trim`, so it is a copy. */
function copyModules() {
  const [from, to] = [join(root, 'node_modules'), join(tree, 'node_modules')];
  if (spawnSync('cp', ['-al', from, to]).status !== 0) {
    rmSync(to, { recursive: true, force: true });
    execFileSync('cp', ['-a', from, to]);
  }
  const list = '.package-lock.json';
  rmSync(join(to, list));
  copyFileSync(join(from, list), join(to, list));
}

test('what is installed to run has less than 450 MB', () => {
  const [kilobytes] = execFileSync('du', ['-sk', tree], { encoding: 'utf8' }).split('\t');
  expect(Number(kilobytes) / 1024).toBeLessThan(450);
});

test.skipIf(!isRoot)('starts, answers its health check, writes nothing but its data, and stops', async () => {
  const port = await freePort();
  const env = {
    PATH: `${tree}/node_modules/.bin:/usr/local/bin:/usr/bin:/bin`,
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: String(port),
    DATA_DIR: data,
    LOG_LEVEL: 'warn',
  };
  const as = { cwd: tree, env, ...nobody } as const;
  expect(spawnSync('touch', ['written'], as).status).not.toBe(0);
  const before = listing();

  const server = spawn(program as string, first, { ...as, stdio: 'pipe' });
  let output = '';
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk) => (output += chunk));
  const ended = once(server, 'exit');
  try {
    await Promise.race([ended, expect.poll(() => output).toContain('Counterfoil is open at')]);
    expect(output).toContain('Counterfoil is open at');
    expect(spawnSync('node', ['deploy/health.mjs'], as).status).toBe(0);
    const page = await fetch(`http://127.0.0.1:${port}/setup`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<script');
  } finally {
    server.kill('SIGTERM');
  }
  expect(await ended).toEqual([0, null]);
  expect(spawnSync('node', ['deploy/health.mjs'], as).status).toBe(1);
  expect(listing()).toBe(before);
});

/** Every file of the tree with its size and time. */
const listing = () => execFileSync('find', [tree, '-printf', '%P %s %T@\n'], { encoding: 'utf8', maxBuffer: 2 ** 28 });
