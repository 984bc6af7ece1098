import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pack } from '../../../tools/pack.ts';
import { cookieOf, found, openExhibition, send, signIn } from '../support/api.ts';
import { canPlayMachine, type Machine, playMachine } from '../support/machine/index.ts';
import { freePort, type Site } from '../support/server.ts';

/**
 * The page docs/install.md, played in its order from nothing: the package in an empty folder with an empty cache, and as
 * a service under an account of its own on a file system that it can't write. What npm would fetch under the name
 * counterfoil is the package made of this checkout. `image.e2e.ts` plays the container.
 */
const PAGE = readFileSync('docs/install.md', 'utf8');
/** The commands below a heading, without what stands behind "#". */
const commandsOf = (heading: string): string[] => {
  const [, block = ''] = new RegExp(`\n## ${heading}\n[^]*?\`\`\`sh\n([^\`]*)\`\`\``).exec(PAGE) ?? [];
  return block
    .trim()
    .split('\n')
    .map((line) => line.replace(/\s+# .*$/, ''));
};

const folder = mkdtempSync(join(tmpdir(), 'counterfoil-install-'));
const cache = join(folder, 'cache');
let archive: string;
/** The same with another version, and changed. */
function release(version: string, change: (tree: string) => void): string {
  const at = join(folder, version);
  mkdirSync(at);
  execFileSync('tar', ['-xzf', archive, '-C', at]);
  const path = join(at, 'package/package.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...manifest, version }));
  change(join(at, 'package'));
  const file = join(folder, `counterfoil-${version}.tgz`);
  execFileSync('tar', ['--use-compress-program=gzip -1', '-cf', file, '-C', at, 'package']);
  rmSync(at, { recursive: true });
  return file;
}
let next: string;
beforeAll(() => {
  archive = pack(folder);
  next = release('9.0.0', (tree) =>
    writeFileSync(join(tree, 'kernel/db/migrations/209901010000_db_later.sql'), 'create table later (id int);'),
  );
}, 1_200_000);
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

test('each way has at most twelve lines', () => {
  for (const heading of ['The package', 'As a service \\(systemd\\)', 'Containers', 'A clone'])
    expect([heading, commandsOf(heading).length]).toEqual([heading, expect.toSatisfy((n) => n > 4 && n <= 12)]);
});

/** Where npm goes through a proxy that has a certificate of its own. */
const certificates: Record<string, string> = process.env.NODE_EXTRA_CA_CERTS
  ? { NODE_EXTRA_CA_CERTS: process.env.NODE_EXTRA_CA_CERTS }
  : {};
/** As npm and the shell of a person, not of this test. */
const PERSON = {
  ...certificates,
  PATH: '/usr/local/bin:/usr/bin:/bin',
  HOME: folder,
  npm_config_cache: cache,
  npm_config_audit: 'false',
};
const serverAt = (port: number, output: () => string): Site => ({
  url: `http://localhost:${port}`,
  firstRunToken: async () => /setup#token=(\S+)/.exec(output())?.[1] ?? '',
});

describe.skipIf(process.platform !== 'linux')('the package', () => {
  test('from an empty folder to a restored backup, by the page’s commands in their order', async () => {
    const port = await freePort();
    const env = { ...PERSON, PORT: String(port), PUBLIC_URL: `http://localhost:${port}`, ENABLE_MQTT: 'false' };
    const commands = commandsOf('The package');
    const [make, ...rest] = commands as [string, ...string[]];
    const home = join(folder, 'counterfoil');
    /** In the order of the page; "start" goes on while the others run. */
    const run = (line: string, cwd = home) => {
      const typed = line
        .replace('counterfoil@latest', next)
        .replace('npm install counterfoil', `npm install ${archive}`);
      const ran = spawnSync('bash', ['-c', typed], { cwd, env, encoding: 'utf8', maxBuffer: 2 ** 26 });
      expect(ran.status, `${typed}\n${ran.stdout}${ran.stderr}`).toBe(0);
      return ran.stdout + ran.stderr;
    };
    const start = async () => {
      const child = spawn('bash', ['-c', 'exec npx counterfoil start'], {
        cwd: home,
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
      await expect.poll(() => output + (child.exitCode ?? '')).toContain('Counterfoil is open at');
      /** As Ctrl-C in a terminal: the signal goes to npx and to what it started. */
      const stop = async () => {
        const ended = once(child, 'close');
        process.kill(-(child.pid as number), 'SIGINT');
        await ended;
      };
      return { output: () => output, stop };
    };
    run(make, folder);
    const [kilobytes] = execFileSync('du', ['-sk', home], { encoding: 'utf8' }).split('\t');
    expect(Number(kilobytes) / 1024).toBeLessThan(450);
    let server: Awaited<ReturnType<typeof start>> | undefined;
    try {
      for (const line of rest) {
        if (line === 'npx counterfoil start') {
          server = await start();
          await found(serverAt(port, server.output));
          continue;
        }
        if (line.startsWith('npm install')) await server?.stop();
        const output = run(line);
        if (line.includes('doctor')) expect(output).toMatch(/^good {2}database: works\.$/m);
        if (line.endsWith('backup')) expect(output).toContain('Written, read back and found whole');
        if (line.includes('restore')) expect(output).toContain('each as many as in the backup');
        if (line.startsWith('npm install')) {
          server = await start();
          expect(run('npx counterfoil version')).toContain('9.0.0, the package');
          expect((await fetch(`http://localhost:${port}/api/v1/health/ready`)).status).toBe(200);
        }
      }
    } finally {
      await server?.stop();
    }
  }, 900_000);
});

describe.skipIf(!canPlayMachine)('the package as a service', () => {
  let machine: Machine;
  let port: number;
  afterAll(() => machine?.stop());
  const ok = (line: string) => {
    const { status, output } = machine.sh(line);
    expect(status, `${line}\n${output}\n${machine.log().slice(-3000)}`).toBe(0);
    return output;
  };

  test('from nothing to a restored backup, upgraded under load, by the page’s commands in their order', async () => {
    machine = await playMachine({ ...certificates, npm_config_cache: cache, npm_config_audit: 'false' });
    port = await freePort();
    const url = `http://localhost:${port}`;
    const settings = `PORT=${port}\nPUBLIC_URL=${url}\nENABLE_MQTT=false\n`;
    // What "npx" would fetch, and the settings that keep this test apart from other servers.
    const fetched = join(folder, 'fetched');
    mkdirSync(fetched);
    ok(`cd ${fetched} && npm install --no-audit --no-fund ${archive}`);
    ok(`mkdir -p /opt/counterfoil && printf 'DATA_DIR=/var/lib/counterfoil\n${settings}' > /opt/counterfoil/.env`);
    const server = serverAt(port, () => machine.log());
    let confirmed: () => Promise<void> = async () => {};
    for (const line of commandsOf('As a service \\(systemd\\)')) {
      const typed = line
        .replace(/^sudo /, 'env ')
        .replace('npx counterfoil', `${fetched}/node_modules/.bin/counterfoil`);
      if (line.includes('journalctl')) {
        await expect.poll(() => machine.log()).toContain('Counterfoil is open at');
        await found(server);
      } else if (line.includes('nano')) {
        const more = 'BACKUP_PASSPHRASE="five words that you chose"\nBACKUP_TO=/srv/disk/backups\n';
        ok(`printf '${more.replaceAll('\n', '\\n')}' >> /opt/counterfoil/.env`);
      } else if (line.endsWith('counterfoil upgrade')) {
        confirmed = await underLoad(server, async () => {
          const { status, output } = await machine.run(typed.replace('upgrade', `upgrade ${next}`));
          expect([status, output]).toEqual([0, expect.any(String)]);
          expect(output).toContain('Version 9.0.0 runs and is healthy.');
        });
      } else {
        const output = ok(typed);
        if (line.endsWith('service install'))
          await expect.poll(() => fetch(`${url}/api/v1/health/ready`).then((r) => r.status, String)).toBe(200);
        if (line.includes('doctor')) expect(output).toMatch(/^good {2}database: works\.$/m);
        if (line.endsWith('backup')) expect(output).toContain('in /srv/disk/backups');
        if (line.includes('restore')) expect(output).toContain('each as many as in the backup');
      }
    }
    await confirmed();
    expect(ok('env counterfoil version')).toContain(
      'Counterfoil 9.0.0, the package in /opt/counterfoil/versions/9.0.0',
    );
    // It runs as its account, and its files are nobody else's.
    expect(ok(`stat -c '%U %a' /var/lib/counterfoil /srv/disk/backups`)).toBe('counterfoil 700\ncounterfoil 700\n');
    expect(ok('ls /opt/counterfoil/versions').split('\n').filter(Boolean)).toHaveLength(2);
  }, 1_200_000);

  test('a version that does not become healthy is left again, and nothing that was written is lost', async () => {
    const broken = release('9.0.1', (tree) => {
      const path = join(tree, 'server/main.js');
      const [first, ...rest] = readFileSync(path, 'utf8').split('\n');
      writeFileSync(path, [first, `if (process.argv[2] === 'start') process.exit(1);`, ...rest].join('\n'));
    });
    const { status, output } = machine.sh(`counterfoil upgrade ${broken}`);
    expect(output).toContain('Version 9.0.1 did not become healthy');
    expect(output).toContain('version 9.0.0 runs again and is healthy');
    expect(status).toBe(1);
    const ready = () => fetch(`http://localhost:${port}/api/v1/health/ready`).then((r) => r.status, String);
    await expect.poll(ready).toBe(200);
    expect(ok('env counterfoil version')).toContain('Counterfoil 9.0.0');
  }, 900_000);

  test('is removed again; data and settings stay', () => {
    ok('counterfoil service remove');
    expect(machine.sh('ls /etc/systemd/system/counterfoil* /usr/local/bin/counterfoil').status).not.toBe(0);
    ok('test -e /opt/counterfoil/.env -a -d /var/lib/counterfoil/postgres');
  });
});

/** Bills, one after the other, while `work` is done; the result looks whether each that was confirmed is there, once. */
async function underLoad(server: Site, work: () => Promise<void>): Promise<() => Promise<void>> {
  const cookie = await cookieOf(server);
  const call = await signIn(server);
  const { id: exhibition_id } = await openExhibition(call);
  const person = { name: 'Ananya Rao', email: 'ananya@fair.example', phone: '+919845012345', exhibition_id };
  const { code } = await call<{ code: string }>('POST', '/exhibition/customers', person);
  const path = `/exhibition/customers/${code}/bills`;
  const bills: string[] = [];
  let working = true;
  let number = 0;
  /** What was not answered is asked again with the same key, as the desk does. */
  const desk = async () => {
    while (working) {
      const headers = { cookie, 'idempotency-key': `bill-${++number}` };
      for (;;) {
        const body = { amount: '1.00', description: headers['idempotency-key'] };
        const answer = await send(server, 'POST', path, body, headers).catch(() => null);
        const reply = answer?.ok ? ((await answer.json()) as { data: { bill: { id: string } } }) : null;
        if (reply) bills.push(reply.data.bill.id);
        if (reply || !working) break;
        await wait(200);
      }
    }
  };
  const desks = [desk(), desk()];
  // In a process of its own, or these would stand still with it.
  await work().finally(() => {
    working = false;
  });
  await Promise.all(desks);
  return async () => {
    expect(bills.length).toBeGreaterThan(10);
    const there: string[] = [];
    for (let after: string | null = ''; after !== null; ) {
      const reply = await send(server, 'GET', `/exhibition/bills?limit=100${after}`, undefined, { cookie });
      expect(reply.status).toBe(200);
      const { data, page } = (await reply.json()) as { data: { id: string }[]; page: { next: string | null } };
      there.push(...data.map(({ id }) => id));
      after = page.next && `&after=${page.next}`;
    }
    // Each confirmed bill once; of each desk one more may have been written without an answer.
    expect(bills.filter((id) => !there.includes(id))).toEqual([]);
    expect(new Set(there).size).toBe(there.length);
    expect(there.length - bills.length).toBeLessThanOrEqual(desks.length);
  };
}
