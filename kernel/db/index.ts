export { type Database, openDatabase } from './database.ts';
export { migrate, readMigrations } from './migrate.ts';
export { afterCommit, transaction } from './transaction.ts';
export { startEmbeddedPostgres } from './embedded.ts';
