/** Writes one organization's rows into its spreadsheet; the caller holds the lease. */
import type { Ctx, Db } from '../../ctx/index.ts';
import type { MirroredEvent } from '../define.ts';
import { SheetsFault } from '../google/fault.ts';
import type { Spreadsheet, Tab } from '../google/spreadsheet.ts';
import { letterOf } from './headings.ts';
import { LEASE_MS } from './pauses.ts';
import {
  findUnsure,
  type Lease,
  markDead,
  markDone,
  markLeaving,
  markOver,
  nextEvent,
  putBack,
  type Row,
  renewLease,
  takeRows,
} from './store.ts';
import { cellsOf, ensureTab, findPlaces, type Layout, layoutOf } from './tabs.ts';

/** Rows in one request; a hundred thousand of them take four minutes at a request a second. */
const BATCH = 500;
/** Google advises at most 2 MB a request. */
const MAX_BYTES = 1_500_000;
/** Rows looked up together. */
const LOOK = 5000;
/** So many refused rows in a row are the sheet's fault and not theirs. */
const REFUSED_IN_A_ROW = 3;

export type Work = {
  ctx: Ctx;
  system: Db;
  lease: Lease;
  sheets: Spreadsheet;
  events: Map<string, MirroredEvent>;
  /** tabs known to be correct, by event; cleared after each fault */
  tabs: Map<string, Tab>;
};

/** Another writer has the spreadsheet now. */
export class LeaseLost extends Error {}

/**
 * Finds which of the unsure rows are in the sheet, and appends the next waiting rows. Returns when to continue: `now`
 * when more wait, a moment when rows can't be judged before it, null when all is done. Rejects with a SheetsFault or
 * LeaseLost; unsettled rows are marked by then.
 */
export async function workOnce(work: Work): Promise<'now' | Date | null> {
  const undecided = await resolveUnsure(work);
  // Later rows must not be appended before undecided ones.
  if (undecided) return undecided;
  const { system, lease } = work;
  const event = await nextEvent(system, lease.organizationId);
  if (!event) return null;
  await tabOf(work, event, layoutOf(work.ctx, event, work.events.get(event), []));
  const now = work.ctx.clock.now();
  const rows = await takeRows(system, lease, event, now, leaseFrom(now), BATCH);
  if (rows.length > 0) await appendRows(work, event, rows);
  else await holding(work);
  return 'now';
}

/**
 * Searches the tail of the sheet, or all of it, for the rows; missing ones wait again once no request can add them any
 * more.
 */
async function resolveUnsure(work: Work): Promise<Date | null> {
  const { system, lease } = work;
  const { organizationId } = lease;
  let undecided: Date | null = null;
  for (let after = 0; ; ) {
    const rows = await findUnsure(system, organizationId, after, LOOK);
    const [first] = rows;
    if (!first) return undecided;
    await holding(work);
    // The search sees the effect of every request that ended before this moment.
    const lookedAt = work.ctx.clock.now();
    const layout = layoutOf(work.ctx, first.event, work.events.get(first.event), []);
    const tab = await tabOf(work, first.event, layout, true);
    const ids = rows.map((row) => row.id);
    const present = await work.sheets.present(tab, await idColumn(work, tab, layout), ids);
    await markDone(
      system,
      organizationId,
      ids.filter((id) => present.has(id)),
      lookedAt,
    );
    const missing = rows.filter((row) => !present.has(row.id));
    const early = missing.filter((row) => row.sureAt && row.sureAt > lookedAt);
    const sure = missing.filter((row) => !early.includes(row)).map((row) => row.id);
    await putBack(system, organizationId, sure);
    for (const { sureAt } of early) if (sureAt && (!undecided || sureAt < undecided)) undecided = sureAt;
    // Rows that stay unsure are skipped. Earlier rows of other events follow when these are decided.
    const stays = early.at(-1);
    if (stays) after = Math.max(after, stays.seq);
  }
}

async function appendRows(work: Work, event: string, rows: Row[]): Promise<void> {
  const { system, lease, ctx, sheets } = work;
  const { organizationId } = lease;
  const layout = layoutOf(ctx, event, work.events.get(event), rows);
  const ids = (some: Row[]) => some.map((row) => row.id);
  const pieces = inPieces(rows);
  let first = true;
  /** refused one by one, with nothing accepted since */
  let refused: { row: Row; detail: string }[] = [];
  const markRefused = async () => {
    for (const { row, detail } of refused) await markDead(system, organizationId, row.id, detail, ctx.clock.now());
    refused = [];
  };
  for (let piece = pieces.shift(); piece; piece = pieces.shift()) {
    const now = ctx.clock.now();
    if (!first && !(await markLeaving(system, lease, ids(piece), now, leaseFrom(now)))) throw new LeaseLost();
    first = false;
    try {
      const places = await findPlaces(sheets, await tabOf(work, event, layout), layout);
      await sheets.append(
        event,
        letterOf(places[0] ?? 0),
        piece.map((row) => cellsOf(ctx, layout, places, row)),
      );
    } catch (error) {
      const fault = asFault(error);
      if (fault.code === 'refused' && !(await tabGone(work, event, layout, fault))) {
        const half = Math.ceil(piece.length / 2);
        if (piece.length > 1) {
          pieces.unshift(piece.slice(0, half), piece.slice(half));
          continue;
        }
        refused.push({ row: piece[0] as Row, detail: fault.message });
        if (refused.length <= REFUSED_IN_A_ROW) continue;
      }
      if (fault.happened === 'no') await putBack(system, organizationId, ids(piece));
      if (fault.happened === 'maybe') await markOver(system, organizationId, ids(piece));
      await putBack(system, organizationId, ids([...refused.map(({ row }) => row), ...pieces.flat()]));
      throw fault;
    }
    await markDone(system, organizationId, ids(piece), ctx.clock.now());
    await markRefused();
  }
  await markRefused();
}

/**
 * Whether the tab was renamed or removed: then the rows are not at fault. Checked only when Google complains about
 * ranges.
 */
async function tabGone(work: Work, event: string, layout: Layout, fault: SheetsFault): Promise<boolean> {
  if (!/unable to parse range|no grid/i.test(fault.message)) return false;
  work.tabs.delete(event);
  await tabOf(work, event, layout);
  return true;
}

async function idColumn(work: Work, tab: Tab, layout: Layout): Promise<string> {
  const [place = 0] = await findPlaces(work.sheets, tab, layout);
  return letterOf(place);
}

async function tabOf(work: Work, event: string, layout: Layout, fresh = false): Promise<Tab> {
  const known = fresh ? undefined : work.tabs.get(event);
  if (known) return known;
  const tab = await ensureTab(work.sheets, event, layout);
  work.tabs.set(event, tab);
  return tab;
}

/** Split by size; most batches are one piece. */
function inPieces(rows: Row[]): Row[][] {
  const pieces: Row[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    const size = Buffer.byteLength(JSON.stringify(row.cells)) + 100;
    if (bytes + size > MAX_BYTES) {
      pieces.push([]);
      bytes = 0;
    }
    pieces.at(-1)?.push(row);
    bytes += size;
  }
  return pieces;
}

async function holding({ system, lease, ctx }: Work): Promise<void> {
  if (!(await renewLease(system, lease, leaseFrom(ctx.clock.now())))) throw new LeaseLost();
}

const leaseFrom = (now: Date) => new Date(now.getTime() + LEASE_MS);

function asFault(error: unknown): SheetsFault {
  if (error instanceof SheetsFault) return error;
  throw error;
}
