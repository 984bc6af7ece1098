import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { post } from '../../../kernel/ledger/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { cashAccount } from '../../../kernel/till/index.ts';
import { ownAgent } from '../agents/agents.query.ts';
import { type LockedAgent, lockAgent, moveAgent } from '../agents/move-agent.action.ts';
import { keepVouchers } from '../ledger/keep-sale.action.ts';
import { BATCH } from '../names.ts';
import { type BatchRow, lockBatch } from './batches.query.ts';
import type { CancelInput, Range, Sale, SaleInput } from './contract.ts';
import { serialOf } from './digits.rule.ts';
import { eraseSecret } from './print-sheets.action.ts';
import { findOwn } from './vouchers.query.ts';

/** The account to which sold units are income, as for purchases. */
const INCOME = 'income:electricity';

/**
 * Sells vouchers, at the desk for cash or on an agent's account: from now on they can be redeemed, and their price is
 * income. Redeeming moves no money. The digits of the batch can't be made again.
 *
 * Refusals: `electricity.batch.not_found`, `range`, `expired`, `electricity.voucher.sold_already`,
 * `electricity.agent.not_found`, `inactive`, `limit`.
 */
export async function sellVouchers(ctx: Ctx, batchId: string, input: SaleInput): Promise<Result<Sale>> {
  return transaction(ctx, async (tx) => {
    // The batch first, then whose vouchers they are: everything here locks in this order.
    const batch = await lockBatch(tx, batchId);
    if (!batch.ok) return batch;
    const agent = input.agent_id ? await lockAgent(tx, input.agent_id) : null;
    if (agent && !agent.ok) return agent;
    const { code, currency, price_minor, expires_at } = batch.data;
    const now = tx.clock.now();
    if (expires_at <= now) return refuse('electricity.batch.expired');
    const count = countOf(batch.data, input);
    if (!count.ok) return count;
    const sold = await inRange(tx, batchId, input)
      .set({
        state: 'sold',
        sold_at: now,
        sold_by_name: tx.actor.name,
        agent_id: agent?.data.id ?? null,
        updated_at: now,
      })
      .where('state', '=', 'issued')
      .where((eb) =>
        // What an agent has to sell, nobody else sells.
        eb.or([eb('agent_id', 'is', null), ...(agent ? [eb('agent_id', '=', agent.data.id)] : [])]),
      )
      .executeTakeFirst();
    const missing = count.data - Number(sold.numUpdatedRows);
    if (missing > 0) return refuse('electricity.voucher.sold_already', { count: missing });
    const amountMinor = price_minor * count.data;
    if (agent) {
      const moved = await moveAgent(tx, agent.data, { kind: 'sale', vouchers: count.data, amountMinor, currency });
      if (!moved.ok) return moved;
    }
    if (amountMinor > 0) {
      const place = await placeOf(tx, agent?.data, { amountMinor, currency });
      if (!place.ok) return place;
      await post(tx, {
        ...(place.data.entryId !== undefined && { id: place.data.entryId }),
        kind: 'electricity.vouchers_sold',
        memo: shownRange(code, input),
        subject: { type: BATCH, id: batchId },
        lines: [
          { account: place.data.account, amountMinor, currency },
          { account: INCOME, amountMinor: -amountMinor, currency },
        ],
      });
    }
    await keepVouchers(tx, { batchId, currency, kind: 'sold', vouchers: count.data, amountMinor });
    await eraseSecret(tx, batch.data);
    const amount = formatAmount(amountMinor, currency);
    await audit(tx, 'electricity.batch.sold', {
      subject: { type: BATCH, id: batchId },
      after: { serials: shownRange(code, input), amount, currency, agent: agent?.data.name ?? null },
    });
    return ok({ vouchers: count.data, amount, currency });
  });
}

/** An agent sells one voucher of those that they have, by what is printed beside its digits. Refuses like sellVouchers. */
export async function sellOwn(ctx: Ctx, typed: string): Promise<Result<Sale>> {
  const agent = await ownAgent(ctx);
  if (!agent.ok) return agent;
  const agent_id = agent.data.id;
  const found = await findOwn(ctx, agent_id, typed);
  if (!found) return refuse('electricity.agent.not_theirs', undefined, { serial: 'electricity.agent.not_theirs' });
  return sellVouchers(ctx, found.batch_id, { from: found.number, to: found.number, agent_id });
}

/** Hands vouchers that are not sold to an agent, or takes them back. Refuses like sellVouchers, but knows no limit. */
export async function handOut(ctx: Ctx, batchId: string, input: SaleInput): Promise<Result<Sale>> {
  return transaction(ctx, async (tx) => {
    const batch = await lockBatch(tx, batchId);
    if (!batch.ok) return batch;
    const agent = input.agent_id ? await lockAgent(tx, input.agent_id) : null;
    if (agent && !agent.ok) return agent;
    if (agent && !agent.data.active) return refuse('electricity.agent.inactive');
    const count = countOf(batch.data, input);
    if (!count.ok) return count;
    const { code, currency } = batch.data;
    const handed = await inRange(tx, batchId, input)
      .set({ agent_id: agent?.data.id ?? null, updated_at: tx.clock.now() })
      .where('state', '=', 'issued')
      .executeTakeFirst();
    const missing = count.data - Number(handed.numUpdatedRows);
    if (missing > 0) return refuse('electricity.voucher.sold_already', { count: missing });
    await audit(tx, 'electricity.batch.handed_out', {
      subject: { type: BATCH, id: batchId },
      after: { serials: shownRange(code, input), agent: agent?.data.name ?? '' },
    });
    return ok({ vouchers: count.data, amount: formatAmount(0, currency), currency });
  });
}

