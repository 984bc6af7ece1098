/** Writes mirrored rows into the spreadsheets: organizations in parallel, each by one writer of one process. */
import { setTimeout as wait } from 'node:timers/promises';
import { organizationReader } from '../../db/index.ts';
import { newId } from '../../lib/ids.ts';
import { LimitedMap } from '../../lib/limited-map.ts';
import { WorkLoop } from '../../lib/work-loop.ts';
import type { Boot } from '../../module/index.ts';
import { accountOf } from '../account.ts';
import type { MirroredEvent } from '../define.ts';
import { SheetsFault } from '../google/fault.ts';
import { openSpreadsheet, type SheetsAccount, type Tab } from '../google/spreadsheet.ts';
import { keyOf } from '../google/token.ts';
import { LEASE_MS, PACE_MS, pauseAfter } from './pauses.ts';
import { findDue, giveLease, noteFault, noteWell, takeLease } from './store.ts';
import { LeaseLost, type Work, workOnce } from './work.ts';

export type Writer = {
  /** An event was mirrored: look soon. Cheap, and may be called thousands of times a second. */
  wake(): void;
  /** Works without pauses until nothing is due or in progress. For tests and the command line. */
  drain(): Promise<void>;
  /** Takes nothing new; running requests get `graceMs` (5000) to finish. */
  stop(graceMs?: number): Promise<void>;
};

/** Parallel organizations. */
const MAX_PARALLEL = 4;
/** Events within this time go in one request. */
const GATHER_MS = 300;

export function startWriter(boot: Boot, events: Map<string, MirroredEvent>): Writer {
  const { clock, log, database } = boot;
  const { system } = database;
  const holder = newId();
  const organizationOf = organizationReader(system);
  const busy = new Set<string>();
  /** tabs known to be correct, by spreadsheet and account */
  const known = new LimitedMap<string, Map<string, Tab>>(1000);
  const cut = new AbortController();
  let withoutPauses = false;
  const loop = new WorkLoop({
    look: takeDue,
    failed: (error) => log.warn({ error: error.message }, 'what is to be mirrored could not be read'),
    gatherMs: GATHER_MS,
  });

  const now = () => clock.now();
  const later = (ms: number) => new Date(now().getTime() + ms);

  async function takeDue(): Promise<void> {
    const due = await findDue(system, now(), holder, MAX_PARALLEL + busy.size);
    for (const id of due) {
      if (busy.has(id) || busy.size >= MAX_PARALLEL || loop.stopping) continue;
      busy.add(id);
      void loop.track(take(id));
    }
  }

  async function take(organizationId: string): Promise<void> {
    const lease = { organizationId, holder };
    try {
      if (await takeLease(system, lease, now(), later(LEASE_MS))) await processRows(lease);
    } catch (error) {
      log.error({ error: (error as Error).message }, 'the mirror stumbled; it goes on later');
      await rest(1000);
    } finally {
      await giveLease(system, lease).catch(() => {});
      busy.delete(organizationId);
      void loop.look();
    }
  }

  async function processRows(lease: Work['lease']): Promise<void> {
    const { organizationId } = lease;
    const organization = await organizationOf(organizationId);
    if (!organization) return;
    const ctx = boot.ctxFor(organization, 'mirror');
    const account = await accountOf(ctx);
    if (typeof account === 'string') {
      // Rows wait until it is set up; the page shows what is missing.
      const fault = { code: 'credentials', message: account } as const;
      return noteFault(system, lease, fault, now(), () => later(60_000));
    }
    const tabs = tabsOf(account);
    const work: Work = { ctx, system, lease, events, tabs, sheets: openSpreadsheet(account, cut.signal) };
    try {
      for (let next: 'now' | Date | null = 'now'; next && !loop.stopping; ) {
        const started = performance.now();
        next = await workOnce(work);
        if (next instanceof Date) {
          const until = next;
          const fault = { code: 'unanswered', message: 'waiting to see whether rows arrived' } as const;
          return await noteFault(system, lease, fault, now(), () => until);
        }
        if (next && !withoutPauses) await rest(PACE_MS - (performance.now() - started));
      }
      await noteWell(system, lease);
    } catch (error) {
      tabs.clear();
      if (error instanceof LeaseLost) return;
      if (!(error instanceof SheetsFault)) throw error;
      if (loop.stopping) return;
      log.warn({ fault: error.code, organization: organizationId }, 'the spreadsheet does not take what is mirrored');
      await noteFault(system, lease, error, now(), (failures) => later(pauseAfter(error, failures)));
    } finally {
      boot.services.realtime?.publish({ organizationId, topic: 'mirror', id: null });
    }
  }

  function tabsOf(account: SheetsAccount): Map<string, Tab> {
    const key = `${account.spreadsheetId} ${keyOf(account.credentials)}`;
    const tabs = known.get(key) ?? new Map<string, Tab>();
    known.set(key, tabs);
    return tabs;
  }

  const rest = (ms: number) => wait(Math.max(0, ms), undefined, { signal: cut.signal }).catch(() => {});

  loop.start();

  return {
    wake: loop.wake,
    async drain() {
      withoutPauses = true;
      await loop.drain();
      withoutPauses = false;
    },
    stop: (graceMs = 5000) => loop.stop(graceMs, () => cut.abort()),
  };
}
