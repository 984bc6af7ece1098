import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

/**
 * The image, built and started by a container engine: with a read-only file system and no privileges it becomes
 * healthy, ends with 0, and finds its data again. It runs where `docker` answers and has the two base images or can
 * pull them; `test/e2e/deploy.e2e.ts` starts the same files without an engine.
 */
const root = join(import.meta.dirname, '../../..');
const NAME = `counterfoil-test-${process.pid}`;
const docker = (...args: string[]) =>
  spawnSync('docker', args, { encoding: 'utf8', env: { ...process.env, DOCKER_BUILDKIT: '0' } });
const BASES = ['node:24-trixie-slim', 'debian:trixie-slim'];
const here =
  docker('info').status === 0 &&
  BASES.every((base) => docker('image', 'inspect', base).status === 0 || docker('pull', base).status === 0);

let context: string;
beforeAll(() => {
  if (!here) return;
  // What is committed; the engine's older builder reads its list of ignored files at the top only.
  context = mkdtempSync(join(tmpdir(), 'counterfoil-image-'));
  const archive = execFileSync('git', ['archive', 'HEAD'], { cwd: root, maxBuffer: 2 ** 30 });
  execFileSync('tar', ['-x', '-C', context], { input: archive });
  copyFileSync(join(context, 'deploy/Dockerfile.dockerignore'), join(context, '.dockerignore'));
});
afterAll(() => {
  if (!here) return;
  docker('rm', '--force', NAME);
  docker('volume', 'rm', NAME);
  docker('image', 'rm', NAME);
  rmSync(context, { recursive: true, force: true });
});

const state = () => docker('inspect', '-f', '{{.State.Health.Status}} {{.State.ExitCode}}', NAME).stdout.trim();
/** The installation that each start named. */
function installations(): string[] {
  const { stdout, stderr } = docker('logs', NAME);
  return [...`${stdout}${stderr}`.matchAll(/^Installation (\w+)/gm)].map(([, id]) => id as string);
}

test.skipIf(!here)(
  'is built, runs without rights and with a read-only file system, and keeps its data',
  async () => {
    const built = docker('build', '--network', 'host', '-f', join(context, 'deploy/Dockerfile'), '-t', NAME, context);
    expect(built.status, built.stdout.slice(-2000) + built.stderr.slice(-2000)).toBe(0);
    const rights = ['--read-only', '--tmpfs', '/tmp', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'];
    const run = docker('run', '--detach', '--name', NAME, ...rights, '--volume', `${NAME}:/data`, NAME);
    expect(run.status, run.stderr).toBe(0);
    await expect.poll(state).toBe('healthy 0');
    const [first] = installations();
    expect(first).toBeTruthy();

    expect(docker('stop', '--time', '60', NAME).status).toBe(0);
    expect(state()).toMatch(/ 0$/);
    expect(docker('start', NAME).status).toBe(0);
    await expect.poll(state).toBe('healthy 0');
    expect(installations()).toEqual([first, first]);
  },
  900_000,
);
