import type { CompiledQuery } from 'kysely';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { insertNew, insertOnce } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import type { Balance } from '../meters/lock-balance.query.ts';
import { issueTokens } from '../tokens/issue-tokens.action.ts';

export type NewEntry = {
  kind: 'purchase' | 'voucher' | 'adjustment' | 'refund';
  /** above zero: units for the meter */
  wh: number;
  /** the purchase, for example; an entry of one kind and source is written once */
  sourceId: string;
  reason?: string;
};

/**
 * Writes an entry of the energy ledger and moves the locked balance with it. The meter's machine gets a credit, and its
 * keypad tokens; what the meter uses by itself is `consumptionWrites`. Throws when the entry exists: whoever calls this
 * has checked the state behind it.
 */
export async function addEntry(tx: Ctx, balance: Balance, entry: NewEntry): Promise<string> {
  const { organization_id, meter_id, device_id } = balance;
  const now = tx.clock.now();
  const id = newId(now.getTime());
  const { kind, wh, sourceId, reason = '' } = entry;
  balance.balance_wh += wh;
  const credit = device_id !== null;
  if (credit) balance.credits += 1;
  const [written] = await Promise.all([
    insertOnce(
      tx.db,
      'electricity_entry',
      ['kind', 'source_id'],
      [
        {
          organization_id,
          id,
          meter_id,
          kind,
          wh,
          source_id: sourceId,
          reason,
          actor_name: tx.actor.name,
          created_at: now,
        },
      ],
    ),
    tx.db
      .updateTable('electricity_balance')
      .set({ balance_wh: balance.balance_wh, credits: balance.credits, updated_at: now })
      .where('organization_id', '=', organization_id)
      .where('meter_id', '=', meter_id)
      .execute(),
    credit && addCredit(tx, { balance, deviceId: device_id, wh, entryId: id }),
  ]);
  if (written.size === 0) throw new Error(`the ${kind} ${sourceId} is in the energy ledger already`);
  await issueTokens(tx, meter_id);
  return id;
}

export type Consumption = { balance: Balance; readingId: string; wh: number; byName: string };

/** The entries of what meters used, from readings that were counted on their locked balances. */
export function consumptionWrites(tx: Ctx, used: Consumption[]): CompiledQuery[] {
  const now = tx.clock.now();
  const entries = used.map(({ balance, readingId, wh, byName }) => ({
    organization_id: balance.organization_id,
    id: newId(now.getTime()),
    meter_id: balance.meter_id,
    kind: 'consumption',
    wh: -wh,
    source_id: readingId,
    reason: '',
    actor_name: byName,
    created_at: now,
  }));
  return insertNew(tx.db, 'electricity_entry', ['kind', 'source_id'], entries);
}

type NewCredit = { balance: Balance; deviceId: string; wh: number; entryId: string | null };

/** What a meter's machine has to add, by the number that the balance gives. */
export async function addCredit(tx: Ctx, { balance, deviceId, wh, entryId }: NewCredit): Promise<void> {
  const now = tx.clock.now();
  await tx.db
    .insertInto('electricity_credit')
    .values({
      organization_id: balance.organization_id,
      id: newId(now.getTime()),
      meter_id: balance.meter_id,
      device_id: deviceId,
      number: balance.credits,
      wh,
      entry_id: entryId,
      created_at: now,
    })
    .execute();
}
