import { CompiledQuery } from 'kysely';
import { appConnection, openDatabase } from '../../kernel/db/index.ts';

const log = { debug() {}, info() {}, warn() {}, error() {} };

/** Opens the connections of requests through a pooler, as the server does, and asks them. */
export async function databaseThrough(
  urls: { pooler: string; direct: string },
  ask: (database: {
    /** the first value of a statement, run like a request's without an organization */
    one(sql: string, values?: unknown[]): Promise<string | null>;
    setting(name: string): Promise<string | null>;
  }) => Promise<void>,
): Promise<void> {
  const app = await appConnection(urls.direct, undefined, urls.pooler);
  const database = openDatabase({ owner: urls.pooler, app, direct: urls.direct }, 8, log);
  try {
    const one = async (sql: string, values: unknown[] = []) => {
      const { rows } = await database.withoutOrganization.executeQuery<{ value: string }>(
        CompiledQuery.raw(sql, values),
      );
      return rows[0]?.value ?? null;
    };
    await ask({ one, setting: (name) => one('select current_setting($1, true) as value', [name]) });
  } finally {
    await database.close();
  }
}
