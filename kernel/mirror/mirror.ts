import { CompiledQuery } from 'kysely';
import { type Ctx, orgOf } from '../ctx/index.ts';
import { queueWrites, type Write } from '../db/index.ts';
import { cleanJson } from '../lib/clean-text.ts';
import { newId } from '../lib/ids.ts';
import type { Cell, MirroredEvent } from './define.ts';
import { spreadsheetOf } from './settings.ts';

const INSERT = 'insert into mirror_row (organization_id, id, event, cells, at) values ($1, $2, $3, $4, $5)';

/** The cells' values. A function is called only where there is a spreadsheet, and may return null to write nothing. */
export type Cells<C extends string> = { [column in C]: Cell };
export type LazyCells<C extends string> = Cells<C> | (() => Promise<Cells<C> | null>);

/** Whether the organization has a spreadsheet, for callers that need extra work to get the cells. */
export async function mirrors(ctx: Ctx): Promise<boolean> {
  return (await spreadsheetOf(ctx)) !== null;
}

/**
 * Adds an event to the organization's spreadsheet, in the transaction of the change; the row is appended after the
 * commit. Without a spreadsheet it only reads cached settings. Money is a number of whole units; moments and days are
 * texts.
 */
export async function mirror<C extends string>(
  tx: Ctx,
  event: MirroredEvent<C>,
  cells: LazyCells<NoInfer<C>>,
): Promise<void> {
  const shown = typeof cells === 'function' ? ((await mirrors(tx)) ? await cells() : null) : cells;
  if (!shown) return;
  await queueWrites(tx, await mirrorWrites(tx, event, shown));
}

/** The same as last statements of a transaction (`endingWith`): none where no spreadsheet is set. */
export async function mirrorWrites<C extends string>(
  ctx: Ctx,
  event: MirroredEvent<C>,
  cells: Cells<NoInfer<C>>,
): Promise<Write[]> {
  if (!(await spreadsheetOf(ctx))) return [];
  const now = ctx.clock.now();
  const values = [orgOf(ctx).id, newId(now.getTime()), event.name, cleanJson(cells), now];
  return [{ ...CompiledQuery.raw(INSERT, values), afterCommit: () => ctx.services.mirror?.wake() }];
}
