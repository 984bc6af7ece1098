import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { COMMISSION, STALL_PAYOUT, STALL_SHARE } from '../names.ts';

/** How a stall stands with the house by the ledger and the till, in minor units. */
export type Standing = { money: number; commission: number; kept: number; paidOut: number };

/**
 * The four sums of a stall's account of all that happened before a moment: the money of its bills, the commission, the cash
 * that its own drawer kept, and what was paid out. What the house owes is what is left of the first.
 */
export async function standingBefore(ctx: Ctx, account: string, before: Date | null): Promise<Standing> {
  const org = orgOf(ctx).id;
  // Raw SQL: sums with conditions read better in SQL.
  const { rows } = await sql<Standing>`
    with entries as (
      select e.id, e.kind, sum(l.amount_minor) as minor from ledger_line l
      join ledger_entry e on e.organization_id = ${org} and e.id = l.entry_id
      where l.organization_id = ${org} and l.account = ${account} and (${before}::timestamptz is null or e.at < ${before})
      group by 1, 2
    ), commission as (
      select coalesce(-sum(l.amount_minor), 0)::bigint as minor
      from ledger_line l join entries e on e.id = l.entry_id and e.kind = ${STALL_SHARE}
      where l.organization_id = ${org} and l.account = ${COMMISSION}
    ), drawer as (
      select coalesce(sum(m.amount_minor), 0)::bigint as minor from till_session s
      join till_movement m on m.organization_id = ${org} and m.session_id = s.id
      where s.organization_id = ${org} and s.owner_account = ${account} and m.kind in ('sale', 'refund')
        and (${before}::timestamptz is null or m.at < ${before})
    ), sums as (
      select coalesce(-sum(minor) filter (where kind = ${STALL_SHARE}), 0)::bigint as shares,
        -- Cash that never came, found after the drawer was counted.
        coalesce(sum(minor) filter (where kind like 'payment.%'), 0)::bigint as corrected,
        coalesce(sum(minor) filter (where kind = ${STALL_PAYOUT}), 0)::bigint as "paidOut"
      from entries
    )
    select (s.shares + c.minor)::bigint as money, c.minor as commission, (d.minor + s.corrected)::bigint as kept, s."paidOut"
    from sums s, commission c, drawer d`.execute(ctx.db);
  return rows[0] ?? { money: 0, commission: 0, kept: 0, paidOut: 0 };
}

export const owedOf = ({ money, commission, kept, paidOut }: Standing): number => money - commission - kept - paidOut;
