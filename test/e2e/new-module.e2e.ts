/**
 * What CONTRIBUTING promises of a module: made by one command it stands, with its tests, and taken out again it leaves
 * nothing. In a copy of the repository, since other tests read this one meanwhile.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const original = join(import.meta.dirname, '../..');
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

test('a new module compiles, keeps the rules and passes its tests', () => {
  run('tools/new-module.ts', 'laundry');
  expect(readFileSync(join(copy, 'server/modules.ts'), 'utf8')).toContain('[exhibition, laundry, mess, raffle]');
  run('node_modules/typescript-7/bin/tsc', '--noEmit');
  run('tools/boundaries.ts');
  run('node_modules/@biomejs/biome/bin/biome', 'check', 'modules/laundry', 'server/modules.ts');
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config=vitest.config.ts', '--reporter=dot'];
  const files = ['modules/laundry', 'test/house.test.ts', 'test/texts.test.ts', 'test/schema.int.test.ts'];
  const report = run(...vitest, ...files, 'kernel/auth/test/permissions.int.test.ts');
  expect(report).toMatch(/Tests\s+.*passed/);
  run('node_modules/vite/bin/vite.js', 'build', '--config', 'web/vite.config.ts', '--logLevel', 'error');
  expect(existsSync(join(copy, 'web/dist/console/index.html'))).toBe(true);
});

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
