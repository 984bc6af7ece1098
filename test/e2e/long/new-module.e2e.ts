/**
 * What CONTRIBUTING promises of a module: made by one command it stands, with its tests, and taken out again it leaves
 * nothing. In a copy of the repository, since other tests read this one meanwhile.
 */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const original = join(import.meta.dirname, '../../..');
const copy = mkdtempSync(join(tmpdir(), 'counterfoil-new-module-'));

/** Every file that belongs to the repository, by its path in it. */
function filesOf(folder: string): string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard'];
  return execFileSync('git', args, { cwd: original, encoding: 'utf8' })
    .split('\n')
    .filter((file) => file !== '' && existsSync(join(folder, file)));
}

/** Runs a program of the copy's; throws with all that it printed when it fails. */
function run(...args: string[]): string {
  try {
    return execFileSync(process.execPath, args, { cwd: copy, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${args.join(' ')}\n${stdout}\n${stderr}`);
  }
}

beforeAll(() => {
  for (const file of filesOf(original)) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(original, file), join(copy, file));
  }
  symlinkSync(join(original, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const vitest = (...files: string[]) => {
  // One worker: each would load the whole application.
  const options = ['--config=vitest.config.ts', '--reporter=dot', '--maxWorkers=1'];
  const report = run('node_modules/vitest/vitest.mjs', 'run', ...options, ...files);
  expect(report).toMatch(/Tests\s+.*passed/);
};

test('a new module passes its tests', () => {
  run('tools/new-module.ts', 'laundry');
  expect(readFileSync(join(copy, 'server/modules.ts'), 'utf8')).toMatch(/\[[a-z, ]*, laundry, [a-z, ]*\]/);
  vitest('modules/laundry');
});

test('it keeps the rules; it may bring devices, a provider, a page, a channel and a table that grows', () => {
  const extra = join(import.meta.dirname, 'scratch-module');
  const folder = join(copy, 'modules/laundry');
  for (const part of ['module.ts', 'pages.ts', 'coins.provider.ts', 'pigeon.channel.ts', 'machines', 'page', 'test'])
    cpSync(join(extra, part), join(folder, part), { recursive: true });
  const [first = ''] = readdirSync(join(folder, 'migrations'));
  expect(first).toMatch(/^\d{12}_laundry\.sql$/);
  cpSync(join(extra, 'migrations/machines.sql'), join(folder, 'migrations/299901010000_laundry_machines.sql'));
  for (const file of readdirSync(join(extra, 'i18n'))) {
    const [texts, more] = [folder, extra].map((at) => JSON.parse(readFileSync(join(at, 'i18n', file), 'utf8')));
    const console = {
      ...texts.console,
      ...more.console,
      laundry: { ...texts.console.laundry, ...more.console.laundry },
    };
    writeFileSync(join(folder, 'i18n', file), `${JSON.stringify({ ...texts, ...more, console }, null, 2)}\n`);
  }
  run('tools/schema-dump.ts');
  // What the module and the server that lists it stand on; the pages of other modules and the benches, which cannot name
  // it, are checked in the repository. Without the memory of earlier checks, which the copy shares with the repository.
  const project = join(copy, 'tsconfig.laundry.json');
  const include = ['modules/laundry', 'server', '**/*.d.ts'];
  writeFileSync(project, JSON.stringify({ extends: './tsconfig.json', include }));
  const alone = ['--singleThreaded', '--incremental', 'false', '--tsBuildInfoFile', 'null'];
  const checked = run('node_modules/typescript-7/bin/tsc', '--noEmit', '--listFiles', ...alone, '--project', project);
  for (const file of ['modules/laundry/notes/console/', 'modules/laundry/machines/', 'server/modules.ts'])
    expect(checked).toContain(join(copy, file));
  rmSync(project);
  run('tools/boundaries.ts');
  vitest(
    'modules/laundry',
    'test/conventions.test.ts',
    'test/texts.test.ts',
    'test/schema.int.test.ts',
    'kernel/auth/test/permissions.int.test.ts',
  );
  run('node_modules/vite/bin/vite.js', 'build', '--config', 'web/vite.config.ts', '--logLevel', 'error');
  for (const page of ['console', 'laundry']) expect(existsSync(join(copy, `web/dist/${page}/index.html`))).toBe(true);
}, 600_000); // Compiles everything once more.

test('a second one of the name is refused, and so is a name that is none', () => {
  expect(() => run('tools/new-module.ts', 'laundry')).toThrow('There is a folder modules/laundry already.');
  expect(() => run('tools/new-module.ts', 'Wash & Go')).toThrow('A name of 3 to 20 small letters');
});

test('taken out again, it leaves nothing', () => {
  run('tools/new-module.ts', 'laundry', '--remove');
  expect(existsSync(join(copy, 'modules/laundry'))).toBe(false);
  const changed = filesOf(original).filter(
    (file) => !readFileSync(join(original, file)).equals(readFileSync(join(copy, file))),
  );
  expect(changed).toEqual([]);
});
