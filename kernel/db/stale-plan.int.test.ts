import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newOrganization, useTestApp } from '../../test/harness/index.ts';
import type { Ctx } from '../ctx/index.ts';
import { ok } from '../lib/result.ts';
import { endingWith, transaction } from './index.ts';

/**
 * A newer version of the program adds a column while this one runs: PostgreSQL then refuses the statements that this one
 * has prepared with all columns (`cached plan must not change result type`).
 */
let ctx: Ctx;
let id: string;
let columns = 0;
beforeAll(async () => {
  ({ ctx, id } = await newOrganization(await useTestApp()));
});

afterAll(async () => {
  for (; columns > 0; columns--)
    await sql.raw(`alter table idempotency_key drop column later_${columns}`).execute(ctx.system);
});

/** As a migration of the next version does it. */
async function addColumn(): Promise<void> {
  columns++;
  await sql.raw(`alter table idempotency_key add column later_${columns} text`).execute(ctx.system);
}

test.each<[string, (n: number) => Promise<unknown>]>([
  ['a statement', () => ctx.db.selectFrom('idempotency_key').selectAll().where('organization_id', '=', id).execute()],
  [
    'a transaction',
    () =>
      transaction(ctx, async (tx) => {
        await tx.db.selectFrom('idempotency_key').selectAll().where('organization_id', '=', id).execute();
        return ok(null);
      }),
  ],
  [
    'a write that goes with the commit',
    (n) =>
      transaction(ctx, async (tx) =>
        endingWith(null, [
          tx.db
            .insertInto('idempotency_key')
            .values({ organization_id: id, actor_id: 'a', key: `stale ${n}`, request_hash: 'h', answer: '{}' })
            .onConflict((conflict) => conflict.doNothing())
            .returningAll()
            .compile(),
        ]),
      ),
  ],
])('%s is prepared anew, on every connection', async (_, ask) => {
  // Prepared from the second use of a text on, on as many connections as it takes.
  for (let round = 0; round < 3; round++) await Promise.all(Array.from({ length: 12 }, (_, n) => ask(n)));
  await addColumn();
  expect(await Promise.all(Array.from({ length: 12 }, (_, n) => ask(n)))).toHaveLength(12);
  for (let n = 0; n < 12; n++) expect(await ask(n)).toBeDefined();
});
