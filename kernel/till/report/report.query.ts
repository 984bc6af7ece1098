import { type Ctx, inOrg, orgOf } from '../../ctx/index.ts';
import { t } from '../../i18n/index.ts';
import { formatAmount } from '../../lib/money.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { dayIn, hourStarts } from '../../lib/time.ts';
import type { Tax } from '../cash-account.ts';
import type { Report } from '../contract.ts';
import { getSession, supervises } from '../sessions/sessions.query.ts';

/** In the order in which people read them. */
const KINDS = ['float', 'sale', 'refund', 'pay_in', 'pay_out', 'drop'];

/**
 * The X report of an open session, for supervisors, or the Z report of a closed one: by method, by what was sold, by tax
 * rate and by hour. Refusals: `till.session_not_found`, `till.report_blind`.
 */
export async function tillReport(ctx: Ctx, id: string): Promise<Result<Report>> {
  const found = await getSession(ctx, id);
  if (!found.ok) return found;
  const session = found.data;
  if (session.closed_at === null && !supervises(ctx)) return refuse('till.report_blind');
  const { currency } = session;
  const rows = await ctx.db
    .selectFrom('till_movement')
    .select([
      'kind',
      'amount_minor',
      'total_minor',
      'method',
      'subject_type',
      'subject_label',
      'taxes',
      'at',
      'sold_at',
    ])
    .where(inOrg(ctx))
    .where('session_id', '=', id)
    .orderBy('id')
    .execute();
  const money = (minor: number) => formatAmount(minor, currency);
  const sales = rows.filter(({ method }) => method !== null);
  const sums = <K extends string>(key: string, of: Row[], by: (row: Row) => string, amount: (row: Row) => number) =>
    [...grouped(of, by)].map(([value, group]) => ({
      [key as K]: value,
      count: group.length,
      amount: money(total(group, amount)),
    })) as ({ [P in K]: string } & { count: number; amount: string })[];
  const labels = new Map(sales.map((row) => [row.subject_type ?? '', row.subject_label ?? '']));
  const taxes = sales.flatMap((row) => (row.taxes ?? []) as Tax[]);
  const [taxed, free] = [taxes.filter(({ rate }) => rate !== null), taxes.filter(({ rate }) => rate === null)];
  const untaxed =
    total(
      sales.filter((row) => row.taxes === null),
      taken,
    ) + total(free, inAll);
  const moved = rows.filter(({ kind, amount_minor }) => KINDS.includes(kind) && amount_minor !== 0);
  return ok({
    kind: session.closed_at === null ? 'x' : 'z',
    session,
    cash: sums<'kind'>('kind', moved, ({ kind }) => kind, inDrawer).sort(
      (a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind),
    ),
    by_method: sums<'method'>('method', sales, ({ method }) => method ?? '', taken),
    by_subject: sums<'subject'>('subject', sales, (row) => row.subject_type ?? '', taken).map((sum) => ({
      ...sum,
      label: t(ctx, labels.get(sum.subject) ?? sum.subject),
    })),
    by_tax: [...grouped(taxed, ({ rate }) => String(rate))]
      .map(([rate, group]) => ({
        rate: Number(rate),
        net: money(total(group, ({ net_minor }) => net_minor)),
        tax: money(total(group, ({ tax_minor }) => tax_minor)),
      }))
      .sort((a, b) => a.rate - b.rate),
    untaxed: money(untaxed),
    rounding: money(total(sales, taken) - total(taxed, inAll) - untaxed),
    by_hour: sums<'hour'>('hour', sales, ({ at, sold_at }) => hourOf(orgOf(ctx).timeZone, sold_at ?? at), taken),
    no_sales: rows.filter(({ kind }) => kind === 'no_sale').length,
    total: money(total(sales, taken)),
  });
}

type Row = {
  kind: string;
  amount_minor: number;
  total_minor: number;
  method: string | null;
  subject_type: string | null;
  subject_label: string | null;
  taxes: unknown;
  at: Date;
  sold_at: Date | null;
};

const inDrawer = (row: Row) => row.amount_minor;
const taken = (row: Row) => row.total_minor;
const inAll = ({ net_minor, tax_minor }: Tax) => net_minor + tax_minor;

function grouped<T>(rows: T[], by: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = by(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

const total = <T>(rows: T[], amount: (row: T) => number): number => rows.reduce((sum, row) => sum + amount(row), 0);

/** The beginning of the full local hour. */
function hourOf(zone: string, at: Date): string {
  const begun = hourStarts(zone, dayIn(zone, at)).filter((start) => start <= at);
  return (begun.at(-1) ?? at).toISOString();
}
