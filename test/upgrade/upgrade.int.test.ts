/**
 * Upgrades a database of the version before. An upgraded and a new installation must have the same schema, and no row
 * may be lost.
 */
import { createReadStream, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openArchive, restoreArchive } from '../../kernel/backup/index.ts';
import { type Config, readConfig } from '../../kernel/config/index.ts';
import { type Migration, migrate, readMigrations } from '../../kernel/db/index.ts';
import { newId } from '../../kernel/lib/ids.ts';
import { openServices } from '../../server/app.ts';
import { appMigrations } from '../../server/migrations.ts';
import { describeSchema } from '../../tools/schema.ts';
import { caller, databaseUrl, openTestApp, SECRET_KEY } from '../harness/index.ts';
import { signInAs } from '../harness/sign-in.ts';

const DUMP = readFileSync(join(import.meta.dirname, 'version-before.sql'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'counterfoil-upgrade-'));
const BACKUPS = join(folder, 'backups');
const PASSPHRASE = 'a passphrase for the upgrade';
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** @param database its name, for the administrator; or the owner's connection string */
const query = async (database: string, text: string): Promise<Record<string, unknown>[]> => {
  const connectionString = database.includes('/') ? database : databaseUrl(inject('postgresUrl'), database);
  const client = new pg.Client({ connectionString });
  await client.connect();
  const { rows } = await client.query(text).finally(() => client.end());
  return rows;
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
/** before an application wrote to it: the audit's counter goes on from that of the cluster before (kernel/audit) */
let upgradedSchema: string;
beforeAll(async () => {
  upgraded = await loadDump();
  await migrate(upgraded, appMigrations());
  upgradedSchema = await describeSchema(upgraded);
});

test('its schema becomes that of a new database', async () => {
  const fresh = await databaseWith('');
  await migrate(fresh, appMigrations());
  expect(await describeSchema(upgraded)).toBe(await describeSchema(fresh));
  expect(await migrate(upgraded, appMigrations())).toEqual([]);
});

test('an organization with a short name of a time zone gets the zone, by its country', async () => {
  const url = await loadDump();
  const name = new URL(url.replace('@/', '@localhost/')).pathname.slice(1);
  const repair = appMigrations().find((one) => one.name.endsWith('_tenancy_zones'))?.sql ?? '';
  const of = async (zone: string, country: string) => {
    await query(name, `update organization set time_zone = '${zone}', country = '${country}'`);
    await query(url, repair);
    const [row] = await query(name, 'select time_zone from organization');
    return String(row?.time_zone);
  };
  const known = 'ACT AET AGT ART AST BET BST CAT CNT CST CTT EAT ECT IET IST JST MIT NET NST PLT PNT PRT PST SST VST';
  for (const short of known.split(' ')) {
    const zone = await of(short, 'RW');
    expect([short, zone.slice(0, 10), Temporal.Now.zonedDateTimeISO(zone).timeZoneId]).toEqual([
      short,
      expect.stringMatching(/^[A-Z][a-z]+\//),
      zone,
    ]);
  }
  expect([await of('ist', 'IN'), await of('IST', 'IL'), await of('BST', 'GB')]).toEqual([
    'Asia/Kolkata',
    'Asia/Jerusalem',
    'Europe/London',
  ]);
  expect(await of('Africa/Kigali', 'RW'), 'others stay').toBe('Africa/Kigali');
  await query(name, "update organization set time_zone = 'EAT', country = 'KE'");
  await migrate(url, appMigrations());
  expect(await query(name, 'select distinct time_zone from organization')).toEqual([{ time_zone: 'Africa/Nairobi' }]);
});

test('its rows are read as before', async () => {
  const app = await openTestApp({ DATA_DIR: mkdtempSync(join(folder, 'data-')) }, upgraded);
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

describe('the backup before an upgrade', () => {
  const migrations = () => withMigrations({ '299901010000_later_sponsor.sql': 'alter table raffle add sponsor text' });
  const open = (url: string, over: Partial<Config> = {}) => {
    const config = readConfig({
      DATABASE_URL: url,
      DATA_DIR: mkdtempSync(join(folder, 'data-')),
      SECRET_KEY,
      BACKUP_PASSPHRASE: PASSPHRASE,
      BACKUP_TO: BACKUPS,
    });
    const log = pino({ level: 'silent' });
    return openServices({ config: { ...config, ...over }, log, role: 'web', migrations: migrations() });
  };

  test('is made by itself, once, and leads back to the moment before', async () => {
    const url = await loadDump();
    await (await open(url)).close();
    expect(await describeSchema(url)).toContain('sponsor text');
    // A second start finds nothing to do.
    const services = await open(url);
    const [made, ...others] = await services.boot.database.system.selectFrom('backup').selectAll().execute();
    await services.close();
    expect(made).toMatchObject({ state: 'done', name: expect.stringMatching(/^counterfoil-[\w-]+-before-upgrade\./) });
    expect(others).toEqual([]);
    expect(readdirSync(BACKUPS)).toEqual([made?.name]);

    const back = await databaseWith('');
    const entries = openArchive(createReadStream(join(BACKUPS, made?.name ?? '')), PASSPHRASE);
    const { summary } = await restoreArchive({ url: back, migrations: appMigrations(), entries, store: null });
    expect(summary.tables['public.exhibition_customer']?.rows).toBeGreaterThan(0);
    expect(await describeSchema(back)).toBe(upgradedSchema);
  });

  test('that can’t be made leaves the database as it was, and says so', async () => {
    const url = await loadDump();
    const BACKUP_TO = '/dev/null/backups';
    await expect(open(url, { BACKUP_TO })).rejects.toThrow(
      /stays as it was, since the backup .* BACKUP_BEFORE_UPGRADE/,
    );
    expect(await describeSchema(url)).not.toContain('sponsor text');
    await (await open(url, { BACKUP_TO, BACKUP_BEFORE_UPGRADE: false })).close();
    expect(await describeSchema(url)).toContain('sponsor text');
  });
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
  const later = applied.filter((name) => name.includes('_later_'));
  expect(later).toEqual(['202611210000_later_note', '299901010000_later_winners']);
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
