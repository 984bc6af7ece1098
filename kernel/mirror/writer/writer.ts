/** Writes mirrored rows into the spreadsheets: organizations in parallel, each by one writer of one process. */
import { setTimeout as wait } from 'node:timers/promises';
import { newId } from '../../lib/ids.ts';
import { organizationReader } from '../../messages/index.ts';
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
const POLL_MS = 1000;
/** Events within this time go in one request. */
const GATHER_MS = 300;

export function startWriter(boot: Boot, events: Map<string, MirroredEvent>): Writer {
  const { clock, log, database } = boot;
  const { system } = database;
  const holder = newId();
  const organizationOf = organizationReader(system);
  const busy = new Map<string, Promise<void>>();
  /** tabs known to be correct, by spreadsheet and account */
  const known = new Map<string, Map<string, Tab>>();
  const cut = new AbortController();
  let stopping = false;
  let wakeWriter = false;
  let looking: Promise<void> | undefined;
  let again = false;
  let wakeTimer: NodeJS.Timeout | undefined;

  const now = () => clock.now();
  const later = (ms: number) => new Date(now().getTime() + ms);

  function look(): Promise<void> {
    again = true;
    looking ??= (async () => {
      try {
        while (again && !stopping) {
          again = false;
          const due = await findDue(system, now(), holder, MAX_PARALLEL + busy.size);
          for (const id of due) if (!busy.has(id) && busy.size < MAX_PARALLEL && !stopping) take(id);
        }
      } catch (error) {
        // The database is unavailable: the next look will find the rows.
        log.warn({ error: (error as Error).message }, 'what is to be mirrored could not be read');
      } finally {
        looking = undefined;
      }
    })();
    return looking;
  }

  function take(organizationId: string): void {
    const done = (async () => {
      const lease = { organizationId, holder };
      try {
        if (await takeLease(system, lease, now(), later(LEASE_MS))) await workOff(lease);
      } catch (error) {
        log.error({ error: (error as Error).message }, 'the mirror stumbled; it goes on later');
        await rest(1000);
      } finally {
        await giveLease(system, lease).catch(() => {});
        busy.delete(organizationId);
        if (!stopping) void look();
      }
    })();
    busy.set(organizationId, done);
  }

  async function workOff(lease: Work['lease']): Promise<void> {
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
      for (let next: 'now' | Date | null = 'now'; next && !stopping; ) {
        const started = performance.now();
        next = await workOnce(work);
        if (next instanceof Date) {
          const until = next;
          const fault = { code: 'unanswered', message: 'waiting to see whether rows arrived' } as const;
          return await noteFault(system, lease, fault, now(), () => until);
        }
        if (next && !wakeWriter) await rest(PACE_MS - (performance.now() - started));
      }
      await noteWell(system, lease);
    } catch (error) {
      tabs.clear();
      if (error instanceof LeaseLost) return;
      if (!(error instanceof SheetsFault)) throw error;
      if (stopping) return;
      log.warn({ fault: error.code, organization: organizationId }, 'the spreadsheet does not take what is mirrored');
      await noteFault(system, lease, error, now(), (failures) => later(pauseAfter(error, failures)));
    } finally {
      boot.services.realtime?.publish({ organizationId, topic: 'mirror', id: null });
    }
  }

  function tabsOf(account: SheetsAccount): Map<string, Tab> {
    const key = `${account.spreadsheetId} ${keyOf(account.credentials)}`;
    const tabs = known.get(key) ?? new Map<string, Tab>();
    if (known.size > 1000) known.clear();
    known.set(key, tabs);
    return tabs;
  }

  const rest = (ms: number) => wait(Math.max(0, ms), undefined, { signal: cut.signal }).catch(() => {});

  const poll = setInterval(() => void look(), POLL_MS);
  poll.unref();

  return {
    wake() {
      if (stopping) return;
      wakeTimer ??= setTimeout(() => {
        wakeTimer = undefined;
        void look();
      }, GATHER_MS);
      wakeTimer.unref();
    },
    async drain() {
      wakeWriter = true;
      try {
        do {
          await look();
          await Promise.all(busy.values());
        } while ((await findDue(system, now(), holder, 1)).length > 0 && !stopping);
      } finally {
        wakeWriter = false;
      }
    },
    async stop(graceMs = 5000) {
      stopping = true;
      clearInterval(poll);
      clearTimeout(wakeTimer);
      await looking;
      const cutting = setTimeout(() => cut.abort(), graceMs);
      await Promise.all(busy.values());
      clearTimeout(cutting);
    },
  };
}
