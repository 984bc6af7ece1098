import { type Ctx, inOrg, onOrg } from '../../../kernel/ctx/index.ts';
import { findPage, type PageQuery, showPage } from '../../../kernel/db/index.ts';
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

type Query = PageQuery & {
  filter: ReadingFilter;
  /** for a meter's holder: nothing of whoever had it before */
  history?: History;
};

/** A page of readings, in the order in which they came, newest first. */
export async function listReadings(ctx: Ctx, { filter, history, ...page }: Query): Promise<Result<Reading[]>> {
  let rows = readingRows(ctx);
  if (filter.state) rows = rows.where('r.state', '=', filter.state);
  if (filter.meter_id) rows = rows.where('r.meter_id', '=', filter.meter_id);
  if (history) rows = rows.where('r.taken_at', '>=', new Date(history.from));
  return showPage(await findPage(rows, 'r.id', page), async (found) =>
    (await nameActors(ctx, 'by_name', found)).map(asReading),
  );
}

export async function getReading(ctx: Ctx, id: string): Promise<Result<Reading>> {
  const [row] = await nameActors(ctx, 'by_name', await readingRows(ctx).where('r.id', '=', id).execute());
  return row ? ok(asReading(row)) : refuse('electricity.reading.not_found');
}