/**
 * Cancels vouchers that nobody redeemed: they buy nothing any more, and the money for sold ones goes back the way it
 * came. Refusals: `electricity.batch.not_found`, `range`, `electricity.voucher.redeemed_already`.
 */
export async function cancelVouchers(ctx: Ctx, batchId: string, input: CancelInput): Promise<Result<Sale>> {
  return transaction(ctx, async (tx) => {
    const batch = await lockBatch(tx, batchId);
    if (!batch.ok) return batch;
    // In one order, so that two cancellations never wait for each other.
    const locked = new Map<string, LockedAgent>();
    for (const id of await agentsIn(tx, batchId, input)) {
      const agent = await lockAgent(tx, id);
      if (!agent.ok) return agent;
      locked.set(id, agent.data);
    }
    const { code, currency, price_minor } = batch.data;
    const count = countOf(batch.data, input);
    if (!count.ok) return count;
    const redeemed = await inRangeRows(tx, batchId, input).where('state', '=', 'redeemed').executeTakeFirst();
    if (redeemed) return refuse('electricity.voucher.redeemed_already');
    // `sold_at` stays, and says which of them the money is given back for.
    const cancelled = await inRange(tx, batchId, input)
      .set({ state: 'cancelled', updated_at: tx.clock.now() })
      .where('state', 'in', ['issued', 'sold'])
      .returning(['agent_id', 'sold_at'])
      .execute();
    const paid = cancelled.filter(({ sold_at }) => sold_at !== null);
    for (const agentId of [null, ...locked.keys()]) {
      const vouchers = paid.filter(({ agent_id }) => agent_id === agentId).length;
      const amountMinor = price_minor * vouchers;
      const agent = agentId === null ? null : locked.get(agentId);
      if (vouchers === 0) continue;
      if (agent) {
        const moved = await moveAgent(tx, agent, { kind: 'return', vouchers, amountMinor, currency });
        if (!moved.ok) return moved;
      }
      if (amountMinor === 0) continue;
      const place = await placeOf(tx, agent, { amountMinor: -amountMinor, currency });
      if (!place.ok) return place;
      await post(tx, {
        ...(place.data.entryId !== undefined && { id: place.data.entryId }),
        kind: 'electricity.vouchers_cancelled',
        memo: `${shownRange(code, input)}: ${input.reason.trim()}`,
        subject: { type: BATCH, id: batchId },
        lines: [
          { account: INCOME, amountMinor, currency },
          { account: place.data.account, amountMinor: -amountMinor, currency },
        ],
      });
    }
    const returnedMinor = price_minor * paid.length;
    if (paid.length > 0)
      await keepVouchers(tx, {
        batchId,
        currency,
        kind: 'returned',
        vouchers: paid.length,
        amountMinor: returnedMinor,
      });
    const amount = formatAmount(returnedMinor, currency);
    await audit(tx, 'electricity.batch.cancelled', {
      subject: { type: BATCH, id: batchId },
      after: { serials: shownRange(code, input), vouchers: cancelled.length, amount, currency },
      note: input.reason.trim(),
    });
    return ok({ vouchers: cancelled.length, amount, currency });
  });
}

/** Where the money of vouchers is: what an agent owes, or cash of the desk. */
async function placeOf(
  tx: Ctx,
  agent: LockedAgent | null | undefined,
  money: { amountMinor: number; currency: string },
): Promise<Result<{ account: string; entryId?: string }>> {
  if (agent) return ok({ account: agent.account });
  return cashAccount(tx, { ...money, subject: { type: BATCH, label: 'console.electricity.batch.many' } });
}

function countOf({ count }: BatchRow, { from, to }: Range): Result<number> {
  return from <= to && to <= count ? ok(to - from + 1) : refuse('electricity.batch.range', { most: count });
}

const shownRange = (code: string, { from, to }: Range) =>
  from === to ? serialOf(code, from) : `${serialOf(code, from)} – ${serialOf(code, to)}`;

const inRange = (tx: Ctx, batchId: string, { from, to }: Range) =>
  tx.db
    .updateTable('electricity_voucher')
    .where(inOrg(tx))
    .where('batch_id', '=', batchId)
    .where('number', '>=', from)
    .where('number', '<=', to);

const inRangeRows = (tx: Ctx, batchId: string, { from, to }: Range) =>
  tx.db
    .selectFrom('electricity_voucher')
    .select('agent_id')
    .where(inOrg(tx))
    .where('batch_id', '=', batchId)
    .where('number', '>=', from)
    .where('number', '<=', to);

/** Whose vouchers of a locked batch were sold on their account. */
async function agentsIn(tx: Ctx, batchId: string, range: Range): Promise<string[]> {
  const rows = await inRangeRows(tx, batchId, range)
    .where('state', '=', 'sold')
    .where('agent_id', 'is not', null)
    .distinct()
    .orderBy('agent_id')
    .execute();
  return rows.flatMap(({ agent_id }) => agent_id ?? []);
}
