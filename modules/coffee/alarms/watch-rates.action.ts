import { sql } from 'kysely';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import type { Verdict } from './alarm-kinds.rule.ts';
import { hoursToCompare, judgeRate, RATE_HOURS } from './order-rate.rule.ts';
import { writeAlarms } from './write-alarms.action.ts';

/** Each has some sixty hours to read: a few milliseconds for all of them. */
const MACHINES_AT_ONCE = 300;
const HOUR_MS = 3_600_000;

/**
 * Once an hour: compares what machines sold in the last hours with what is usual. Machines that are gone are left as
 * they were, since their orders come later; a late order counts at the next look. True: there are more machines.
 */
export async function watchRates(tx: Ctx): Promise<boolean> {
  const now = tx.clock.now();
  const watch = await tx.db
    .selectFrom('coffee_watch')
    .select(['rates_at', 'rates_after'])
    .where(inOrg(tx))
    .executeTakeFirstOrThrow();
  const { last, earlier } = hoursToCompare(orgOf(tx).timeZone, now);
  const hour = new Date((last[0] as Date).getTime() + HOUR_MS);
  const begun = watch.rates_at?.getTime() === hour.getTime();
  if (begun && watch.rates_after === null) return false;
  let rows = tx.db
    .selectFrom('coffee_machine')
    .select(['id', 'merchant_id', 'location_id', 'alarms', 'created_at'])
    .where(inOrg(tx))
    .where('state', '=', 'active')
    .where('last_seen_at', 'is not', null)
    .orderBy('id')
    .limit(MACHINES_AT_ONCE);
  if (begun && watch.rates_after !== null) rows = rows.where('id', '>', watch.rates_after);
  const machines = await rows.execute();
  const present = machines.filter(({ alarms }) => !alarms.includes('offline'));
  const sold = await ordersByHour(
    tx,
    present.map(({ id }) => id),
    [last, ...earlier].flat(),
  );
  const judged = new Map<string, Verdict>();
  for (const { id, alarms, created_at } of present) {
    const count = (hours: Date[]) => hours.reduce((sum, at) => sum + (sold.get(`${id} ${at.getTime()}`) ?? 0), 0);
    const known = earlier.filter((hours) => (hours.at(-1) as Date) >= created_at);
    const found = judgeRate(count(last), known.map(count));
    if (!found || found.open === alarms.includes('orders')) continue;
    const { orders, usual } = found;
    judged.set(id, { kind: 'orders', position: 0, open: found.open, detail: { orders, usual, hours: RATE_HOURS } });
  }
  await change(tx, judged);
  const more = machines.length === MACHINES_AT_ONCE;
  await tx.db
    .updateTable('coffee_watch')
    .set({ rates_at: hour, rates_after: more ? (machines.at(-1)?.id ?? null) : null })
    .where(inOrg(tx))
    .execute();
  return more;
}

/** Only the few machines whose alarm changes are locked, so that no report waits while the others are looked at. */
async function change(tx: Ctx, judged: Map<string, Verdict>): Promise<void> {
  if (judged.size === 0) return;
  const machines = await tx.db
    .selectFrom('coffee_machine')
    .select(['id', 'merchant_id', 'location_id', 'alarms'])
    .where(inOrg(tx))
    .where('id', '=', (eb) => eb.fn.any(eb.val([...judged.keys()])))
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  await writeAlarms(
    tx,
    machines.map((machine) => {
      const verdict = judged.get(machine.id) as Verdict;
      // One that went meanwhile sells nothing because of that.
      const stands = !machine.alarms.includes('offline') && verdict.open !== machine.alarms.includes('orders');
      return { machine, verdicts: stands ? [verdict] : [] };
    }),
  );
}

async function ordersByHour(tx: Ctx, machines: string[], hours: Date[]): Promise<Map<string, number>> {
  if (machines.length === 0) return new Map();
  const rows = await tx.db
    .selectFrom('coffee_hour')
    .select(['machine_id', 'hour_at', sql<number>`sum(orders)::int`.as('orders')])
    .where(inOrg(tx))
    .where('machine_id', '=', (eb) => eb.fn.any(eb.val(machines)))
    .where('hour_at', '=', (eb) => eb.fn.any(eb.val(hours)))
    .groupBy(['machine_id', 'hour_at'])
    .execute();
  return new Map(rows.map(({ machine_id, hour_at, orders }) => [`${machine_id} ${hour_at.getTime()}`, orders]));
}
