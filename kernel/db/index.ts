export { type Database, openDatabase } from './database.ts';
export { startEmbeddedPostgres } from './embedded.ts';
export { type Migration, migrate, readMigrations } from './migrate.ts';
export { afterCommit, transaction } from './transaction.ts';
