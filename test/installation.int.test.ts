/**
 * Which installation a command opens: a copy of the program with a file of settings of its own, its commands typed by
 * hand from another folder, as a newcomer does.
 */
import { execFile, execFileSync } from 'node:child_process';
import {
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
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { readConfig } from '../kernel/config/index.ts';
import { openServices } from '../server/app.ts';
import { cloneDatabase, SECRET_KEY } from './harness/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'counterfoil-which-'));
const program = join(folder, 'program');
const elsewhere = join(folder, 'elsewhere');
const settings = join(program, '.env');
const database: { url: string } = { url: '' };

beforeAll(async () => {
  for (const path of [program, elsewhere]) mkdirSync(path, { recursive: true });
  const root = join(import.meta.dirname, '..');
  for (const part of ['server', 'kernel', 'modules', 'web', 'client', 'db', 'package.json'])
    if (existsSync(join(root, part))) execFileSync('cp', ['-a', join(root, part), program]);
  symlinkSync(join(root, 'node_modules'), join(program, 'node_modules'));
  database.url = await cloneDatabase(inject('postgresUrl'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => rmSync(settings, { force: true }));

type Run = { code: number; stdout: string; stderr: string };
/** Typed in another folder than that of the program. */
function counterfoil(args: string[], env: Record<string, string> = {}): Promise<Run> {
  const { PATH = '', HOME = '' } = process.env;
  const all = { PATH, HOME, CLOCK_SERVER: '127.0.0.1:1', COUNTERFOIL_PASSWORD: 'three quiet mango trees', ...env };
  const options = { env: all, cwd: elsewhere };
  return promisify(execFile)(process.execPath, [join(program, 'server/main.ts'), ...args], options).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}
const OWNER = ['--owner-name', 'Meera Nair', '--owner-email', 'meera@fair.example', '--organization', 'Handloom Fair'];
const PLACE = ['--country', 'IN', '--time-zone', 'Asia/Kolkata', '--currency', 'INR'];
const setup = (env: Record<string, string>, names = 'exhibition,raffle') =>
  counterfoil(['setup', ...OWNER, ...PLACE, ...(names ? ['--modules', names] : [])], env);
const write = (lines: Record<string, string>) =>
  writeFileSync(
    settings,
    Object.entries(lines)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );

describe('a command typed by hand', () => {
  test('where no installation is says where it looked, and makes none', async () => {
    write({ BACKUP_TO: join(folder, 'backups'), BACKUP_PASSPHRASE: 'five words that you chose' });
    const commands = [['backup'], ['audit', 'verify'], ['ledger', 'verify'], ['doctor'], ['user', 'list'], ['cleanup']];
    for (const command of commands) {
      const { code, stdout, stderr } = await counterfoil(command);
      expect([code, stdout], command.join(' ')).toEqual([1, '']);
      expect(stderr).toContain(`there is no installation in ${join(program, 'data')}`);
      expect(stderr).toContain(`put its DATA_DIR or DATABASE_URL into ${settings}`);
    }
    expect(existsSync(join(program, 'data'))).toBe(false);
    expect(existsSync(join(elsewhere, 'data'))).toBe(false);
    // With a database of one's own that has no tables yet, likewise.
    const { code, stderr } = await counterfoil(['user', 'list'], {
      DATABASE_URL: database.url.replace(/\/test_\w+/, '/postgres'),
      SECRET_KEY,
    });
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('there is no installation in the database postgres at'),
    ]);
  });

  test('reads the file of settings beside the program, and says first which installation it opened', async () => {
    write({ DATABASE_URL: database.url, DATA_DIR: 'mine', SECRET_KEY });
    for (const [names, said] of [
      ['', 'say what you run: --modules with one or more of '],
      ['raffle,opera', 'there is no module opera; there are '],
    ] as const) {
      const refused = await setup({}, names);
      expect([refused.code, refused.stdout]).toEqual([1, '']);
      expect(refused.stderr).toContain(said);
    }
    // Nothing was made by them.
    expect(existsSync(join(program, 'mine'))).toBe(false);
    const made = await setup({});
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query('select modules from organization').finally(() => client.end());
    expect(rows).toEqual([{ modules: ['exhibition', 'raffle'] }]);
    expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining('Created Handloom Fair') });
    const id = readFileSync(join(program, 'mine/installation'), 'utf8').trim();
    expect(made.stderr).toMatch(new RegExp(`^Installation ${id.slice(0, 8)}, no organization yet: `));
    const listed = await counterfoil(['user', 'list', '--json'], { PORT: '3111' });
    expect(JSON.parse(listed.stdout)).toMatchObject([{ email: 'meera@fair.example' }]);
    expect(listed.stderr.split('\n')[0]).toBe(
      `Installation ${id.slice(0, 8)}, 1 organization: the database ${/\/(test_\w+)/.exec(database.url)?.[1]} at localhost:5432, ` +
        `files in ${join(program, 'mine')}. Settings: ${settings}, and from the environment PORT, CLOCK_SERVER.`,
    );
  });

  test('proves nothing over nothing', async () => {
    const url = await cloneDatabase(inject('postgresUrl'));
    write({ DATABASE_URL: url, DATA_DIR: 'nothing', SECRET_KEY, BACKUP_PASSPHRASE: 'five words that you chose' });
    for (const [command, says] of [
      [['audit', 'verify'], 'There is nothing to verify: no entry is sealed yet.'],
      [['ledger', 'verify'], 'There is nothing to verify: this installation has no organization yet.'],
    ] as const) {
      const { code, stdout, stderr } = await counterfoil([...command]);
      expect([code, stdout], command.join(' ')).toEqual([1, expect.not.stringContaining('Whole')]);
      expect(stderr).toContain(says);
    }
    const doctor = await counterfoil(['doctor']);
    expect([doctor.code, doctor.stdout]).toEqual([1, expect.stringMatching(/^BAD {3}Installation \S+ is empty: /m)]);
  });
});

