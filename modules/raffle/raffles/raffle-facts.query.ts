import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { LimitedMap } from '../../../kernel/lib/limited-map.ts';
import { RAFFLE_CODE, readReference } from './reference.rule.ts';

/** The data of a raffle that an order needs before its statement. */
export type RaffleFacts = { id: string; code: string; first: number; last: number; digits: number };

const kept = new LimitedMap<string, RaffleFacts & { at: number }>(1000);
/** A range rarely changes, and the reservation is checked against the rows anyway. */
const KEEP_MS = 10_000;

/** A raffle's range by uuid or code, as it was at most ten seconds ago; undefined when there is none. */
export async function raffleFacts(ctx: Ctx, reference: string): Promise<RaffleFacts | undefined> {
  const named = readReference(reference, RAFFLE_CODE);
  if (!named) return undefined;
  const organization_id = orgOf(ctx).id;
  const key = `${organization_id} ${named.value}`;
  const known = kept.get(key);
  if (known && Date.now() - known.at < KEEP_MS) return known;
  const row = await ctx.db
    .selectFrom('raffle')
    .select(['id', 'code', 'first_number as first', 'last_number as last', 'digits'])
    .where(inOrg(ctx))
    .where(named.column, '=', named.value)
    .executeTakeFirst();
  if (!row) return undefined;
  kept.set(key, { ...row, at: Date.now() });
  return row;
}

/** A raffle by uuid or code without its counts, which are the slowest part. */
export async function raffleDigits(ctx: Ctx, reference: string) {
  const named = readReference(reference, RAFFLE_CODE);
  if (!named) return undefined;
  return ctx.db
    .selectFrom('raffle')
    .select(['id', 'code', 'first_number', 'last_number', 'digits'])
    .where(inOrg(ctx))
    .where(named.column, '=', named.value)
    .executeTakeFirst();
}
