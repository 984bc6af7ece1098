import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../kernel/db/index.ts';
import { startEmbeddedPostgres } from '../kernel/embedded-postgres/index.ts';
import { appMigrations } from '../server/migrations.ts';
import { describeSchema } from './schema.ts';
import { writeTypes } from './types.ts';

/** Writes db/schema.sql and db/types.ts from a fresh database with every migration: `npm run schema`. */
const dataDir = mkdtempSync(join(tmpdir(), 'counterfoil-schema-'));
const postgres = await startEmbeddedPostgres({ dataDir, settings: { fsync: 'off' } });
try {
  await migrate(postgres.connectionString, appMigrations());
  writeFileSync('db/schema.sql', await describeSchema(postgres.connectionString));
  writeFileSync('db/types.ts', await writeTypes(postgres.connectionString));
} finally {
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
