import type { Database } from './database.ts';

export { appConnection, withRoleOf } from './app-login.ts';
export { beyondLimit } from './beyond-limit.ts';
export { type ClientConfig, DatabaseClient } from './client.ts';
export { type Database, openDatabase } from './database.ts';
export { isDuplicate, wasRolledBack } from './errors.ts';
export { findPage, type PageQuery, showPage } from './find-page.ts';
export { firstOrganization, isFirstOrganization } from './first-organization.ts';
export { inTurn, isInTheWay } from './in-turn.ts';
export { insertNew, insertOnce } from './insert-once.ts';
export { type Migration, migrate, readMigrations } from './migrate.ts';
export {
  enterOrganization,
  findOrganization,
  ORGANIZATION_COLUMNS,
  type OrganizationColumns,
  organizationOf,
  todayByZone,
} from './organization.ts';
export { organizationReader } from './organization-reader.ts';
export { anyRow, planOnce } from './plan-once.ts';
export { SHARED_TABLES } from './shared-tables.ts';
export { sweep } from './sweep.ts';
export { afterCommit, endingWith, queueWrites, transaction, type Write } from './transaction.ts';

declare module '../ctx/index.ts' {
  interface Services {
    /** for the few packages that work in several organizations, or in none */
    database: Database;
  }
}
