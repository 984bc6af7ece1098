import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { post } from '../../../kernel/ledger/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { formatAmount, parseAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { cashAccount } from '../../../kernel/till/index.ts';
import { today } from '../days.ts';
import { AGENT } from '../names.ts';
import { getAgent, getClose, openSums } from './agents.query.ts';
import type { Agent, Close, CloseInput, HandInput } from './contract.ts';
import { type LockedAgent, lockAgent, moveAgent } from './move-agent.action.ts';

/**
 * An agent hands money over: what they owe, or ahead for what they will sell. Refusals: `electricity.agent.not_found`,
 * those of amounts and of the till.
 */
export async function handOver(ctx: Ctx, id: string, input: HandInput): Promise<Result<Agent>> {
  const amount = readHanded(ctx, input.amount, 'amount');
  if (!amount.ok) return amount;
  if (amount.data === 0) return refuse('electricity.agent.nothing', undefined, { amount: 'electricity.agent.nothing' });
  return transaction(ctx, async (tx) => {
    const agent = await lockAgent(tx, id);
    if (!agent.ok) return agent;
    const taken = await takeMoney(tx, agent.data, amount.data);
    return taken.ok ? getAgent(tx, id) : taken;
  });
}

/** Takes money of a locked agent: less is owed, and it is in the till of who took it. */
async function takeMoney(tx: Ctx, agent: LockedAgent, amountMinor: number): Promise<Result<null>> {
  const { id, name, account, currency } = agent;
  const moved = await moveAgent(tx, agent, { kind: 'handed', vouchers: 0, amountMinor, currency });
  if (!moved.ok) return moved;
  const subject = { type: AGENT, label: 'console.electricity.agent.many' };
  const place = await cashAccount(tx, { amountMinor, currency, subject });
  if (!place.ok) return place;
  await post(tx, {
    id: place.data.entryId,
    kind: 'electricity.agent_paid',
    memo: name,
    subject: { type: AGENT, id },
    lines: [
      { account: place.data.account, amountMinor, currency },
      { account, amountMinor: -amountMinor, currency },
    ],
  });
  await audit(tx, 'electricity.agent.handed_over', {
    subject: { type: AGENT, id },
    after: {
      name,
      amount: formatAmount(amountMinor, currency),
      currency,
      owed: formatAmount(agent.owed_minor, currency),
    },
  });
  return ok(null);
}

/**
 * Closes an agent's day: takes the money that they hand over, and fixes what they sold since the close before and what
 * they owe now. Once a day; what is sold afterwards belongs to the next one. Refusals: `electricity.agent.not_found`,
 * `closed`, those of amounts.
 */
export async function closeDay(ctx: Ctx, id: string, input: CloseInput): Promise<Result<Close>> {
  const handed = readHanded(ctx, input.handed, 'handed');
  if (!handed.ok) return handed;
  return transaction(ctx, async (tx) => {
    const agent = await lockAgent(tx, id);
    if (!agent.ok) return agent;
    if (handed.data > 0) {
      const taken = await takeMoney(tx, agent.data, handed.data);
      if (!taken.ok) return taken;
    }
    const sums = (await openSums(tx, [{ id }])).get(id) ?? { vouchers: 0, sold: 0, handed: 0, closed: null };
    const day = today(tx);
    if (sums.closed !== null && sums.closed >= day) return refuse('electricity.agent.closed');
    const organization_id = orgOf(tx).id;
    const now = tx.clock.now();
    const close = newId(now.getTime());
    const { currency, name, owed_minor } = agent.data;
    await tx.db
      .insertInto('electricity_agent_close')
      .values({
        organization_id,
        id: close,
        agent_id: id,
        closed_on: day,
        vouchers: sums.vouchers,
        sold_minor: sums.sold,
        handed_minor: sums.handed,
        owed_minor,
        by_name: tx.actor.name,
        created_at: now,
      })
      .execute();
    await tx.db
      .updateTable('electricity_agent_move')
      .set({ close_id: close })
      .where(inOrg(tx))
      .where('agent_id', '=', id)
      .where('close_id', 'is', null)
      .execute();
    await audit(tx, 'electricity.agent.closed', {
      subject: { type: AGENT, id },
      after: { name, day, sold: formatAmount(sums.sold, currency), owed: formatAmount(owed_minor, currency), currency },
    });
    return getClose(tx, close);
  });
}

/** Money that somebody typed, nothing or more. */
function readHanded(ctx: Ctx, typed: string, field: string): Result<number> {
  const amount = parseAmount(typed, orgOf(ctx).currency, orgOf(ctx));
  if (!amount.ok) return { ...amount, fields: { [field]: amount.code } };
  const wrong = 'electricity.agent.limit_below';
  return amount.data < 0 ? refuse('electricity.agent.limit_below', undefined, { [field]: wrong }) : amount;
}
