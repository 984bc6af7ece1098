import { type Ctx, inOrg } from '../../ctx/index.ts';
import { findPage, type PageQuery } from '../../db/index.ts';
import type { Result } from '../../lib/result.ts';
import type { BlockUse } from '../contract.ts';
import type { Series } from '../document.ts';
import { numberOf } from './reserve-numbers.action.ts';

/**
 * Which numbers devices hold, newest first, and which of them no document has. All other numbers of a series have one: that
 * is the whole explanation of its gaps.
 */
export async function listBlocks(ctx: Ctx, page: PageQuery): Promise<Result<BlockUse[]>> {
  const query = ctx.db
    .selectFrom('document_block as b')
    .selectAll()
    .select((eb) =>
      eb
        .selectFrom('document as d')
        .select((of) => of.fn.coalesce(of.fn.agg<number[]>('array_agg', ['d.number']), of.val([])).as('numbers'))
        .whereRef('d.organization_id', '=', 'b.organization_id')
        .whereRef('d.series', '=', 'b.series')
        .whereRef('d.number', '>=', 'b.first_number')
        .whereRef('d.number', '<=', 'b.last_number')
        .as('numbers'),
    )
    .where(inOrg(ctx, 'b'));
  return findPage(query, 'b.id', page, (row): BlockUse => {
    const used = new Set((row.numbers ?? []).map(Number));
    const { prefix, first_number: first, last_number: last } = row;
    return {
      id: row.id,
      series: row.series as Series,
      prefix,
      first,
      last,
      holder: row.holder_name,
      device: row.device.slice(0, 8),
      reserved_at: row.reserved_at.toISOString(),
      used: used.size,
      unused: last - first + 1 - used.size,
      gaps: gapsOf(first, last, used).map(([from, to]) => ({
        from: numberOf(prefix, from),
        to: numberOf(prefix, to),
      })),
      closed_at: row.closed_at?.toISOString() ?? null,
      closed_by: row.closed_by_name,
      close_reason: row.close_reason,
    };
  });
}

function gapsOf(first: number, last: number, used: Set<number>): [number, number][] {
  const gaps: [number, number][] = [];
  for (let number = first; number <= last; number++) {
    if (used.has(number)) continue;
    const open = gaps.at(-1);
    if (open?.[1] === number - 1) open[1] = number;
    else gaps.push([number, number]);
  }
  return gaps;
}
