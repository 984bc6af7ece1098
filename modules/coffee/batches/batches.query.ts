import { sql } from 'kysely';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { findPage, type PageQuery } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { COMMAND_STATES, STATES } from '../commands/contract.ts';
import type { Batch } from './contract.ts';

const batches = (ctx: Ctx) =>
  ctx.db
    .selectFrom('coffee_batch as b')
    .selectAll('b')
    .select((eb) =>
      eb
        .selectFrom(
          eb
            .selectFrom('coffee_command as c')
            .select((c) => ['c.state', c.fn.countAll<number>().as('n')])
            .whereRef('c.organization_id', '=', 'b.organization_id')
            .whereRef('c.batch_id', '=', 'b.id')
            .groupBy('c.state')
            .as('s'),
        )
        .select(sql<Record<string, number>>`coalesce(json_object_agg(s.state, s.n), '{}')`.as('all'))
        .as('counted'),
    )
    .where(inOrg(ctx, 'b'));
type Row = Awaited<ReturnType<ReturnType<typeof batches>['execute']>>[number];

function asBatch(row: Row): Batch {
  const counts = Object.fromEntries(STATES.map((state) => [state, row.counted?.[state] ?? 0]));
  const open = STATES.reduce((sum, state) => sum + (COMMAND_STATES[state].open ? (counts[state] ?? 0) : 0), 0);
  return {
    id: row.id,
    merchant_id: row.merchant_id,
    kind: row.kind as Batch['kind'],
    params: row.params as unknown as Batch['params'],
    filter: row.chosen_by as unknown as Batch['filter'],
    state: row.state !== 'cancelled' && open === 0 ? 'done' : (row.state as Batch['state']),
    machines: row.machines,
    left_out: row.left_out,
    counts,
    open,
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at.toISOString(),
    changed_at: row.changed_at.toISOString(),
    by: row.by_name,
  };
}

/** A page of batches, the newest first. */
export async function listBatches(ctx: Ctx, query: PageQuery): Promise<Result<Batch[]>> {
  return findPage(batches(ctx), 'b.id', query, asBatch);
}

/** One batch with its progress; refuses with `coffee.batch.not_found`. */
export async function getBatch(ctx: Ctx, id: string): Promise<Result<Batch>> {
  const row = await batches(ctx).where('b.id', '=', id).executeTakeFirst();
  return row ? ok(asBatch(row)) : refuse('coffee.batch.not_found');
}
