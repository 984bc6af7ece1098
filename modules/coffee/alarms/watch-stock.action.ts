import { sql } from 'kysely';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { usedIn } from '../machines/bin-levels.query.ts';
import { coffeeSettings } from '../settings.ts';
import { readKey, type Verdict } from './alarm-kinds.rule.ts';
import { judgeDrift, type Span } from './drift.rule.ts';
import { writeAlarms } from './write-alarms.action.ts';

const EVERY_MS = 10 * 60_000;
/** A filling undoes no theft: what was wrong before it is shown for so long. */
const SHOWN_MS = 3 * 86_400_000;
/** A material that the machine never used by a recipe is not judged: nobody knows what it is for. */
const KNOWN_DAYS = 28;

type Row = Span & { machine_id: string; position: number };

/**
 * Every ten minutes: compares what bins lost with what recipes say was sold. Machines that are gone are left as they
 * were, since their orders come later.
 */
export async function watchStock(tx: Ctx): Promise<void> {
  const now = tx.clock.now();
  const { stock_at } = await tx.db
    .selectFrom('coffee_watch')
    .select('stock_at')
    .where(inOrg(tx))
    .executeTakeFirstOrThrow();
  if (stock_at !== null && Math.abs(now.getTime() - stock_at.getTime()) < EVERY_MS) return;
  const { drift_percent } = await getSettings(tx, coffeeSettings);
  const suspects = await suspectsOf(tx, drift_percent);
  const machines = await lockPresent(tx, suspects);
  const spans = Map.groupBy(await spansOf(tx, machines), ({ machine_id }) => machine_id);
  await writeAlarms(
    tx,
    machines.map((machine) => {
      const verdicts = verdictsOf(spans.get(machine.id) ?? [], drift_percent);
      const changed = verdicts.filter(({ position, open }) => machine.alarms.includes(`drift:${position}`) !== open);
      const judged = new Set(verdicts.map(({ position }) => position));
      return { machine, verdicts: [...changed, ...forgotten(machine.alarms, judged)] };
    }),
  );
  await tx.db.updateTable('coffee_watch').set({ stock_at: now }).where(inOrg(tx)).execute();
}

/** Of each position: open when one of its times is, over when all are. */
function verdictsOf(rows: Row[], percent: number): Verdict[] {
  return [...Map.groupBy(rows, ({ position }) => position)].flatMap(([position, spans]) => {
    const judged = spans.map((span) => ({ span, open: judgeDrift(span, percent) }));
    const worst = judged.find(({ open }) => open);
    if (!worst && judged.some(({ open }) => open === null)) return [];
    const [first] = spans as [Row];
    const { used_milli, reckoned_milli } = worst?.span ?? first;
    return [{ kind: 'drift' as const, position, open: worst !== undefined, detail: { used_milli, reckoned_milli } }];
  });
}

/** Alarms of positions that no time speaks of any more. */
const forgotten = (alarms: string[], judged: ReadonlySet<number>): Verdict[] =>
  alarms
    .map(readKey)
    .filter(({ kind, position }) => kind === 'drift' && !judged.has(position))
    .map((key) => ({ ...key, open: false, detail: {} }));

/** Machines with an alarm, or with a time that may deserve one. Raw SQL: sums with conditions over a large table. */
async function suspectsOf(tx: Ctx, percent: number): Promise<string[]> {
  const organizationId = orgOf(tx).id;
  const { rows } = await sql<{ id: string }>`
    select b.machine_id as id from coffee_bin b
    join coffee_machine m on m.organization_id = b.organization_id and m.id = b.machine_id
    where b.organization_id = ${organizationId} and m.organization_id = ${organizationId} and b.material_id is not null
    group by b.machine_id, b.material_id
    having sum(${usedIn('m')}) > sum(b.reckoned_milli) + sum(b.reckoned_milli) * ${percent} / 100
    union select machine_id from coffee_stock_span
    where organization_id = ${organizationId} and to_at >= ${shownFrom(tx)}
      and used_milli > reckoned_milli + reckoned_milli * ${percent} / 100
    union select machine_id from coffee_alarm
    where organization_id = ${organizationId} and kind = 'drift' and cleared_at is null`.execute(tx.db);
  return rows.map(({ id }) => id);
}

const shownFrom = (tx: Ctx) => new Date(tx.clock.now().getTime() - SHOWN_MS);

async function lockPresent(tx: Ctx, ids: string[]) {
  if (ids.length === 0) return [];
  return tx.db
    .selectFrom('coffee_machine')
    .select(['id', 'merchant_id', 'location_id', 'alarms'])
    .where(inOrg(tx))
    .where('id', '=', (eb) => eb.fn.any(eb.val(ids)))
    .where('state', '=', 'active')
    .where(sql<boolean>`not ('offline' = any (alarms))`)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
}

/** The time since the last filling, and those that ended lately, of materials that the machine is known to use. */
async function spansOf(tx: Ctx, machines: { id: string }[]): Promise<Row[]> {
  if (machines.length === 0) return [];
  const organizationId = orgOf(tx).id;
  const ids = machines.map(({ id }) => id);
  const known = new Date(tx.clock.now().getTime() - KNOWN_DAYS * 86_400_000).toISOString().slice(0, 10);
  const { rows } = await sql<Row>`
    with span as (
      select b.machine_id, b.material_id, min(b.position) as position, sum(${usedIn('m')})::bigint as used_milli,
        sum(b.reckoned_milli)::bigint as reckoned_milli, sum(b.capacity_milli)::bigint as capacity_milli,
        max(b.unknown_items) as unknown_items
      from coffee_bin b join coffee_machine m on m.organization_id = b.organization_id and m.id = b.machine_id
      where b.organization_id = ${organizationId} and b.machine_id = any (${ids}::uuid[]) and b.since_at is not null
      group by b.machine_id, b.material_id
      union all
      select machine_id, material_id, position, used_milli, reckoned_milli, capacity_milli, unknown_items
      from coffee_stock_span
      where organization_id = ${organizationId} and machine_id = any (${ids}::uuid[]) and to_at >= ${shownFrom(tx)})
    select machine_id, position, used_milli, reckoned_milli, capacity_milli, unknown_items from span s
    where exists (select from coffee_use_day d where d.organization_id = ${organizationId}
      and d.machine_id = s.machine_id and d.material_id = s.material_id and d.used_on >= ${known}::date)`.execute(
    tx.db,
  );
  return rows;
}
