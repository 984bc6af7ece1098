import { sql } from 'kysely';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { ok } from '../../../kernel/lib/result.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { presenceOf } from '../machines/presence.rule.ts';
import { coffeeSettings } from '../settings.ts';
import { readKey, type Verdict } from './alarm-kinds.rule.ts';
import { watchPackages } from './watch-packages.action.ts';
import { watchRates } from './watch-rates.action.ts';
import { watchSites } from './watch-sites.action.ts';
import { watchStock } from './watch-stock.action.ts';
import { writeAlarms } from './write-alarms.action.ts';

const MACHINES_AT_ONCE = 500;
/** The look comes each minute. After a longer gap the server may have been away, and machines could not report. */
const GAP_MS = 5 * 60_000;

/** The organizations that have machines; read by a function of the tables' owner. */
export async function organizationsWithMachines(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select coffee_watch_due() as id`.execute(ctx.db);
  return rows.map((row) => row.id);
}

/**
 * Looks at what no report tells: machines that are gone, locations where several are, bins that lose more than is
 * sold, machines that did not go back from a package, sales that are unusual; and clears the alarms of retired machines. Each is a transaction of its own, since each locks machines in the order of their ids.
 * True: there is more.
 */
export async function watchMachines(ctx: Ctx): Promise<boolean> {
  const { offline_minutes, site_machines } = await getSettings(ctx, coffeeSettings);
  const gone = await transaction(ctx, async (tx) => ok(await watchPresence(tx, offline_minutes * 60_000)));
  await transaction(ctx, async (tx) => {
    await beginLook(tx);
    await watchSites(tx, site_machines);
    return ok(null);
  });
  await transaction(ctx, async (tx) => {
    await beginLook(tx);
    await watchStock(tx);
    return ok(null);
  });
  await transaction(ctx, async (tx) => {
    await beginLook(tx);
    await watchPackages(tx);
    return ok(null);
  });
  const rates = await transaction(ctx, async (tx) => {
    await beginLook(tx);
    return ok(await watchRates(tx));
  });
  return (gone.ok && gone.data) || (rates.ok && rates.data);
}

async function watchPresence(tx: Ctx, offlineMs: number): Promise<boolean> {
  const { since, now } = await beginLook(tx);
  // Who was away ourselves can't say who is gone, until machines have had the time to report.
  const mayJudge = now.getTime() - since.getTime() >= offlineMs;
  const before = new Date(now.getTime() - offlineMs);
  const suspects = await tx.db
    .selectFrom('coffee_machine')
    .select('id')
    .where(inOrg(tx))
    .where((is) =>
      is.or([
        is.and([
          is('state', '=', 'active'),
          is('last_seen_at', 'is not', null),
          sql<boolean>`not ('offline' = any (alarms))`,
          is.or([is('offline_at', 'is not', null), ...(mayJudge ? [is('last_seen_at', '<', before)] : [])]),
        ]),
        is.and([is('state', '=', 'retired'), is('alarms', '<>', sql<string[]>`'{}'`)]),
      ]),
    )
    .limit(MACHINES_AT_ONCE)
    .execute();
  const ids = suspects.map(({ id }) => id);
  await judgeMachines(tx, ids, { before, mayJudge });
  return ids.length === MACHINES_AT_ONCE;
}

/** Notes the look in the organization's row, so that looks take turns. `since`: they have had no gap since. */
async function beginLook(tx: Ctx): Promise<{ since: Date; now: Date }> {
  const organization_id = orgOf(tx).id;
  const now = tx.clock.now();
  await tx.db
    .insertInto('coffee_watch')
    .values({ organization_id, looked_at: now, since_at: now })
    .onConflict((same) => same.doNothing())
    .execute();
  const { looked_at, since_at } = await tx.db
    .selectFrom('coffee_watch')
    .select(['looked_at', 'since_at'])
    .where(inOrg(tx))
    .forUpdate()
    .executeTakeFirstOrThrow();
  // A clock that was set back is a gap, too.
  const gap = now.getTime() - looked_at.getTime() > GAP_MS || since_at > now;
  const since = gap ? now : since_at;
  await tx.db.updateTable('coffee_watch').set({ looked_at: now, since_at: since }).where(inOrg(tx)).execute();
  return { since, now };
}

/** A report may have come meanwhile: the machines are locked, in the order of their ids, and judged as they are now. */
async function judgeMachines(tx: Ctx, ids: string[], { before, mayJudge }: { before: Date; mayJudge: boolean }) {
  if (ids.length === 0) return;
  const machines = await tx.db
    .selectFrom('coffee_machine')
    .select(['id', 'merchant_id', 'location_id', 'alarms', 'state', 'last_seen_at', 'offline_at'])
    .where(inOrg(tx))
    .where('id', '=', (eb) => eb.fn.any(eb.val(ids)))
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  await writeAlarms(
    tx,
    machines.map((machine) => ({ machine, verdicts: verdictsOf(machine, before, mayJudge) })),
  );
}

type Machine = { state: string; alarms: string[]; last_seen_at: Date | null; offline_at: Date | null };

function verdictsOf(machine: Machine, before: Date, mayJudge: boolean): Verdict[] {
  const { state, alarms, last_seen_at, offline_at } = machine;
  if (state === 'retired') return alarms.map((key) => ({ ...readKey(key), open: false, detail: {} }));
  const gone = presenceOf(machine, before) === 'offline' && (mayJudge || offline_at !== null);
  if (!gone || alarms.includes('offline')) return [];
  return [{ kind: 'offline', position: 0, open: true, detail: { seen_at: last_seen_at?.toISOString() ?? null } }];
}
