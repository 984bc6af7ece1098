import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { appMigrations } from '../../server/migrations.ts';
import { cloneDatabase, databaseUrl } from '../../test/harness/index.ts';
import { migrate, readMigrations } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'counterfoil-migrate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A root with these files: `laundry/202611230900_laundry` → what it says. */
function rootWith(files: Record<string, string>): string {
  const root = mkdtempSync(join(folder, 'root-'));
  for (const [file, text] of Object.entries(files)) {
    const [owner = '', name = ''] = file.split('/');
    mkdirSync(join(root, owner, 'migrations'), { recursive: true });
    writeFileSync(join(root, owner, 'migrations', `${name}.sql`), text);
  }
  return root;
}
const withFiles = (files: Record<string, string>) => readMigrations(['kernel', 'modules', rootWith(files)]);

async function withAdmin<T>(url: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const name = new URL(url.replace('@/', '@localhost/')).pathname.slice(1);
  const admin = new pg.Client({ connectionString: databaseUrl(inject('postgresUrl'), name) });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

describe('the files', () => {
  test('come in the order of their names, whosever they are', () => {
    const root = rootWith({ 'a/202612010900_a': '', 'b/202611010900_b': '', 'a/202610010900_a_first': '' });
    expect(readMigrations([root]).map((m) => `${m.package} ${m.name}`)).toEqual([
      'a 202610010900_a_first',
      'b 202611010900_b',
      'a 202612010900_a',
    ]);
  });

  test.each(['0100_exhibition', '20261123_laundry', '202611230900-laundry', '202611230900_Laundry'])(
    'are not named %s',
    (name) => expect(() => readMigrations([rootWith({ [`laundry/${name}`]: '' })])).toThrow('YYYYMMDDHHMM_name.sql'),
  );

  test('never share a stamp', () => {
    const root = rootWith({ 'laundry/202611230900_laundry': '', 'coffee/202611230900_coffee': '' });
    expect(() => readMigrations([root])).toThrow(
      'migrations 202611230900_coffee and 202611230900_laundry share a stamp',
    );
  });
});

describe('a database', () => {
  const first = { 'laundry/202611230900_laundry': 'create table laundry_load (id int);' };
  const later = { 'laundry/202611240900_laundry_soap': 'alter table laundry_load add column soap int;' };

  test('takes what is missing, also what is older than the newest it has', async () => {
    const url = await cloneDatabase(inject('postgresUrl'));
    expect(await migrate(url, withFiles({ ...first, ...later }))).toEqual([
      '202611230900_laundry',
      '202611240900_laundry_soap',
    ]);
    const late = { 'coffee/202611231200_coffee': 'create table coffee_cup (id int);' };
    expect(await migrate(url, withFiles({ ...first, ...late, ...later }))).toEqual(['202611231200_coffee']);
  });

  test('stays as it was when a migration fails', async () => {
    const url = await cloneDatabase(inject('postgresUrl'));
    const files = { 'laundry/202611230900_laundry': 'create table laundry_load (id int); select 1 / 0;' };
    await expect(migrate(url, withFiles(files))).rejects.toThrow('migration 202611230900_laundry failed: division by');
    expect(await migrate(url, withFiles(first))).toEqual(['202611230900_laundry']);
  });

  test('refuses a file that was changed after it was applied', async () => {
    const url = await cloneDatabase(inject('postgresUrl'));
    await migrate(url, withFiles(first));
    const changed = { 'laundry/202611230900_laundry': 'create table laundry_load (id bigint);' };
    await expect(migrate(url, withFiles({ ...changed, ...later }))).rejects.toThrow(
      'migration 202611230900_laundry was changed after it was applied',
    );
    expect(await migrate(url, withFiles(first))).toEqual([]);
  });

  test('refuses when an applied file is gone, but not a module that was taken out, nor the version before', async () => {
    const url = await cloneDatabase(inject('postgresUrl'));
    await migrate(url, withFiles({ ...first, ...later }));
    await expect(migrate(url, withFiles(later))).rejects.toThrow(
      '202611230900_laundry was applied, but its file is gone',
    );
    expect(await migrate(url, withFiles(first))).toEqual([]);
    expect(await migrate(url, appMigrations())).toEqual([]);
  });

  test('of an unreleased version is refused, with what to do', async () => {
    const url = await cloneDatabase(inject('postgresUrl'));
    await withAdmin(url, (admin) =>
      admin.query(`drop table schema_migration;
        create table schema_migration (number int primary key, name text not null, sha256 text not null);
        alter table schema_migration owner to counterfoil;
        insert into schema_migration values (1, '0001_foundation', '')`),
    );
    await expect(migrate(url, appMigrations())).rejects.toThrow(
      /never released \(it has 0001_foundation\).*move the data folder \(DATA_DIR\) away/,
    );
  });

  test('with the Citus extension is refused, and nothing changes there', async () => {
    const url = await cloneDatabase(inject('postgresUrl'));
    await withAdmin(url, async (admin) => {
      // The extension itself is not at hand; its name is what is looked at.
      await admin.query(`update pg_extension set extname = 'citus' where extname = 'pg_trgm'`);
      await expect(migrate(url, withFiles(first))).rejects.toThrow(/does not run on Citus.*0540/);
      expect((await admin.query(`select to_regclass('laundry_load') as added`)).rows).toEqual([{ added: null }]);
    });
  });
});
