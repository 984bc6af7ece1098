import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validate } from 'dockerfile-utils';
import { expect, test, vi } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { ConfigSchema, unknownAmong } from '../kernel/config/index.ts';
import { healthRoutes } from '../kernel/observability/health.routes.ts';
import { prepareUnit, refuseOwnSettings, serviceInstall, serviceRemove } from '../server/cli/service.ts';

/**
 * The files of `deploy/`, as far as they can be checked without a container engine: their syntax, and that the program
 * has what they name. `test/e2e/deploy.e2e.ts` starts what the image contains.
 */
const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const dockerfile = read('deploy/Dockerfile');
const [, account] = /^USER (\d+):\1$/m.exec(dockerfile) ?? [];
const HEALTH = healthRoutes.map(({ path }) => `/api/v1${path}`);

function expectSettings(names: string[]) {
  for (const name of names) expect(Object.keys(ConfigSchema.properties), name).toContain(name);
}

/** The fields of a manifest that are looked at. */
// biome-ignore lint/suspicious/noExplicitAny: YAML of another program's format
type Yaml = any;

test('the Dockerfile is valid, copies what exists, and runs under an account of its own', () => {
  expect(validate(dockerfile)).toEqual([]);
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(
    ([, names]) => names?.split(' ') ?? [],
  );
  for (const name of copied) expect(existsSync(join(root, name)), name).toBe(true);
  expect(Number(account)).toBeGreaterThan(1000);
  const settings =
    /^ENV (.+)$/m
      .exec(dockerfile)?.[1]
      ?.split(' ')
      .map((pair) => pair.split('=')[0] as string) ?? [];
  // The others are the program's own.
  const ofTheSystem = ['PATH', 'NODE_ENV', 'MALLOC_ARENA_MAX', 'COUNTERFOIL_IMAGE'];
  expectSettings(settings.filter((name) => !ofTheSystem.includes(name)));
});

test('compose: its settings and the files it mounts exist, the root file system is read-only', () => {
  const compose = parse(read('deploy/compose.yaml')) as Yaml;
  const { app, db, proxy } = compose.services;
  expectSettings(Object.keys(app.environment));
  // All that stands in deploy/.env, such as EMAIL_HOST; what compose itself needs of it is no mistake.
  expect(app.env_file).toEqual(['.env']);
  const needed = [...read('deploy/compose.yaml').matchAll(/\$\{(\w+)/g)].map(([, name]) => name as string);
  expect(unknownAmong(needed, Object.keys(ConfigSchema.properties))).toEqual([]);
  expect(app).toMatchObject({ build: { dockerfile: 'deploy/Dockerfile' }, read_only: true, cap_drop: ['ALL'] });
  const mounts = [app, db, proxy].flatMap(({ volumes }) => volumes as string[]).map((volume) => volume.split(':')[0]);
  for (const mount of mounts as string[]) {
    if (mount.startsWith('./')) expect(existsSync(join(root, 'deploy', mount)), mount).toBe(true);
    else expect(Object.keys(compose.volumes)).toContain(mount);
  }
  expect(read('deploy/Caddyfile')).toContain('reverse_proxy app:3000');
});

test('Kubernetes: web and worker differ in their role, their probes are our addresses, and pods are confined', () => {
  const documents = parseAllDocuments(read('deploy/kubernetes.yaml')).map((one) => {
    expect(one.errors).toEqual([]);
    return one.toJS() as Yaml;
  });
  expect(documents.map(({ kind }) => kind)).toEqual(['Deployment', 'Deployment', 'Service', 'Service', 'Ingress']);
  const roles = documents.slice(0, 2).map(({ spec }) => {
    const pod = spec.template.spec;
    const [container] = pod.containers;
    expect(spec.selector.matchLabels).toEqual(spec.template.metadata.labels);
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: Number(account) });
    expect(container.securityContext).toMatchObject({ readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } });
    expectSettings(container.env.map(({ name }: { name: string }) => name));
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'])
      if (container[probe]) expect(HEALTH).toContain(container[probe].httpGet.path);
    return container.args;
  });
  expect(roles).toEqual([
    ['start', '--role=web'],
    ['start', '--role=worker'],
  ]);
  const [web, , service, mqtt, ingress] = documents;
  const ports = web.spec.template.spec.containers[0].ports.map(({ name }: { name: string }) => name);
  for (const { spec } of [service, mqtt]) {
    expect(web.spec.template.metadata.labels).toMatchObject(spec.selector);
    expect(ports).toContain(spec.ports[0].targetPort);
  }
  expect(ingress.spec.rules[0].http.paths[0].backend.service.name).toBe(service.metadata.name);
});

