/** What docs/guides/operating.md shows is what the commands print: the ones that can be repeated are, in its order. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test, vi } from 'vitest';
import { readConfig } from '../kernel/config/index.ts';
import { openServices } from '../server/app.ts';
import { program } from '../server/cli/program.ts';
import { cloneDatabase, SECRET_KEY } from './harness/index.ts';

const GUIDE = readFileSync('docs/guides/operating.md', 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'counterfoil-guide-'));
let url: string;
beforeAll(async () => {
  url = await cloneDatabase(inject('postgresUrl'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

class Exit extends Error {
  readonly code: number;
  constructor(code: number) {
    super(`exit ${code}`);
    this.code = code;
  }
}

let printed: string[] = [];
beforeEach(() => {
  const env = { DATABASE_URL: url, DATA_DIR: join(folder, 'data'), BACKUP_TO: join(folder, 'backups'), SECRET_KEY };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  vi.stubEnv('BACKUP_PASSPHRASE', 'five words that you chose');
  vi.stubEnv('LOG_LEVEL', 'silent');
  vi.spyOn(console, 'log').mockImplementation((text: string) => void printed.push(...String(text).split('\n')));
  vi.spyOn(process, 'exit').mockImplementation((code) => {
    throw new Exit(Number(code ?? 0));
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** In this process, as the program runs them: loading it anew for each takes seconds. */
async function counterfoil(...args: string[]): Promise<number> {
  const exit = await program()
    .parseAsync(['node', 'counterfoil', ...args])
    .catch((error: unknown) => error);
  if (exit instanceof Exit) return exit.code;
  if (exit instanceof Error) throw exit;
  return 0;
}

/** A line without what differs from run to run: times, ids, numbers, names of files, passwords. */
const shape = (line: string) =>
  line
    .replaceAll(/counterfoil-[\w-]+\.tar\.zst\.age/g, '<backup>')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}(, [0-9a-f-]{36})*/g, '<ids>')
    .replaceAll(/head [0-9a-f]{64}/g, 'head <hash>')
    .replaceAll(/\b\w{4}-\w{4}-\w{4}-\w{4}\b/g, '<password>')
    .replaceAll(/in \/\S+?(?=,|$)/g, 'in <folder>')
    .replaceAll(/[\d.]+/g, '#')
    .replaceAll(/ {2,}/g, ' ');

/** What the guide shows after the commands that name `command`. */
function shownAfter(command: string): string[] {
  const blocks = [...GUIDE.matchAll(/```sh\n([^`]*?)```\n\n```\n([^`]*?)```/g)];
  const wanted = `counterfoil ${command}`;
  const found = blocks.filter(([, lines]) =>
    lines?.split('\n').some((line) => line.replace(/ counterfoil-\S+$/, '') === wanted),
  );
  expect(found.length, `the guide shows ${command}`).toBeGreaterThan(0);
  return found.flatMap(([, , output]) => (output ?? '').trimEnd().split('\n')).filter((line) => !line.startsWith('…'));
}

test('the guide shows what is printed', async () => {
  vi.stubEnv('COUNTERFOIL_PASSWORD', 'three quiet mango trees');
  const place = [
    '--modules',
    'exhibition',
    '--country',
    'IN',
    '--time-zone',
    'Asia/Kolkata',
    '--currency',
    'INR',
    '--language',
    'en',
  ];
  const owner = ['--owner-name', 'Meera Nair', '--owner-email', 'meera@fair.example'];
  expect(await counterfoil('setup', ...owner, '--organization', 'Handloom Fair', ...place)).toBe(0);
  expect(printed.join('\n')).toContain('Created Handloom Fair, owned by meera@fair.example.');
  expect(GUIDE).toContain('Created Handloom Fair, owned by meera@fair.example.');
  vi.stubEnv('COUNTERFOIL_PASSWORD', undefined);
  // A worker seals what is left when it stops.
  const config = readConfig(process.env);
  await (await openServices({ config, log: pino({ level: 'silent' }), role: 'worker' })).close();

  const runs: Record<string, string[][]> = {
    backup: [['backup'], ['backup', '--list']],
    'audit verify': [
      ['audit', 'verify'],
      ['ledger', 'verify'],
    ],
    'backup --check': [
      ['backup', '--check', ''],
      ['cleanup', '--dry-run'],
    ],
    'user list': [
      ['user', 'list'],
      ['user', 'set-password', 'meera@fair.example'],
    ],
  };
  for (const [first, commands] of Object.entries(runs)) {
    printed = [];
    for (const [name, option, ...rest] of commands) {
      const given = option === '--check' ? [readdirSync(join(folder, 'backups'))[0] as string] : rest;
      expect(await counterfoil(...[name, option].filter((word) => word !== undefined), ...given), name).toBe(0);
    }
    const shapes = printed.map(shape);
    for (const line of shownAfter(first)) expect(shapes.join('\n'), line).toContain(shape(line));
  }
});
