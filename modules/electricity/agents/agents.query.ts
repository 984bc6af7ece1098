import { type Ctx, inOrg, onOrg } from '../../../kernel/ctx/index.ts';
import { findPage, type PageQuery, showPage } from '../../../kernel/db/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { ownAccount } from '../../../kernel/portal/index.ts';
import type { Agent, Close } from './contract.ts';

const agentRows = (ctx: Ctx) =>
  ctx.db
    .selectFrom('electricity_agent as a')
    .leftJoin('portal_account as p', onOrg('p.id', 'a.account_id'))
    .select(['a.id', 'a.code', 'a.name', 'a.limit_minor', 'a.owed_minor', 'a.currency', 'a.active', 'a.created_at'])
    .select((eb) => eb.fn.coalesce('p.phone', 'p.email').as('contact'))
    .where(inOrg(ctx, 'a'));

type AgentRow = Awaited<ReturnType<ReturnType<typeof agentRows>['execute']>>[number];

/** A page of agents, newest first. */
export async function listAgents(ctx: Ctx, query: PageQuery): Promise<Result<Agent[]>> {
  return showPage(await findPage(agentRows(ctx), 'a.id', query), async (agents) => {
    const open = await openSums(ctx, agents);
    return agents.map((agent) => asAgent(agent, open.get(agent.id)));
  });
}

/** One agent. Refuses with `electricity.agent.not_found`. */
export async function getAgent(ctx: Ctx, id: string): Promise<Result<Agent>> {
  const row = await agentRows(ctx).where('a.id', '=', id).executeTakeFirst();
  return row ? ok(asAgent(row, (await openSums(ctx, [row])).get(id))) : refuse('electricity.agent.not_found');
}

/** The caller as an agent. Refuses with `portal.account_wanted` and `electricity.agent.not_found`. */
export async function ownAgent(ctx: Ctx): Promise<Result<Agent>> {
  const account = await ownAccount(ctx);
  if (!account.ok) return account;
  const row = await agentRows(ctx).where('a.account_id', '=', account.data.id).executeTakeFirst();
  return row ? ok(asAgent(row, (await openSums(ctx, [row])).get(row.id))) : refuse('electricity.agent.not_found');
}

export type Sums = { vouchers: number; sold: number; handed: number; closed: string | null };

/** What agents sold and handed over since their last close. */
export async function openSums(ctx: Ctx, agents: { id: string }[]): Promise<Map<string, Sums>> {
  if (agents.length === 0) return new Map();
  const ids = agents.map(({ id }) => id);
  const [moves, closes] = await Promise.all([
    ctx.db
      .selectFrom('electricity_agent_move')
      .select(['agent_id', 'kind'])
      .select((eb) => [eb.fn.sum<string>('vouchers').as('vouchers'), eb.fn.sum<string>('amount_minor').as('amount')])
      .where(inOrg(ctx))
      .where('agent_id', 'in', ids)
      .where('close_id', 'is', null)
      .groupBy(['agent_id', 'kind'])
      .execute(),
    ctx.db
      .selectFrom('electricity_agent_close')
      .select((eb) => ['agent_id', eb.fn.max('closed_on').as('closed')])
      .where(inOrg(ctx))
      .where('agent_id', 'in', ids)
      .groupBy('agent_id')
      .execute(),
  ]);
  const of = (agent: string, kind: string) => moves.find((one) => one.agent_id === agent && one.kind === kind);
  return new Map(
    ids.map((id) => {
      const [sale, back, handed] = [of(id, 'sale'), of(id, 'return'), of(id, 'handed')];
      const sums = {
        vouchers: Number(sale?.vouchers ?? 0) - Number(back?.vouchers ?? 0),
        sold: Number(sale?.amount ?? 0) - Number(back?.amount ?? 0),
        handed: Number(handed?.amount ?? 0),
        closed: closes.find(({ agent_id }) => agent_id === id)?.closed ?? null,
      };
      return [id, sums];
    }),
  );
}

function asAgent(row: AgentRow, sums: Sums = { vouchers: 0, sold: 0, handed: 0, closed: null }): Agent {
  const money = (minor: number) => formatAmount(minor, row.currency);
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    contact: row.contact,
    limit: money(row.limit_minor),
    owed: money(row.owed_minor),
    left: money(row.limit_minor - row.owed_minor),
    currency: row.currency,
    active: row.active,
    open: { vouchers: sums.vouchers, sold: money(sums.sold), handed: money(sums.handed) },
    closed_on: sums.closed,
    created_at: row.created_at.toISOString(),
  };
}

/** The closes of an agent, newest first. */
export async function listCloses(ctx: Ctx, agentId: string, query: PageQuery): Promise<Result<Close[]>> {
  const agent = await getAgent(ctx, agentId);
  if (!agent.ok) return agent;
  return findPage(closeRows(ctx).where('c.agent_id', '=', agentId), 'c.id', query, asClose);
}

/** One close. Refuses with `electricity.agent.not_found`. */
export async function getClose(ctx: Ctx, id: string): Promise<Result<Close>> {
  const row = await closeRows(ctx).where('c.id', '=', id).executeTakeFirst();
  return row ? ok(asClose(row)) : refuse('electricity.agent.not_found');
}

const closeRows = (ctx: Ctx) =>
  ctx.db
    .selectFrom('electricity_agent_close as c')
    .innerJoin('electricity_agent as a', onOrg('a.id', 'c.agent_id'))
    .select(['c.id', 'c.closed_on', 'c.vouchers', 'c.sold_minor', 'c.handed_minor', 'c.owed_minor', 'c.by_name'])
    .select('a.currency')
    .where(inOrg(ctx, 'c'));

const asClose = (row: Awaited<ReturnType<ReturnType<typeof closeRows>['execute']>>[number]): Close => ({
  id: row.id,
  closed_on: row.closed_on,
  vouchers: row.vouchers,
  sold: formatAmount(row.sold_minor, row.currency),
  handed: formatAmount(row.handed_minor, row.currency),
  owed: formatAmount(row.owed_minor, row.currency),
  currency: row.currency,
  by: row.by_name,
});
