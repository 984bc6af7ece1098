import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { appMigrations } from '../../server/migrations.ts';
import { cloneDatabase, databaseUrl } from '../../test/harness/index.ts';
import { migrate } from './index.ts';

test('refuses a database with the Citus extension, and changes nothing there', async () => {
  const url = await cloneDatabase(inject('postgresUrl'));
  const name = new URL(url.replace('@/', '@localhost/')).pathname.slice(1);
  const admin = new pg.Client({ connectionString: databaseUrl(inject('postgresUrl'), name) });
  await admin.connect();
  try {
    // The extension itself is not at hand; its name is what is looked at.
    await admin.query(`update pg_extension set extname = 'citus' where extname = 'pg_trgm'`);
    const added = [...appMigrations(), { number: 9999, name: 'added', sql: 'create table added ()', sha256: '' }];
    await expect(migrate(url, added)).rejects.toThrow(/does not run on Citus.*0540/);
    expect((await admin.query(`select to_regclass('added') as added`)).rows).toEqual([{ added: null }]);
  } finally {
    await admin.end();
  }
});
