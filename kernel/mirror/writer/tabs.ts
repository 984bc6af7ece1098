/** Creates an event's tab and keeps its header row correct. */
import { randomInt } from 'node:crypto';
import type { Ctx } from '../../ctx/index.ts';
import { findText, t, texts } from '../../i18n/index.ts';
import { wallText } from '../../lib/time.ts';
import { type DateKind, serialOf } from '../dates.ts';
import type { Cell, MirroredEvent } from '../define.ts';
import type { Spreadsheet, Tab } from '../google/spreadsheet.ts';
import { type Headings, placesOf } from './headings.ts';
import type { Row } from './store.ts';

/** The heading of the id column, the same in every language. */
const ID_COLUMN = 'event_id';
const NEW_TAB_ROWS = 1000;

/** The columns of an event's tab. For an event that no manifest declares any more, they come from its rows. */
export type Layout = { columns: string[]; header: string[]; headings: Headings; dates: Dates };
/** Which columns of the sheet contain dates. */
type Dates = readonly (DateKind | null)[];

export function layoutOf(ctx: Ctx, name: string, event: MirroredEvent | undefined, rows: Row[]): Layout {
  const columns = [...(event?.columns ?? new Set(rows.flatMap((row) => Object.keys(row.cells))))];
  const headings = columns.map((column) => findText(ctx, `mirror.${name}.columns.${column}`) ?? column);
  const dates: Record<string, DateKind | undefined> = event?.dates ?? {};
  const header = [ID_COLUMN, t(ctx, 'console.mirror.at'), ...headings];
  // A header that was written in another language of ours is known too.
  const inAll = (key: string) => texts().languages.flatMap((language) => findText(language, key) ?? []);
  const others = [
    [],
    inAll('console.mirror.at'),
    ...columns.map((column) => [...inAll(`mirror.${name}.columns.${column}`), column]),
  ];
  return {
    columns,
    header,
    headings: header.map((text, i) => [...new Set([text, ...(others[i] ?? [])])]),
    dates: [null, 'moment', ...columns.map((column) => dates[column] ?? null)],
  };
}

/** A row's cells at their places, null in columns of others: its id, its time in the organization's zone, and its values. */
export function cellsOf(ctx: Ctx, layout: Layout, places: number[], row: Row): Cell[] {
  const zone = ctx.organization?.timeZone ?? 'UTC';
  const at = wallText(zone, row.at);
  const cells = [row.id, at, ...layout.columns.map((column) => row.cells[column] ?? '')];
  const placed: Cell[] = Array.from({ length: Math.max(...places) + 1 }, () => null);
  for (const [i, cell] of cells.entries()) {
    const place = places[i];
    if (place === undefined) continue;
    placed[place] = layout.dates[i] && typeof cell === 'string' ? (serialOf(cell) ?? cell) : cell;
  }
  return placed;
}

/** The event's tab; creates it when it isn't there. */
export async function ensureTab(sheets: Spreadsheet, title: string, { header, dates }: Layout): Promise<Tab> {
  const there = (await sheets.tabs()).find((tab) => tab.title === title);
  if (there) return there;
  // 0 is the sheet that every spreadsheet begins with.
  const tab = { sheetId: randomInt(1, 2 ** 31 - 1), title, rows: NEW_TAB_ROWS };
  await sheets.addTab(tab, header, dates);
  return tab;
}

/**
 * The places of our columns as the heading row has them now, looked up before each write. Writes headings that are
 * missing, and date formats; a date format that people chose stays. Rejects with the fault `headings`.
 */
export async function findPlaces(sheets: Spreadsheet, tab: Tab, layout: Layout): Promise<number[]> {
  const { texts: found, formats } = await sheets.header(tab.title);
  const { places, missingFrom } = placesOf(tab.title, found, layout.headings);
  const dates: (DateKind | null)[] = [];
  for (const [i, place] of places.entries()) {
    const kind = layout.dates[i];
    if (kind && !formats[place]?.startsWith('DATE')) dates[place] = kind;
  }
  const added = layout.header.slice(missingFrom);
  if (added.length === 0 && dates.length === 0) return places;
  const from = places[missingFrom] ?? 0;
  await sheets.setHeader(tab.sheetId, added.length > 0 ? { texts: added, from } : null, [...dates]);
  return places;
}
