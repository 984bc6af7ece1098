import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

/**
 * Runs all checks in order: `npm test`. With --quick, those without database or browser: `npm run check`. It continues
 * after a failure, so that one run shows all of them, and lists the failures again at the end, where a truncated log
 * still has them. The last line is `N passed, N failed`; each check before the tests counts as one. Exit code 1 when
 * anything failed.
 */
const root = join(import.meta.dirname, '..');
const quick = process.argv.includes('--quick');
const reports = mkdtempSync(join(tmpdir(), 'counterfoil-report-'));
const total = { passed: 0, failed: 0 };
/** each with its message below it */
const failures: string[] = [];

/** the fields we read of Vitest's report */
type Report = {
  numPassedTests: number;
  numFailedTests: number;
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
  }[];
};

const tool = (name: string, path: string) => join(root, 'node_modules', name, path);

function run(args: string[]): boolean {
  const { status, signal } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (signal || status === 130) process.exit(130);
  return status === 0;
}

function heading(name: string): void {
  console.log(`\n── ${name} ${'─'.repeat(Math.max(4, 76 - name.length))}`);
}

function count(name: string, passed: number, failed: number): void {
  total.passed += passed;
  total.failed += failed;
  if (failed > 0) failures.push(`${name} (${failed})`);
}

/** Runs a program and records its exit code as one check. */
function check(name: string, ...args: string[]): void {
  heading(name);
  const ok = run(args);
  if (ok) console.log('ok');
  count(name, ok ? 1 : 0, ok ? 0 : 1);
}

/** Runs Vitest and counts the tests in its report. */
function tests(name: string, config: string): void {
  heading(name);
  const report = join(reports, `${config}.json`);
  const ok = run([
    tool('vitest', 'vitest.mjs'),
    'run',
    `--config=${config}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  const counted: Report = existsSync(report)
    ? JSON.parse(readFileSync(report, 'utf8'))
    : { numPassedTests: 0, numFailedTests: 0, testResults: [] };
  // A file that doesn't load, or an error outside any test, fails the run without a failed test. A run without tests
  // fails too.
  const hidden = counted.numFailedTests === 0 && (!ok || counted.numPassedTests === 0) ? 1 : 0;
  count(name, counted.numPassedTests, counted.numFailedTests + hidden);
  failures.push(...counted.testResults.flatMap(failuresOf));
}

/**
 * The failures of one file: the file itself when it didn't load, else each test with the first lines of its message.
 */
function failuresOf(file: Report['testResults'][number]): string[] {
  const path = relative(root, file.name);
  const failed = file.assertionResults.filter((one) => one.status === 'failed');
  if (failed.length === 0 && file.status === 'failed') return [`${path}\n${head(file.message)}`];
  return failed.map((one) => `${path} > ${one.fullName}\n${head(one.failureMessages.join('\n'))}`);
}

const head = (message: string) => message.split('\n').slice(0, 6).join('\n').replaceAll(/^/gm, '    ').slice(0, 1000);

const started = Date.now();
// Each of TypeScript's checkers works out the types of the libraries anew: more than two only compete for the cores.
check('types', tool('typescript-7', 'bin/tsc'), '--noEmit', '--checkers', '2');
check('lint: biome', tool('@biomejs/biome', 'bin/biome'), 'check', '--error-on-warnings', '.');
check('lint: oxlint', tool('oxlint', 'bin/oxlint'), '--deny-warnings');
check('boundaries', join(root, 'tools', 'boundaries.ts'));
if (quick) tests('unit tests', 'vitest.unit.config.ts');
else tests('unit, database and browser tests', 'vitest.all.config.ts');
rmSync(reports, { recursive: true, force: true });

if (failures.length) heading('failed');
for (const failure of failures) console.log(failure);
console.log(`\n${((Date.now() - started) / 1000).toFixed(0)} s`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
