import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

/**
 * Runs all checks in order: `npm test`. With --quick, those without database or browser: `npm run check`. With --all,
 * also the long plays of test/e2e/long: `npm run test:all`. It continues after a failure, so that one run shows all of
 * them, and lists the failures again at the end, where a truncated log still has them. A test file that failed is run
 * once more, alone: what passes then is listed as flaky, and doesn't fail the run. The last line is `N passed, N
 * failed`; each check before the tests counts as one. Exit code 1 when anything failed.
 */
const root = join(import.meta.dirname, '..');
const quick = process.argv.includes('--quick');
if (process.argv.includes('--all')) process.env.TEST_ALL = '1';
const reports = mkdtempSync(join(tmpdir(), 'counterfoil-report-'));
const total = { passed: 0, failed: 0 };
/** each with its message below it */
const failures: string[] = [];
/** what failed first and passed alone, each with the message of the first time */
const flaky: string[] = [];
/** More files than this don't fail by chance, and running them all again would take as long as the run itself. */
const MAX_FILES_AGAIN = 10;

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

/** Runs Vitest, on one file where it is given, and reads its report. */
function vitest(config: string, file?: string): { ok: boolean; report: Report } {
  const path = join(reports, `${config}.json`);
  rmSync(path, { force: true });
  const ok = run([
    tool('vitest', 'vitest.mjs'),
    'run',
    ...(file ? [file] : []),
    `--config=${config}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${path}`,
  ]);
  const nothing: Report = { numPassedTests: 0, numFailedTests: 0, testResults: [] };
  return { ok, report: existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : nothing };
}

/** Runs Vitest and counts the tests in its report; files that failed are run again, alone. */
function tests(name: string, config: string): void {
  heading(name);
  const { ok, report } = vitest(config);
  const broken = report.testResults.filter((file) => file.status === 'failed');
  let passed = report.numPassedTests;
  let failed = report.numFailedTests;
  // An error outside any file, or a run without tests, fails without a failed test.
  if (!ok && broken.length === 0) failed += 1;
  if (passed === 0) failed += 1;
  for (const file of broken) {
    const again = broken.length <= MAX_FILES_AGAIN ? runAgain(config, file) : undefined;
    if (again?.ok) {
      flaky.push(...failuresOf(file));
      passed += again.report.numPassedTests - passedOf(file);
      failed -= failedOf(file);
    } else {
      failures.push(...failuresOf(file));
      if (failedOf(file) === 0) failed += 1; // the file didn't load
    }
  }
  count(name, passed, failed);
}

function runAgain(config: string, file: Report['testResults'][number]) {
  heading(`again, alone: ${relative(root, file.name)}`);
  const again = vitest(config, file.name);
  // A file without a passed test proves nothing.
  return { ...again, ok: again.ok && again.report.numPassedTests > 0 };
}

const countOf = (file: Report['testResults'][number], status: string) =>
  file.assertionResults.filter((one) => one.status === status).length;
const passedOf = (file: Report['testResults'][number]) => countOf(file, 'passed');
const failedOf = (file: Report['testResults'][number]) => countOf(file, 'failed');

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
check('names that nobody imports', tool('knip', 'bin/knip.js'), '--no-progress');
if (quick) tests('unit tests', 'vitest.unit.config.ts');
else tests('unit, database and browser tests', 'vitest.all.config.ts');
rmSync(reports, { recursive: true, force: true });

if (flaky.length) heading('flaky: failed in the run, passed alone; mend or remove with the next change');
for (const one of flaky) console.log(one);
if (failures.length) heading('failed');
for (const failure of failures) console.log(failure);
console.log(`\n${((Date.now() - started) / 1000).toFixed(0)} s`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
