import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether we may make a namespace of mounts, in which a service is installed without touching this machine. */
export const canPlayMachine =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  ['nsenter', 'setpriv', 'flock'].every((name) => !spawnSync(name, ['--version']).error) &&
  spawnSync('unshare', ['-m', 'true']).status === 0;

/** What an installation writes to: there, and not here. */
const WRITTEN = ['/etc', '/opt', '/usr/local', '/var/lib', '/var/cache', '/srv', '/run'];

export type Machine = {
  folder: string;
  /** Runs a line of shell as root; its exit code, and both outputs. */
  sh(line: string): { status: number | null; output: string };
  /** The same, without standing still meanwhile. */
  run(line: string): Promise<{ status: number | null; output: string }>;
  /** what the service has printed */
  log(): string;
  stop(): Promise<void>;
};

/** A machine that has what this one has, and what is written there goes with it. systemd is played. */
export async function playMachine(env: Record<string, string> = {}): Promise<Machine> {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-machine-'));
  const played = join('/dev/shm', folder.replaceAll('/', '-'));
  mkdirSync(played);
  const overlays = WRITTEN.filter(existsSync).map((path) => {
    const [upper, work] = ['upper', 'work'].map((name) => join(folder, name + path.replaceAll('/', '-')));
    for (const one of [upper, work]) mkdirSync(one as string);
    return `mount -t overlay overlay -o lowerdir=${path},upperdir=${upper},workdir=${work} ${path}`;
  });
  for (const name of ['systemctl', 'supervise'])
    copyFileSync(join(import.meta.dirname, `${name}.sh`), join(folder, name));
  const script = [
    'set -e',
    'mount --make-rprivate /',
    ...overlays,
    'mkdir -p /run/systemd/system /var/lib /srv/disk',
    `install -m 755 ${folder}/systemctl ${folder}/supervise /usr/local/bin`,
    `touch ${played}/ready`,
    'exec sleep infinity',
  ];
  writeFileSync(join(folder, 'start.sh'), script.join('\n'));
  const holder = spawn('unshare', ['-m', 'sh', join(folder, 'start.sh')], { stdio: ['ignore', 'ignore', 'pipe'] });
  let failed = '';
  holder.stderr.on('data', (text) => (failed += text));
  process.once('exit', () => holder.kill('SIGKILL'));
  while (!existsSync(join(played, 'ready'))) {
    if (holder.exitCode !== null) throw new Error(`the machine could not be made: ${failed}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const environment = { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', HOME: folder, PLAYED: played, ...env };
  const inside = (line: string) => ['-t', String(holder.pid), '-m', '--', 'bash', '-c', line];
  const sh: Machine['sh'] = (line) => {
    const ran = spawnSync('nsenter', inside(line), {
      encoding: 'utf8',
      env: environment,
      cwd: '/',
      maxBuffer: 2 ** 26,
    });
    return { status: ran.status, output: ran.stdout + ran.stderr };
  };
  const run: Machine['run'] = async (line) => {
    const child = spawn('nsenter', inside(line), { env: environment, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
    const [status] = await once(child, 'close');
    return { status, output };
  };
  const log = () => (existsSync(join(played, 'log')) ? readFileSync(join(played, 'log'), 'utf8') : '');
  return {
    folder,
    sh,
    run,
    log,
    stop: async () => {
      writeFileSync(join(played, 'stop'), '');
      sh(`kill -TERM $(cat ${played}/pid) 2>/dev/null; exec 8> ${played}/lock; flock -w 60 8`);
      const ended = once(holder, 'exit');
      holder.kill('SIGKILL');
      await ended;
      rmSync(played, { recursive: true, force: true });
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
