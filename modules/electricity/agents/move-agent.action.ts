import type { Selectable } from 'kysely';
import type { DB } from '../../../db/types.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';

export type LockedAgent = Selectable<DB['electricity_agent']> & { account: string };

/** The ledger's account of what an agent owes. */
const accountOf = (code: string): string => `assets:agent:${code.toLowerCase()}`;

/** Locks an agent: sales, returns, money and closes of theirs take turns. Refuses with `electricity.agent.not_found`. */
export async function lockAgent(tx: Ctx, id: string): Promise<Result<LockedAgent>> {
  const row = await tx.db
    .selectFrom('electricity_agent')
    .selectAll()
    .where(inOrg(tx))
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row ? ok({ ...row, account: accountOf(row.code) }) : refuse('electricity.agent.not_found');
}

type Move = { kind: 'sale' | 'return' | 'handed'; vouchers: number; amountMinor: number; currency: string };

/**
 * Moves what a locked agent owes; the caller posts the ledger's entry. Refuses a sale with `electricity.agent.inactive`,
 * `currency` and `limit`.
 */
export async function moveAgent(tx: Ctx, agent: LockedAgent, move: Move): Promise<Result<null>> {
  const { kind, vouchers, amountMinor, currency } = move;
  if (currency !== agent.currency) return refuse('electricity.agent.currency', { currency: agent.currency });
  const owed = agent.owed_minor + (kind === 'sale' ? amountMinor : -amountMinor);
  if (kind === 'sale' && !agent.active) return refuse('electricity.agent.inactive');
  if (kind === 'sale' && owed > agent.limit_minor) {
    const money = (minor: number) => `${formatAmount(minor, currency)} ${currency}`;
    return refuse('electricity.agent.limit', { left: money(agent.limit_minor - agent.owed_minor) });
  }
  agent.owed_minor = owed;
  const now = tx.clock.now();
  const organization_id = orgOf(tx).id;
  await Promise.all([
    tx.db
      .updateTable('electricity_agent')
      .set({ owed_minor: owed, updated_at: now })
      .where(inOrg(tx))
      .where('id', '=', agent.id)
      .execute(),
    tx.db
      .insertInto('electricity_agent_move')
      .values({
        organization_id,
        id: newId(now.getTime()),
        agent_id: agent.id,
        kind,
        vouchers,
        amount_minor: amountMinor,
        by_name: tx.actor.name,
        created_at: now,
      })
      .execute(),
  ]);
  return ok(null);
}
