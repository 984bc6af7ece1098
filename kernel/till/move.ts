import type { Insertable } from 'kysely';
import type { DB } from '../../db/types.ts';
import { type Ctx, orgOf } from '../ctx/index.ts';
import { queueWrites } from '../db/index.ts';
import { post } from '../ledger/index.ts';
import { newId } from '../lib/ids.ts';
import { drawerAccount } from './accounts.ts';
import { SESSION } from './names.ts';

type Values = Omit<
  Insertable<DB['till_movement']>,
  'organization_id' | 'id' | 'at' | 'actor_id' | 'actor_name' | 'total_minor'
> & { total_minor?: number };

/** Writes a movement of a locked session. */
export async function recordMovement(tx: Ctx, values: Values): Promise<void> {
  const now = tx.clock.now();
  const insert = tx.db.insertInto('till_movement').values({
    organization_id: orgOf(tx).id,
    id: newId(now.getTime()),
    at: now,
    actor_id: tx.actor.id,
    actor_name: tx.actor.name,
    total_minor: 0,
    ...values,
  });
  await queueWrites(tx, [insert.compile()]);
}

export type InDrawer = {
  id: string;
  code: string;
  currency: string;
  drawer_name: string;
  /** whose money it is; null: the house's */
  owner_account: string | null;
};
type Moved = {
  kind: 'float' | 'pay_in' | 'pay_out' | 'drop' | 'difference' | 'handover';
  /** above zero: it comes into the drawer */
  amountMinor: number;
  /** the account on the other side, where the drawer is the house's */
  against: string;
  reason: string;
  approver?: { id: string; name: string } | null;
};

/** Moves money between the drawer of a locked session and another account: one entry, one movement. */
export async function moveMoney(tx: Ctx, session: InDrawer, moved: Moved): Promise<void> {
  const { kind, amountMinor, against, reason, approver } = moved;
  const { currency, owner_account } = session;
  const entry = await post(tx, {
    kind: `till.${kind}`,
    memo: [session.drawer_name, reason].filter(Boolean).join(': '),
    subject: { type: SESSION, id: session.id },
    lines: [
      { account: drawerAccount(session.code), amountMinor, currency },
      { account: owner_account ?? against, amountMinor: -amountMinor, currency },
    ],
  });
  await recordMovement(tx, {
    session_id: session.id,
    kind,
    amount_minor: amountMinor,
    ledger_entry_id: entry.id,
    reason,
    approved_by_id: approver?.id ?? null,
    approved_by_name: approver?.name ?? null,
  });
}
