/** Creates an event's tab and keeps its header row correct. */
import { randomInt } from 'node:crypto';
import type { Ctx } from '../../ctx/index.ts';
import { findText, t } from '../../i18n/index.ts';
import { wallText } from '../../lib/time.ts';
import { type DateKind, serialOf } from '../dates.ts';
import type { Cell, MirroredEvent } from '../define.ts';
import type { Spreadsheet, Tab } from '../google/spreadsheet.ts';
import type { Row } from './store.ts';

/** The heading of the id column, the same in every language; it identifies our header. */
export const ID_COLUMN = 'event_id';
const NEW_TAB_ROWS = 1000;

/** The columns of an event's tab. For an event that no manifest declares any more, they come from its rows. */
export type Layout = { columns: string[]; header: string[]; dates: Dates };
/** Which columns of the sheet contain dates. */
export type Dates = readonly (DateKind | null)[];

export function layoutOf(ctx: Ctx, name: string, event: MirroredEvent | undefined, rows: Row[]): Layout {
  const columns = [...(event?.columns ?? new Set(rows.flatMap((row) => Object.keys(row.cells))))];
  const headings = columns.map((column) => findText(ctx, `mirror.${name}.columns.${column}`) ?? column);
  const dates: Record<string, DateKind | undefined> = event?.dates ?? {};
  return {
    columns,
    header: [ID_COLUMN, t(ctx, 'console.mirror.at'), ...headings],
    dates: [null, 'moment', ...columns.map((column) => dates[column] ?? null)],
  };
}

/** A row's cells: its id, its time in the organization's zone, and its values. */
export function cellsOf(ctx: Ctx, layout: Layout, row: Row): Cell[] {
  const zone = ctx.organization?.timeZone ?? 'UTC';
  const at = wallText(zone, row.at);
  const cells = [row.id, at, ...layout.columns.map((column) => row.cells[column] ?? '')];
  return cells.map((cell, i) => (layout.dates[i] && typeof cell === 'string' ? (serialOf(cell) ?? cell) : cell));
}

/**
 * The event's tab; creates it, or corrects its header and date formats, when necessary. A column that people gave
 * another date format keeps it.
 */
export async function ensureTab(sheets: Spreadsheet, title: string, { header, dates }: Layout): Promise<Tab> {
  const there = (await sheets.tabs()).find((tab) => tab.title === title);
  if (!there) {
    // 0 is the sheet that every spreadsheet begins with.
    const tab = { sheetId: randomInt(1, 2 ** 31 - 1), title, rows: NEW_TAB_ROWS };
    await sheets.addTab(tab, header, dates);
    return tab;
  }
  const { texts, formats } = await sheets.header(title);
  const [first, ...rest] = texts;
  const ours = first === undefined || first === '' || first === ID_COLUMN;
  // A header that people wrote themselves is kept.
  const renamed = ours && header.some((text, i) => text !== (i === 0 ? first : rest[i - 1]));
  const undated = dates.some((kind, i) => kind && !formats[i]?.startsWith('DATE'));
  if (renamed || undated) await sheets.setHeader(there.sheetId, renamed ? header : null, undated ? dates : []);
  return there;
}
