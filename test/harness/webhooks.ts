import { sql } from 'kysely';
import { expect } from 'vitest';
import type { TestApp } from './index.ts';

/**
 * Sends all that is there. Entries are complete below the oldest transaction of the whole server, also of other tests'
 * databases: until those that run now have ended, some wait.
 */
export async function drainWebhooks({ boot }: TestApp): Promise<void> {
  const { system } = boot.database;
  const { rows: now } = await sql<{ next: number }>`
    select pg_snapshot_xmax(pg_current_snapshot())::text::bigint + xact_shift as next from audit_watermark`.execute(
    system,
  );
  const all = async () => {
    await boot.services.webhooks?.drain();
    const { read_below } = await system.selectFrom('webhook_cursor').select('read_below').executeTakeFirstOrThrow();
    const waits = await system
      .selectFrom('webhook_endpoint')
      .select('id')
      .where('active', '=', true)
      .executeTakeFirst();
    return !waits || Number(read_below) >= Number(now[0]?.next);
  };
  await expect.poll(all, { timeout: 60_000 }).toBe(true);
}
