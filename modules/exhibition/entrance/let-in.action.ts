import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { dayIn } from '../../../kernel/lib/time.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import type { EnterAnswer, EnterInput } from './contract.ts';
import { letsIn, mayEnter } from './enter.rule.ts';
import { ownEntrance } from './entrances.query.ts';
import { cameOn, visitorsOn } from './visits.query.ts';
import { whoShows } from './who-shows.query.ts';

/** The subject that visits are told under. */
export const VISIT = 'exhibition.visit';

/**
 * Somebody shows their code at an entrance: may they come in? If so, it is a visit. The same key again is the same visit
 * and gets the same answer, however often it comes. Who is let in is locked, so that two gates at one moment count one
 * visitor. Refusals: `exhibition.entrance.not_found`, `key_used`, those of the open exhibition.
 */
export async function letIn(ctx: Ctx, { text, key }: EnterInput): Promise<Result<EnterAnswer>> {
  const own = await ownEntrance(ctx);
  if (!own.ok) return own;
  const { exhibition } = own.data;
  return transaction<EnterAnswer>(ctx, async (tx) => {
    const now = tx.clock.now();
    const today = dayIn(orgOf(tx).timeZone, now);
    const who = await whoShows(tx, text, exhibition.id);
    const isHere = who?.of === exhibition.id;
    if (isHere) await lockCustomers(tx, [who.id]);
    const known = await knownVisits(tx, own.data.id, [key]);
    const before = known.get(key);
    if (before && before.customer_id !== who?.id) return refuse('exhibition.entrance.key_used');
    const came = isHere ? await cameOn(tx, who.id, before?.day ?? today) : null;
    const verdict = before
      ? before.first
        ? 'welcome'
        : 'again'
      : mayEnter(exhibition, { of: who?.of ?? null, waiting: who !== null, came: came !== null }, today);
    if (!before && isHere && letsIn(verdict)) {
      await bindEntrance(tx, own.data);
      await tx.db
        .insertInto('exhibition_visit')
        .values({
          organization_id: orgOf(tx).id,
          id: newId(now.getTime()),
          exhibition_id: exhibition.id,
          customer_id: who.id,
          day: today,
          at: now,
          received_at: now,
          offline: false,
          first: verdict === 'welcome',
          device_id: own.data.id,
          entrance: own.data.name,
          scan_key: key,
        })
        .execute();
      publish(tx, VISIT);
    }
    return ok({
      verdict,
      person: who && { id: who.id, name: who.name, code: who.code },
      came_at: verdict === 'welcome' ? null : (came?.toISOString() ?? null),
      exhibition: verdict === 'other_exhibition' ? (who?.exhibition ?? null) : null,
      visitors: await visitorsOn(tx, exhibition.id, today),
    });
  });
}

type Own = { id: string; bound: boolean; exhibition: { id: string } };

/** From now on the scanner is of this exhibition, also when another opens. */
export async function bindEntrance(tx: Ctx, { id, bound, exhibition }: Own): Promise<void> {
  if (bound) return;
  await tx.db
    .insertInto('exhibition_entrance')
    .values({ organization_id: orgOf(tx).id, device_id: id, exhibition_id: exhibition.id })
    .onConflict((same) => same.columns(['organization_id', 'device_id']).doNothing())
    .execute();
}

/** Locks them in the order of their ids; those who are gone are left out. */
export async function lockCustomers(tx: Ctx, ids: string[]): Promise<Map<string, string>> {
  const rows = await tx.db
    .selectFrom('exhibition_customer')
    .select(['id', 'exhibition_id'])
    .where(inOrg(tx))
    .where((eb) => eb('id', '=', eb.fn.any(eb.val(ids))))
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  return new Map(rows.map(({ id, exhibition_id }) => [id, exhibition_id]));
}

type Known = { customer_id: string; day: string; first: boolean };

/** Visits that a phone has told of already, by its keys. */
export async function knownVisits(tx: Ctx, deviceId: string, keys: string[]): Promise<Map<string, Known>> {
  const rows = await tx.db
    .selectFrom('exhibition_visit')
    .select(['scan_key', 'customer_id', 'day', 'first'])
    .where(inOrg(tx))
    .where('device_id', '=', deviceId)
    .where((eb) => eb('scan_key', '=', eb.fn.any(eb.val(keys))))
    .execute();
  return new Map(rows.map(({ scan_key, ...visit }) => [scan_key, visit]));
}
