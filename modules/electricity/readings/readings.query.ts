import { type Ctx, inOrg, onOrg } from '../../../kernel/ctx/index.ts';
import { cutPage, readCursor } from '../../../kernel/lib/cursor.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { nameActors } from '../../../kernel/subject-names/index.ts';
import type { History } from '../meters/contract.ts';
import type { Reading, ReadingFilter } from './contract.ts';

function readingRows(ctx: Ctx) {
  return ctx.db
    .selectFrom('electricity_reading as r')
    .innerJoin('electricity_meter as m', onOrg('m.id', 'r.meter_id'))
    .select(['r.id', 'r.meter_id', 'm.number', 'r.taken_at', 'r.register_wh', 'r.source', 'r.by_name', 'r.file_id'])
    .select(['r.state', 'r.flag', 'r.used_wh', 'r.created_at'])
    .where(inOrg(ctx, 'r'));
}

type ReadingRow = Awaited<ReturnType<ReturnType<typeof readingRows>['execute']>>[number];

const asReading = (row: ReadingRow): Reading => ({
  id: row.id,
  meter: { id: row.meter_id, number: row.number },
  taken_at: row.taken_at.toISOString(),
  register_wh: row.register_wh,
  source: row.source as Reading['source'],
  by: row.by_name,
  file_id: row.file_id,
  state: row.state as Reading['state'],
  flag: row.flag as Reading['flag'],
  used_wh: row.used_wh,
  created_at: row.created_at.toISOString(),
});

type Query = {
  filter: ReadingFilter;
  limit: number;
  after?: string | undefined;
  /** for a meter's holder: nothing of whoever had it before */
  history?: History;
};

/** A page of readings, in the order in which they came, newest first. */
export async function listReadings(ctx: Ctx, { filter, limit, after, history }: Query): Promise<Result<Reading[]>> {
  const cursor = readCursor(after, 'uuid');
  if (!cursor.ok) return cursor;
  const [before] = cursor.data;
  let rows = readingRows(ctx)
    .orderBy('r.id', 'desc')
    .limit(limit + 1);
  if (before) rows = rows.where('r.id', '<', String(before));
  if (filter.state) rows = rows.where('r.state', '=', filter.state);
  if (filter.meter_id) rows = rows.where('r.meter_id', '=', filter.meter_id);
  if (history) rows = rows.where('r.taken_at', '>=', new Date(history.from));
  return cutPage(await nameActors(ctx, 'by_name', await rows.execute()), limit, (row) => [row.id], asReading);
}

export async function getReading(ctx: Ctx, id: string): Promise<Result<Reading>> {
  const [row] = await nameActors(ctx, 'by_name', await readingRows(ctx).where('r.id', '=', id).execute());
  return row ? ok(asReading(row)) : refuse('electricity.reading.not_found');
}
