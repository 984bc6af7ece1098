/**
 * Upgrades a database of the version before. An upgraded and a new installation must have the same schema, and no row
 * may be lost.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Migration, migrate, readMigrations } from '../../kernel/db/index.ts';
import { newId } from '../../kernel/lib/ids.ts';
import { appMigrations } from '../../server/migrations.ts';
import { describeSchema } from '../../tools/schema.ts';
import { caller, databaseUrl, openTestApp } from '../harness/index.ts';
import { signInAs } from '../harness/sign-in.ts';

const DUMP = readFileSync(join(import.meta.dirname, 'version-before.sql'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'counterfoil-upgrade-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const query = async (database: string, text: string) => {
  const client = new pg.Client({ connectionString: databaseUrl(inject('postgresUrl'), database) });
  await client.connect();
  await client.query(text).finally(() => client.end());
};

/** A database with the content of a dump; returns the connection string of its owner. */
async function databaseWith(text: string): Promise<string> {
  const name = `upgrade_${newId().replaceAll('-', '')}`;
  await query('postgres', `create database ${name} owner counterfoil`);
  await query(name, text);
  return databaseUrl(inject('postgresUrl'), name).replace('//postgres', '//counterfoil');
}
const loadDump = () => databaseWith(DUMP);

/** All existing migrations, and those of a package that is made for this. */
function withMigrations(files: Record<string, string>): Migration[] {
  const root = mkdtempSync(join(folder, 'root-'));
  mkdirSync(join(root, 'later/migrations'), { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(root, 'later/migrations', file), text);
  return readMigrations(['kernel', 'modules', root]);
}

let upgraded: string;
beforeAll(async () => {
  upgraded = await loadDump();
  await migrate(upgraded, appMigrations());
});

test('its schema becomes that of a new database', async () => {
  const fresh = await databaseWith('');
  await migrate(fresh, appMigrations());
  expect(await describeSchema(upgraded)).toBe(await describeSchema(fresh));
  expect(await migrate(upgraded, appMigrations())).toEqual([]);
});

test('its rows are read as before', async () => {
  const app = await openTestApp({}, upgraded);
  try {
    const organization = await app.boot.database.system
      .selectFrom('organization')
      .selectAll()
      .executeTakeFirstOrThrow();
    const { time_zone, ...rest } = organization;
    const owner = caller(app, await signInAs(app, { ...rest, timeZone: time_zone }, 'owner'));
    const counts: Record<string, number> = {};
    for (const list of [
      '/exhibition/customers',
      '/raffle/orders',
      '/mess/students',
      '/people',
      '/payments',
      '/conversations',
      '/devices',
      '/audit-entries',
    ]) {
      const { status, body } = await owner.get(list);
      expect(status, list).toBe(200);
      counts[list] = body.data.length;
    }
    expect(Object.entries(counts).filter(([, count]) => count === 0)).toEqual([]);
  } finally {
    await app.close();
  }
});

test('later migrations bring both to the same schema', async () => {
  const migrations = withMigrations({
    // Older than everything in the dump, as of a branch that was merged late: a new database begins with it.
    '202611210000_later_note.sql': 'create table later_note (id int primary key, raffle_id uuid not null);',
    '299901010000_later_winners.sql': `
      insert into later_note select row_number() over (), id from raffle;
      alter table raffle add column sponsor text; update raffle set sponsor = title; alter table raffle alter sponsor set not null;`,
  });
  const [before, fresh] = [await loadDump(), await databaseWith('')];
  const applied = await migrate(before, migrations);
  expect(applied.slice(-2)).toEqual(['202611210000_later_note', '299901010000_later_winners']);
  expect((await migrate(fresh, migrations))[0]).toBe('202611210000_later_note');
  const schema = await describeSchema(before);
  expect(schema).toBe(await describeSchema(fresh));
  expect(schema).toContain('sponsor text not null');
});

test('a migration that requires more of the rows than they have fails', async () => {
  const migrations = withMigrations({
    '299901010000_later_sponsor.sql': 'alter table raffle add column sponsor text not null;',
  });
  await migrate(await databaseWith(''), migrations);
  await expect(migrate(await loadDump(), migrations)).rejects.toThrow(/299901010000_later_sponsor failed.*null values/);
});

test('a migration that was edited after the dump was made is refused', async () => {
  const [first, ...others] = appMigrations() as [Migration, ...Migration[]];
  const edited = [{ ...first, sha256: 'another' }, ...others];
  await expect(migrate(upgraded, edited)).rejects.toThrow(/202611220000_db was changed after it was applied/);
});