describe('what does not belong together is refused', () => {
  const open = (over: Record<string, string>, more = {}) => {
    const config = readConfig({ DATABASE_URL: database.url, SECRET_KEY, ...over });
    return openServices({ config, log: pino({ level: 'silent' }), role: 'web', migrate: false, ...more });
  };
  const dataDir = (id: string) => {
    const path = mkdtempSync(join(folder, 'data-'));
    writeFileSync(join(path, 'installation'), `${id}\n`);
    return path;
  };
  const OTHER = 'another secret for tests only, long enough';

  test('a DATA_DIR and a database of two installations', async () => {
    const DATA_DIR = dataDir('01a2b3c4-0000-4000-8000-000000000000');
    await expect(open({ DATA_DIR })).rejects.toThrow(
      /are of two installations: \S+ belongs to 01a2b3c4-\S+, and the database test_\w+ at localhost:5432 to /,
    );
  });

  test('a DATA_DIR whose database is away gets no new one, also not from a start', async () => {
    const DATA_DIR = dataDir('01a2b3c4-0000-4000-8000-000000000000');
    await expect(open({ DATA_DIR, DATABASE_URL: '' })).rejects.toThrow(
      /belongs to installation 01a2b3c4.*is not there/,
    );
    expect(readdirSync(DATA_DIR)).toEqual(['installation']);
  });

  test('another SECRET_KEY than that of the data, in a database that knows its key and in one of a version before', async () => {
    const DATA_DIR = join(folder, 'key');
    const opened = await open({ DATA_DIR });
    const { system } = opened.boot.database;
    await expect(open({ DATA_DIR, SECRET_KEY: OTHER })).rejects.toThrow(
      /SECRET_KEY is not the one.*Each backup has it/,
    );
    // As after an upgrade: only what is sealed tells whose key it was.
    await system.updateTable('installation').set({ key_print: null }).execute();
    const { id } = await system.selectFrom('organization').select('id').executeTakeFirstOrThrow();
    const seal = {
      entry_ids: [id],
      entry_digests: Buffer.alloc(32),
      previous_hash: Buffer.alloc(32),
      hash: Buffer.alloc(32, 1),
    };
    await system
      .insertInto('audit_seal')
      .values({
        ...seal,
        organization_id: id,
        sequence: 1,
        signature: Buffer.alloc(32),
        key_id: 'of-other',
        last_xact: 1,
        sealed_at: new Date(),
      })
      .execute();
    await expect(open({ DATA_DIR })).rejects.toThrow('SECRET_KEY is not the one of this installation');
    // Whoever has lost it for good goes on, once; from then on the new one is the right one.
    await (await open({ DATA_DIR }, { key: { newKey: true } })).close();
    await (await open({ DATA_DIR })).close();
    await opened.close();
  });

  test('a secret_key that is gone is not replaced', async () => {
    const DATA_DIR = dataDir('01a2b3c4-0000-4000-8000-000000000000');
    for (const mayCreate of [true, false])
      expect(() => readConfig({ DATA_DIR }, { mayCreate })).toThrow(
        new RegExp(
          `${DATA_DIR}/secret_key is gone.*copy /tmp/key/secret_key to ${DATA_DIR}/secret_key, and start again`,
        ),
      );
    expect(readdirSync(DATA_DIR)).toEqual(['installation']);
  });
});
