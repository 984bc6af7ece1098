import { type RawBuilder, sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { type Refusal, refuse } from '../../../kernel/lib/result.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { MAX_IN_ORDER } from '../numbers/parse-numbers.rule.ts';
import { raffleSettings } from '../settings.ts';

/**
 * How many unpaid numbers one address or chat may hold, and all strangers of the web chat together, each as a share of
 * the raffle. An order's `held_from` names its holder. Orders of the desk and the API have none, and no cap counts
 * them.
 */

/** The chat knows only the address of a web chat visitor. Many visitors may share one, and one visitor may use many. */
const WEB = 'web ';
export const isWeb = (heldFrom: string) => heldFrom.startsWith(WEB);
export const heldFromAddress = (address: string) => `${WEB}${address}`;
export const addressOf = (heldFrom: string) => (isWeb(heldFrom) ? heldFrom.slice(WEB.length) : null);
export const heldFromChat = (conversationId: string) => `chat ${conversationId}`;

/** The least that a buyer may hold, even in a small raffle. A chat that knows its people allows one whole order. */
const MIN_HELD = 10;

export type Caps = { heldFrom: string; addressShare: number; strangerShare: number; least: number; firstHold: number };

export async function capsFor(ctx: Ctx, heldFrom: string): Promise<Caps> {
  const { address_share, stranger_share, first_hold_minutes } = await getSettings(ctx, raffleSettings);
  return {
    heldFrom,
    addressShare: address_share,
    strangerShare: stranger_share,
    least: isWeb(heldFrom) ? MIN_HELD : MAX_IN_ORDER,
    firstHold: first_hold_minutes,
  };
}

/**
 * Makes orders that count towards the same cap wait for each other's transaction: otherwise two at once would both pass
 * the check. Taken before the locks of the numbers. Web chat visitors are counted by address and all together, so they
 * share one lock.
 */
export async function lockCaps(tx: Ctx, raffleId: string, heldFrom: string): Promise<void> {
  const key = `raffle held ${raffleId} ${isWeb(heldFrom) ? WEB : heldFrom}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(tx.db);
}

export type Counted = {
  held_here: number | null;
  here_cap: number | null;
  held_by_strangers: number | null;
  strangers_cap: number | null;
};

/** Why so many more numbers exceed a cap, or null. */
export function capFault(heldFrom: string | null, counted: Counted, more: number): Refusal | null {
  const { held_here, here_cap, held_by_strangers, strangers_cap } = counted;
  if (heldFrom !== null && held_here !== null && here_cap !== null && held_here + more > here_cap) {
    const detail = { held: held_here, limit: here_cap, left: Math.max(0, here_cap - held_here) };
    return refuse(isWeb(heldFrom) ? 'raffle.held_at_address' : 'raffle.held_in_chat', detail);
  }
  if (held_by_strangers !== null && strangers_cap !== null && held_by_strangers + more > strangers_cap) {
    return refuse('raffle.held_by_strangers', { left: Math.max(0, strangers_cap - held_by_strangers) });
  }
  return null;
}

/**
 * Whether an expired order may hold its numbers again for a proof that staff have not decided on: any picture may be a
 * false proof, so the caps count again. Takes the lock.
 */
export async function capOf(
  tx: Ctx,
  order: { id: string; raffle_id: string; held_from: string | null; stranger: boolean; numbers: number[] },
): Promise<Refusal | null> {
  if (order.held_from === null) return null;
  const caps = await capsFor(tx, order.held_from);
  const [, counted] = await Promise.all([
    lockCaps(tx, order.raffle_id, order.held_from),
    countHeld(tx, caps, order.raffle_id, { stranger: sql`${order.stranger}`, except: order.id }),
  ]);
  return counted ? capFault(order.held_from, counted, order.numbers.length) : null;
}

/** SQL for whether a person who orders is a stranger: in the web chat, without a paid order. */
export const isStranger = (tx: Ctx, heldFrom: string, personId: string | null) => sql<boolean>`
  (${isWeb(heldFrom)} and not exists (select from raffle_order o
    where o.organization_id = ${orgOf(tx).id} and o.person_id = ${personId}::uuid and o.state = 'paid'))`;

/** What a holder and all strangers hold of a raffle, and may; under the lock of the caps. `except`: an order's id. */
export async function countHeld(
  tx: Ctx,
  { heldFrom, addressShare, strangerShare, least }: Caps,
  raffleId: string,
  { stranger, except = null }: { stranger: RawBuilder<boolean>; except?: string | null },
): Promise<Counted | undefined> {
  const share = (percent: number) =>
    sql`greatest(${least}::int, ((r.last_number - r.first_number + 1) * ${percent}::int + 99) / 100)`;
  const held = (who: RawBuilder<unknown>) => sql`(
    select coalesce(sum(cardinality(o.numbers)), 0)::int from raffle_order o
    where o.organization_id = ${orgOf(tx).id} and o.raffle_id = ${raffleId} and o.state in ('draft', 'pending_payment')
      and o.held_from is not null and ${who} and o.reserved_until > ${tx.clock.now()}::timestamptz
      and o.id is distinct from ${except}::uuid)`;
  const { rows } = await sql<Counted>`
    select ${share(addressShare)} as here_cap, ${held(sql`o.held_from = ${heldFrom}`)} as held_here,
      case when ${stranger} then ${share(strangerShare)} end as strangers_cap,
      case when ${stranger} then ${held(sql`o.stranger`)} end as held_by_strangers
    from raffle r where r.organization_id = ${orgOf(tx).id} and r.id = ${raffleId}`.execute(tx.db);
  return rows[0];
}