test('a service is installed and removed: units, settings, the command; each thing is said', () => {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-service-'));
  const said: string[] = [];
  const print = vi.spyOn(console, 'log').mockImplementation((text: string) => void said.push(text));
  try {
    serviceInstall({ root: folder });
    const units = ['counterfoil.service', 'counterfoil-backup.service', 'counterfoil-backup.timer'];
    const paths = units.map((name) => join(folder, 'etc/systemd/system', name));
    for (const path of paths) expect(said.join('\n')).toContain(`Wrote ${path}.`);
    if (!spawnSync('systemd-analyze', ['--version']).error) {
      const { status, stderr } = spawnSync('systemd-analyze', ['verify', ...paths], { encoding: 'utf8' });
      expect([status, stderr]).toEqual([0, '']);
    }
    const settings = join(folder, root, '.env');
    expect(readFileSync(settings, 'utf8')).toMatch(/^DATA_DIR=\/var\/lib\/counterfoil$/m);
    expect(statSync(settings).mode & 0o777).toBe(0o640);
    const command = join(folder, 'usr/local/bin/counterfoil');
    const run = (...args: string[]) =>
      spawnSync('sh', [command, ...args], { encoding: 'utf8', env: { PATH: process.env.PATH } });
    expect(run('version').stdout).toMatch(/^Counterfoil \d+\.\d+\.\d+/);
    // As an account that this machine doesn't have: nothing runs as root instead.
    expect(run('doctor').status).not.toBe(0);
    writeFileSync(settings, 'DATA_DIR=/var/lib/counterfoil\nEMAIL_HOST=mail.example\n');
    serviceInstall({ root: folder });
    expect(readFileSync(settings, 'utf8')).toContain('EMAIL_HOST=mail.example');

    serviceRemove({ root: folder });
    expect([...paths, command].filter(existsSync)).toEqual([]);
    expect(existsSync(settings)).toBe(true);
    expect(said.at(-1)).toContain('rm -r /var/lib/counterfoil');
  } finally {
    print.mockRestore();
    rmSync(folder, { recursive: true });
  }
});

test.skipIf(spawnSync('systemd-analyze', ['--version']).error)('the systemd unit is valid', () => {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-unit-'));
  try {
    const path = join(folder, 'counterfoil.service');
    // The unit is checked for programs that exist, so with this folder in the place of /opt/counterfoil.
    writeFileSync(path, read('deploy/counterfoil.service').replaceAll('/opt/counterfoil', root));
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', path], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the unit starts the service again after every end, and lets it write where its settings say, nowhere else', () => {
  // A checkout below /home or /tmp is where a service sees nothing.
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : root, '.unit-test-'));
  try {
    const settings = join(folder, 'settings.env');
    const [to, heads] = [join(folder, 'a disk/back"ups'), join(folder, 'heads/heads.jsonl')];
    const template = read('deploy/counterfoil.service');
    expect(template).toMatch(/^Restart=always$/m);
    const withSettings = (text: string) => {
      writeFileSync(settings, `DATA_DIR=/var/lib/counterfoil\n${text}`);
      return prepareUnit(template, settings);
    };
    expect(withSettings('').unit).toMatch(/^ReadWritePaths=$/m);
    const { unit, places } = withSettings(`BACKUP_TO='${to}'\nAUDIT_HEADS_FILE=${heads}\n`);
    expect(unit).toContain(`\nReadWritePaths="-${folder}/a disk/back\\"ups" "-${heads}"\n`);
    expect(places.map(({ variable, path }) => [variable, path])).toEqual([
      ['BACKUP_TO', to],
      ['AUDIT_HEADS_FILE', heads],
    ]);
    expect([statSync(to).isDirectory(), statSync(to).mode & 0o777, statSync(heads).isFile()]).toEqual([
      true,
      0o700,
      true,
    ]);
    expect(withSettings('BACKUP_TO=s3://bucket/place\n').places).toEqual([]);
    expect(withSettings('BACKUP_TO=/var/lib/counterfoil/copies\n').places).toEqual([]);
    expect(() => withSettings('BACKUP_TO=/home/meera/backups\n')).toThrow(
      'BACKUP_TO names /home/meera/backups, but a service has no /home',
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the unit sets nothing that commands typed by hand would not see, and one that does is not replaced silently', () => {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-unit-'));
  try {
    const [unit, settings, more] = ['counterfoil.service', '.env', 'more.env'].map((name) => join(folder, name));
    const set = [...read('deploy/counterfoil.service').matchAll(/^Environment(?:File)?=(.+)$/gm)].map(([, one]) => one);
    expect(set.join(' ').match(/\b[A-Z_]+(?==)/g)).toEqual([
      'NODE_ENV',
      'NODE_COMPILE_CACHE',
      'MALLOC_ARENA_MAX',
      'COUNTERFOIL_HOME',
    ]);
    writeFileSync(more as string, 'BACKUP_TO=/srv/backups\n');
    writeFileSync(
      unit as string,
      `[Service]\nEnvironment=NODE_ENV=production DATA_DIR=/var/lib/counterfoil\nEnvironmentFile=-${more}\n`,
    );
    const refused = () => refuseOwnSettings(unit as string, settings);
    expect(refused).toThrow(`Put these into ${settings} first, as they are there: DATA_DIR, BACKUP_TO.`);
    writeFileSync(settings as string, 'DATA_DIR=/var/lib/counterfoil\nBACKUP_TO=/srv/other\n');
    expect(refused).toThrow('as they are there: BACKUP_TO.');
    writeFileSync(settings as string, 'DATA_DIR=/var/lib/counterfoil\nBACKUP_TO=/srv/backups\n');
    expect(refused).not.toThrow();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
