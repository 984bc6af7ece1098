import { CompiledQuery } from 'kysely';
import { type Ctx, inOrg, onOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { type Reference, readReference } from '../reference.rule.ts';
import { storedQuote } from '../tariffs/quote.query.ts';
import { boughtWh, type PriceFacts, tariffClauseOn } from '../tariffs/quote-facts.query.ts';
import type { Redemption } from './contract.ts';
import { serialOf } from './digits.rule.ts';

/** What decides about a redemption. The voucher's columns are null when there is none, and so are the meter's. */
export type Facts = PriceFacts & {
  voucher_id: string | null;
  number: number;
  last4: string;
  state: string;
  batch_code: string;
  amount_minor: number | null;
  wh: number | null;
  price_minor: number;
  currency: string;
  expires_at: Date;
  meter_id: string | null;
  meter_number: string;
  meter_name: string;
  meter_state: string;
  /** of the account at the meter's holder; null: it doesn't belong to it */
  role: string | null;
  /** the meter takes its units as digits */
  has_keypad: boolean;
};

/** A voucher's hash, a meter by uuid or number, the account (null: the desk), today and its month. */
export type Asked = { hash: Buffer; meter: string; accountId: string | null; day: string; month: string };

// Raw SQL: lateral look-ups, each by an index, where any may find nothing.
const facts = (which: Reference, type: string) => `
select v.*, m.*, n.role, t.id as tariff_id, t.updated_at as tariff_updated_at,
  exists (select from electricity_keypad q where q.organization_id = $1::uuid and q.meter_id = m.meter_id) as has_keypad,
  ${boughtWh('m.meter_id', 'a.month')} as bought_wh
from (values ($2::bytea, $3::${type}, $4::uuid, $5::date, $6::date)) a (hash, meter, account_id, month, day)
left join lateral (select v.id as voucher_id, v.number, v.last4, v.state, k.code as batch_code, k.amount_minor, k.wh,
    k.price_minor, k.currency, k.expires_at
  from electricity_voucher v join electricity_voucher_batch k on k.organization_id = $1::uuid and k.id = v.batch_id
  where v.organization_id = $1::uuid and v.code_hash = a.hash limit 1) v on true
left join lateral (select m.id as meter_id, m.number as meter_number, m.name as meter_name, m.state as meter_state,
    m.tariff_class, m.customer_id
  from electricity_meter m where m.organization_id = $1::uuid and m.${which} = a.meter limit 1) m on true
left join lateral (select n.role from electricity_member n
  where n.organization_id = $1::uuid and n.customer_id = m.customer_id and n.account_id = a.account_id limit 1) n on true
${tariffClauseOn('a.day')}`;
const FACTS: Record<Reference, string> = { id: facts('id', 'uuid'), number: facts('number', 'text') };

/** What decides about redeeming a voucher for a meter; undefined when the meter can't be one. */
export async function readFacts(ctx: Ctx, { hash, meter, accountId, month, day }: Asked): Promise<Facts | undefined> {
  const named = readReference(meter);
  if (!named) return undefined;
  const values = [orgOf(ctx).id, hash, named.reference, accountId, month, day];
  return (await ctx.db.executeQuery<Facts>(CompiledQuery.raw(FACTS[named.which], values))).rows[0];
}

/** What was redeemed, with the meter as it is now. */
export function redemptionRows(ctx: Ctx) {
  return ctx.db
    .selectFrom('electricity_redemption as r')
    .innerJoin('electricity_voucher as v', onOrg('v.id', 'r.id'))
    .innerJoin('electricity_voucher_batch as k', onOrg('k.id', 'v.batch_id'))
    .innerJoin('electricity_meter as m', onOrg('m.id', 'r.meter_id'))
    .innerJoin('electricity_balance as b', onOrg('b.meter_id', 'r.meter_id'))
    .select(['r.id', 'k.code', 'v.number', 'v.last4', 'r.meter_id', 'm.number as meter_number', 'm.name as meter_name'])
    .select(['r.amount_minor', 'r.currency', 'r.wh', 'r.working', 'b.balance_wh', 'r.created_at'])
    .where(inOrg(ctx, 'r'));
}

export type RedemptionRow = Awaited<ReturnType<ReturnType<typeof redemptionRows>['execute']>>[number];

export const asRedemption = (row: RedemptionRow): Redemption => ({
  id: row.id,
  serial: serialOf(row.code, row.number),
  last4: row.last4,
  meter: { id: row.meter_id, number: row.meter_number, name: row.meter_name },
  amount: row.amount_minor === null ? null : formatAmount(row.amount_minor, row.currency),
  currency: row.currency,
  wh: row.wh,
  quote: row.working === null ? null : storedQuote(row.working, true),
  balance_wh: row.balance_wh,
  redeemed_at: row.created_at.toISOString(),
  tokens: [],
});
