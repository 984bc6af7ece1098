import { type RawBuilder, sql } from 'kysely';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { dayBounds } from '../../../kernel/lib/time.ts';
import type { PaymentMethod } from '../../../kernel/payments/index.ts';
import { soldTaxes } from '../bills/bill-taxes.query.ts';
import { percent } from '../exhibitions/exhibitions.query.ts';
import { BILL } from '../names.ts';
import { asStall, stallRows } from '../stalls/stalls.query.ts';
import { owedOf, type Standing, standingBefore } from './account.query.ts';
import type { Payout, Statement, StatementQuery } from './contract.ts';

type Span = { id: string; begin: Date | null; end: Date | null };
type Sums = { bills: number; voided: number; total: number; discount: number; refunded: number; paid: number };

/** How a stall stands with the house, of some days or of all. Refusals: `exhibition.stall.not_found`, `dates_reversed`. */
export async function statementOf(ctx: Ctx, id: string, { from, to }: StatementQuery): Promise<Result<Statement>> {
  const { id: org, timeZone } = orgOf(ctx);
  if (from && to && to < from)
    return refuse('exhibition.dates_reversed', undefined, { to: 'exhibition.dates_reversed' });
  const stall = await stallRows(ctx).where('id', '=', id).executeTakeFirst();
  if (!stall) return refuse('exhibition.stall.not_found');
  const { account, currency } = stall;
  const begin = from ? dayBounds(timeZone, from).from : null;
  const end = to ? dayBounds(timeZone, to).to : null;
  const span = { id, begin, end };
  // Raw SQL: sums with conditions read better in SQL.
  const spanned = sql`b.organization_id = ${org} and b.stall_id = ${id}
    and (${begin}::timestamptz is null or b.created_at >= ${begin}) and (${end}::timestamptz is null or b.created_at < ${end})`;
  const [sums, taxes, received, before, after, now, payouts] = await Promise.all([
    billSums(ctx, spanned),
    soldTaxes(ctx, spanned),
    receivedOf(ctx, account, span),
    begin ? standingBefore(ctx, account, begin) : NOTHING,
    standingBefore(ctx, account, end),
    end ? standingBefore(ctx, account, null) : null,
    payoutsOf(ctx, span),
  ]);
  const money = (minor: number) => formatAmount(minor, currency);
  return ok({
    stall: asStall(ctx, stall),
    from: from ?? null,
    to: to ?? null,
    currency,
    sales: asSales(sums, money),
    taxes: (taxes.get(currency) ?? []).map(({ basis_points, net_minor, tax_minor }) => ({
      percent: percent(basis_points),
      net: money(net_minor),
      net_minor,
      tax: money(tax_minor),
      tax_minor,
    })),
    received: received.map(({ minor, refunded, ...row }) => ({
      ...row,
      amount: money(minor),
      amount_minor: minor,
      refunded: money(refunded),
      refunded_minor: refunded,
    })),
    account: asAccount(before, after, money),
    payouts: payouts.map(
      (row): Payout => ({
        id: row.id,
        amount: money(row.amount_minor),
        amount_minor: row.amount_minor,
        method: row.method as Payout['method'],
        reference: row.reference,
        note: row.note,
        beyond: row.beyond,
        at: row.at.toISOString(),
        by: row.by_name,
      }),
    ),
    paid_out_so_far_minor: (now ?? after).paidOut,
  });
}

async function billSums(ctx: Ctx, spanned: RawBuilder<unknown>): Promise<Sums> {
  const { rows } = await sql<Sums>`
    select count(*) filter (where b.voided_at is null)::int as bills, count(b.voided_at)::int as voided,
      coalesce(sum(b.amount_minor) filter (where b.voided_at is null), 0)::bigint as total,
      coalesce(sum(b.discount_minor) filter (where b.voided_at is null), 0)::bigint as discount,
      coalesce(sum(b.refunded_minor) filter (where b.voided_at is null), 0)::bigint as refunded,
      coalesce(sum(b.paid_minor) filter (where b.voided_at is null), 0)::bigint as paid
    from exhibition_bill b where ${spanned}`.execute(ctx.db);
  return rows[0] as Sums;
}

type Received = {
  place: 'stall' | 'house';
  method: PaymentMethod;
  by: string;
  count: number;
  minor: number;
  refunded: number;
};

/** Money for the stall's bills, by whose drawer it is in, method and cashier. */
async function receivedOf(ctx: Ctx, account: string, { id, begin, end }: Span): Promise<Received[]> {
  const org = orgOf(ctx).id;
  // A movement of a till has the entry of its payment.
  const { rows } = await sql<Received>`
    select case when s.owner_account = ${account} and p.method = 'cash' then 'stall' else 'house' end as place, p.method,
      coalesce(m.actor_name, p.decided_by_name, '') as by, count(*)::int as count,
      sum(p.amount_minor)::bigint as minor, sum(p.refunded_minor)::bigint as refunded
    from exhibition_bill b
    join payment p on p.organization_id = ${org} and p.subject_type = ${BILL} and p.subject_id = b.id
    left join till_movement m on m.organization_id = ${org} and m.ledger_entry_id = p.ledger_entry_id
    left join till_session s on s.organization_id = ${org} and s.id = m.session_id
    where b.organization_id = ${org} and b.stall_id = ${id} and p.state in ('verified', 'refunded') and not p.owed
      and (${begin}::timestamptz is null or p.decided_at >= ${begin}) and (${end}::timestamptz is null or p.decided_at < ${end})
    group by 1, 2, 3 order by 1 desc, 2, 3`.execute(ctx.db);
  return rows;
}

const payoutsOf = (ctx: Ctx, { id, begin, end }: Span) =>
  ctx.db
    .selectFrom('exhibition_stall_payout')
    .selectAll()
    .where(inOrg(ctx))
    .where('stall_id', '=', id)
    .$if(begin !== null, (rows) => rows.where('at', '>=', begin as Date))
    .$if(end !== null, (rows) => rows.where('at', '<', end as Date))
    .orderBy('id', 'desc')
    .limit(500)
    .execute();

type Money = (minor: number) => string;

const asSales = ({ bills, voided, total, discount, refunded, paid }: Sums, money: Money): Statement['sales'] => ({
  bills,
  gross: money(total + discount),
  gross_minor: total + discount,
  discount: money(discount),
  discount_minor: discount,
  total: money(total),
  total_minor: total,
  returned: money(refunded),
  returned_minor: refunded,
  due: money(total - paid),
  due_minor: total - paid,
  voided,
});

/** What moved on the stall's account between two moments. */
function asAccount(before: Standing, after: Standing, money: Money): Statement['account'] {
  const moved = (what: keyof Standing) => after[what] - before[what];
  const [came, commission, kept, paidOut] = [moved('money'), moved('commission'), moved('kept'), moved('paidOut')];
  return {
    opening: money(owedOf(before)),
    opening_minor: owedOf(before),
    money: money(came),
    money_minor: came,
    commission: money(commission),
    commission_minor: commission,
    kept: money(kept),
    kept_minor: kept,
    paid_out: money(paidOut),
    paid_out_minor: paidOut,
    owed: money(owedOf(after)),
    owed_minor: owedOf(after),
  };
}

const NOTHING: Standing = { money: 0, commission: 0, kept: 0, paidOut: 0 };
