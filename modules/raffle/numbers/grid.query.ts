import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { LimitedMap } from '../../../kernel/lib/limited-map.ts';
import { setBit } from './bitmap.rule.ts';

/** The state of each number: 0 free, 1 reserved, 2 sold; place i is the number `first + i`. */
export type Grid = {
  first: number;
  last: number;
  states: Uint8Array;
  /** until when the reserved ones are held, in milliseconds */
  until: Float64Array;
  /** all transactions below this number are in it */
  horizon: string;
};

type Change = { number: number; state: string; until: number | null };

/** With more changed orders than this, reading all numbers is as fast. */
const MANY_CHANGES = 3000;
/** How many raffles' grids are kept; one of 100,000 numbers takes 900 kB. */
const KEPT = 30;

const kept = new LimitedMap<string, { grid: Grid; refreshing: Promise<Grid> | null; next: Promise<Grid> | null }>(KEPT);

/**
 * The grid of a raffle as of now. Reading 100,000 rows takes 25 to 50 ms, so the grid is cached, and each call reads
 * only the changes: the orders whose last transaction the cached grid may not have seen (`changed_in`), and their
 * numbers. A call during a running refresh gets the result of the next one, so that it sees everything committed before
 * it.
 */
export async function currentGrid(
  ctx: Ctx,
  raffle: { id: string; first_number: number; last_number: number },
): Promise<Grid> {
  const { id, first_number, last_number } = raffle;
  if (ctx.inTransaction) return readGrid(ctx, id, first_number, last_number);
  const key = `${id} ${first_number} ${last_number}`;
  const entry = kept.get(key);
  if (!entry) {
    const grid = await readGrid(ctx, id, first_number, last_number);
    kept.set(key, { grid, refreshing: null, next: null });
    return grid;
  }
  if (!entry.refreshing) {
    entry.refreshing = refresh(ctx, id, entry.grid).finally(() => {
      entry.refreshing = null;
    });
    return entry.refreshing;
  }
  entry.next ??= entry.refreshing.then(
    () => again(ctx, raffle, entry),
    () => again(ctx, raffle, entry),
  );
  return entry.next;
}

function again(
  ctx: Ctx,
  raffle: { id: string; first_number: number; last_number: number },
  entry: { next: Promise<Grid> | null },
) {
  entry.next = null;
  return currentGrid(ctx, raffle);
}

async function readGrid(ctx: Ctx, raffleId: string, first: number, last: number): Promise<Grid> {
  const { rows } = await sql<{ horizon: string; states: string | null; held: Change[] | null }>`
    select pg_snapshot_xmin(pg_current_snapshot())::text as horizon,
      (select string_agg(case state when 'sold' then '2' when 'reserved' then '1' else '0' end, '' order by number)
        from raffle_number where organization_id = ${orgOf(ctx).id} and raffle_id = ${raffleId} and number between ${first} and ${last}) as states,
      (select json_agg(json_build_object('number', n, 'until', extract(epoch from o.reserved_until) * 1000))
        from raffle_order o, unnest(o.numbers) n
        where o.organization_id = ${orgOf(ctx).id} and o.raffle_id = ${raffleId} and o.reserved_until is not null) as held`.execute(
    ctx.db,
  );
  const { horizon = '0', states, held } = rows[0] ?? {};
  const size = last - first + 1;
  const grid: Grid = { first, last, states: new Uint8Array(size), until: new Float64Array(size), horizon };
  for (let i = 0; i < size; i++) grid.states[i] = (states?.charCodeAt(i) ?? 48) - 48;
  for (const { number, until } of held ?? [])
    if (number >= first && number <= last) grid.until[number - first] = until ?? 0;
  return grid;
}

async function refresh(ctx: Ctx, raffleId: string, grid: Grid): Promise<Grid> {
  const organization_id = orgOf(ctx).id;
  // Everything below the horizon is in the grid. An order at or above it may be there already; applying it again is
  // harmless.
  const { rows } = await sql<{ horizon: string; changed: number; numbers: Change[] | null }>`
    with changed as materialized (
      select numbers from raffle_order
      where organization_id = ${organization_id} and raffle_id = ${raffleId} and changed_in >= ${grid.horizon}::xid8
        and changed_in < pg_snapshot_xmax(pg_current_snapshot())
      limit ${MANY_CHANGES + 1}
    )
    select pg_snapshot_xmin(pg_current_snapshot())::text as horizon, (select count(*) from changed) as changed,
      (select json_agg(json_build_object('number', number, 'state', state, 'until', extract(epoch from reserved_until) * 1000))
        from raffle_number where organization_id = ${organization_id} and raffle_id = ${raffleId}
          and number = any (array(select unnest(numbers) from changed))) as numbers`.execute(ctx.db);
  const changes = rows[0];
  if (!changes || changes.changed > MANY_CHANGES)
    Object.assign(grid, await readGrid(ctx, raffleId, grid.first, grid.last));
  else {
    for (const { number, state, until } of changes.numbers ?? []) {
      if (number < grid.first || number > grid.last) continue;
      grid.states[number - grid.first] = state === 'sold' ? 2 : state === 'reserved' ? 1 : 0;
      grid.until[number - grid.first] = until ?? 0;
    }
    grid.horizon = changes.horizon;
  }
  return grid;
}

/** The grid as two sets of bits, and their counts. An expired reservation is free. */
export function bitsOf(grid: Grid, now: Date) {
  const at = now.getTime();
  const bytes = Math.ceil(grid.states.length / 8);
  const reserved = new Uint8Array(bytes);
  const sold = new Uint8Array(bytes);
  const counts = { reserved: 0, sold: 0 };
  for (let i = 0; i < grid.states.length; i++) {
    if (grid.states[i] === 2) {
      setBit(sold, i);
      counts.sold++;
    } else if (grid.states[i] === 1 && (grid.until[i] as number) > at) {
      setBit(reserved, i);
      counts.reserved++;
    }
  }
  return { reserved, sold, counts };
}
