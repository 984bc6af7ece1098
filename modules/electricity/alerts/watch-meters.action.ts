import { sql } from 'kysely';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { ok } from '../../../kernel/lib/result.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { ALERT } from '../names.ts';
import { addNotices } from './add-notices.action.ts';
import { judge, WATCHED, type WatchedKind } from './alert-kinds.rule.ts';
import { metersToWatch, type Watched } from './facts.query.ts';

type Open = { id: string; meter_id: string; customer_id: string; kind: string };

/**
 * Looks at the next meters: opens and clears episodes, with who is to be told, in one transaction. What it opens follows
 * from how a meter stands, so a repeated or late reading opens nothing twice, and a look that died is done again. True:
 * there may be more.
 */
export async function watchMeters(ctx: Ctx): Promise<boolean> {
  const looked = await transaction(ctx, async (tx) => {
    const meters = await metersToWatch(tx);
    if (meters.length === 0) return ok(0);
    const open = await openEpisodes(tx, meters);
    const { toClear, toOpen } = changes(meters, open);
    await clear(tx, toClear);
    await openAlerts(tx, toOpen);
    await markLooked(tx, meters);
    return ok(meters.length);
  });
  return looked.ok && looked.data > 0;
}

function openEpisodes(tx: Ctx, meters: Watched[]): Promise<Open[]> {
  return tx.db
    .selectFrom('electricity_alert')
    .select(['id', 'meter_id', 'customer_id', 'kind'])
    .where(inOrg(tx))
    .where(
      'meter_id',
      'in',
      meters.map(({ id }) => id),
    )
    .where('cleared_at', 'is', null)
    .execute();
}

export type NewAlert = {
  meterId: string;
  customerId: string;
  kind: WatchedKind | 'payment';
  detail: Record<string, number | string>;
  /** the purchase; it is told of once */
  subjectId?: string;
};

function changes(meters: Watched[], open: Open[]): { toClear: string[]; toOpen: NewAlert[] } {
  const toClear: string[] = [];
  const toOpen: NewAlert[] = [];
  for (const { id, customerId, active, facts } of meters) {
    const judged = judge(facts);
    for (const kind of WATCHED) {
      const now = active ? judged[kind] : { open: false };
      const episode = open.find((one) => one.meter_id === id && one.kind === kind);
      // Another holder is told anew.
      const ours = episode?.customer_id === customerId ? episode : undefined;
      if (episode && (!ours || now?.open === false)) toClear.push(episode.id);
      // "Low" has said already until when it lasts.
      const told = kind === 'days_left' && judged.low_balance?.open;
      if (now?.open && !ours && !told) toOpen.push({ meterId: id, customerId, kind, detail: now.values ?? {} });
    }
  }
  return { toClear, toOpen };
}

async function clear(tx: Ctx, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.db
    .updateTable('electricity_alert')
    .set({ cleared_at: tx.clock.now() })
    .where(inOrg(tx))
    .where('id', 'in', ids)
    .where('cleared_at', 'is', null)
    .execute();
  for (const id of ids) publish(tx, ALERT, id);
}

/** Opens episodes that are not open yet, each with its notices. */
export async function openAlerts(tx: Ctx, alerts: NewAlert[]): Promise<void> {
  if (alerts.length === 0) return;
  const now = tx.clock.now();
  const opened = await tx.db
    .insertInto('electricity_alert')
    .values(
      alerts.map(({ meterId, customerId, kind, detail, subjectId }) => ({
        organization_id: orgOf(tx).id,
        id: newId(now.getTime()),
        meter_id: meterId,
        customer_id: customerId,
        kind,
        subject_id: subjectId ?? null,
        detail: JSON.stringify(detail),
        opened_at: now,
        cleared_at: kind === 'payment' ? now : null,
      })),
    )
    .onConflict((same) => same.doNothing())
    .returning(['id', 'customer_id', 'kind', 'subject_id'])
    .execute();
  await addNotices(tx, opened);
  for (const { id } of opened) publish(tx, ALERT, id);
}

async function markLooked(tx: Ctx, meters: Watched[]): Promise<void> {
  const looked_at = tx.clock.now();
  await tx.db
    .insertInto('electricity_watch')
    .values(
      meters.map(({ id, updatedAt }) => ({
        organization_id: orgOf(tx).id,
        meter_id: id,
        looked_at,
        seen_at: sql<Date>`${updatedAt}::timestamptz`,
      })),
    )
    .onConflict((same) =>
      same
        .columns(['organization_id', 'meter_id'])
        .doUpdateSet((eb) => ({ looked_at, seen_at: eb.ref('excluded.seen_at') })),
    )
    .execute();
}
