import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { readEmail, readPhone } from '../../../kernel/lib/contact.ts';
import { newId, shortId } from '../../../kernel/lib/ids.ts';
import { parseAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { AGENT } from '../names.ts';
import { getAgent } from './agents.query.ts';
import type { Agent, AgentInput, AgentPatch } from './contract.ts';
import { lockAgent } from './move-agent.action.ts';

/**
 * Adds an agent. Refusals: `electricity.name_blank`, `electricity.agent.account_unknown` (nobody signed up with this
 * address), `account_taken`, those of amounts.
 */
export async function addAgent(ctx: Ctx, input: AgentInput): Promise<Result<Agent>> {
  const values = await readValues(ctx, input);
  if (!values.ok) return values;
  const { name = '', limit_minor = 0, account_id = null } = values.data;
  return transaction(ctx, async (tx) => {
    const now = tx.clock.now();
    const { id: organization_id, currency } = orgOf(tx);
    const id = newId(now.getTime());
    const code = shortId(6);
    const taken = await accountTaken(tx, account_id, id);
    if (taken) return taken;
    await tx.db
      .insertInto('electricity_agent')
      .values({ organization_id, id, code, name, account_id, currency, limit_minor, created_at: now, updated_at: now })
      .execute();
    await audit(tx, 'electricity.agent.added', {
      subject: { type: AGENT, id },
      after: { code, name, limit: input.limit, contact: input.contact ?? null },
    });
    return getAgent(tx, id);
  });
}

/** Changes an agent; one that is not active sells nothing. Refuses like addAgent, and with `electricity.agent.not_found`. */
export async function changeAgent(ctx: Ctx, id: string, patch: AgentPatch): Promise<Result<Agent>> {
  const values = await readValues(ctx, patch);
  if (!values.ok) return values;
  return transaction(ctx, async (tx) => {
    const agent = await lockAgent(tx, id);
    if (!agent.ok) return agent;
    const changed = Object.entries(values.data).filter(
      ([name, value]) => value !== agent.data[name as keyof typeof agent.data],
    );
    if (changed.length === 0) return getAgent(tx, id);
    const taken = await accountTaken(tx, values.data.account_id ?? null, id);
    if (taken) return taken;
    await tx.db
      .updateTable('electricity_agent')
      .set({ ...Object.fromEntries(changed), updated_at: tx.clock.now() })
      .where(inOrg(tx))
      .where('id', '=', id)
      .execute();
    await audit(tx, 'electricity.agent.changed', {
      subject: { type: AGENT, id },
      before: Object.fromEntries(changed.map(([name]) => [name, agent.data[name as keyof typeof agent.data]])),
      after: { name: agent.data.name, ...Object.fromEntries(changed) },
    });
    return getAgent(tx, id);
  });
}

type Values = { name?: string; limit_minor?: number; active?: boolean; account_id?: string | null };

async function readValues(ctx: Ctx, { name, limit, active, contact }: AgentPatch): Promise<Result<Values>> {
  const values: Values = {};
  if (name !== undefined) {
    values.name = name.trim();
    if (!values.name) return refuse('electricity.name_blank', undefined, { name: 'electricity.name_blank' });
  }
  if (limit !== undefined) {
    const minor = parseAmount(limit, orgOf(ctx).currency, orgOf(ctx));
    if (!minor.ok) return { ...minor, fields: { limit: minor.code } };
    if (minor.data < 0)
      return refuse('electricity.agent.limit_below', undefined, { limit: 'electricity.agent.limit_below' });
    values.limit_minor = minor.data;
  }
  if (active !== undefined) values.active = active;
  if (contact !== undefined) {
    const account = contact?.trim() ? await accountAt(ctx, contact.trim()) : null;
    if (account === undefined) {
      const code = 'electricity.agent.account_unknown';
      return refuse('electricity.agent.account_unknown', undefined, { contact: code });
    }
    values.account_id = account;
  }
  return ok(values);
}

/** The account of somebody who signed up with this address; undefined when nobody did. */
async function accountAt(ctx: Ctx, contact: string): Promise<string | undefined> {
  const mail = contact.includes('@');
  const read = mail ? readEmail(contact) : readPhone(contact, orgOf(ctx).country);
  if (!read.ok) return undefined;
  const row = await ctx.db
    .selectFrom('portal_account')
    .select('id')
    .where(inOrg(ctx))
    .where(mail ? 'email' : 'phone', '=', mail ? read.data.toLowerCase() : read.data)
    .executeTakeFirst();
  return row?.id;
}

async function accountTaken(tx: Ctx, accountId: string | null, id: string) {
  const other =
    accountId !== null &&
    (await tx.db
      .selectFrom('electricity_agent')
      .select('id')
      .where(inOrg(tx))
      .where('account_id', '=', accountId)
      .where('id', '<>', id)
      .executeTakeFirst());
  const code = 'electricity.agent.account_taken';
  return other ? refuse('electricity.agent.account_taken', undefined, { contact: code }) : null;
}
