import { sql } from 'kysely';
import { type Ctx, inOrg, onOrg, orgOf } from '../../ctx/index.ts';
import { findPage, type PageQuery } from '../../db/index.ts';
import { formatAmount } from '../../lib/money.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { addDays, dayBounds } from '../../lib/time.ts';
import type { Leftovers, Statement, StatementLine, StatementLineFilter } from '../contract.ts';
import { LEFT, MATCHED } from './matched.ts';
import { suggestSplits } from './suggest-splits.ts';

/** The line that a payment was matched with, for the payment's own page. */
export async function lineOf(ctx: Ctx, paymentId: string) {
  const line = await ctx.db
    .selectFrom('statement_line as l')
    .select(['l.id', 'l.statement_id', 'l.day', 'l.text', 'l.payer'])
    .where(inOrg(ctx, 'l'))
    .where((eb) =>
      eb.or([
        eb.and([eb('l.payment_id', '=', paymentId), eb('l.state', '=', 'matched')]),
        eb(
          'l.id',
          'in',
          eb
            .selectFrom('statement_part as s')
            .select('s.line_id')
            .where(inOrg(ctx, 's'))
            .where('s.payment_id', '=', paymentId),
        ),
      ]),
    )
    .orderBy('l.further')
    .executeTakeFirst();
  return line ?? null;
}

/** A page of statements, newest first, with their progress. */
export async function listStatements(ctx: Ctx, query: PageQuery): Promise<Result<Statement[]>> {
  return findPage(statementRows(ctx), 's.id', query, asStatement);
}

/** One statement; refuses with `statements.not_found`. */
export async function getStatement(ctx: Ctx, id: string): Promise<Result<Statement>> {
  const row = await statementRows(ctx).where('s.id', '=', id).executeTakeFirst();
  return row ? ok(asStatement(row)) : refuse('statements.not_found');
}

type Counts = { open: number; certain: number; matched: number; ignored: number };

function statementRows(ctx: Ctx) {
  return ctx.db
    .selectFrom('statement as s')
    .innerJoin('statement_format as f', onOrg('f.id', 's.format_id'))
    .selectAll('s')
    .select('f.name as format_name')
    .select(
      sql<Counts>`(select json_build_object(
        'open', count(*) filter (where l.state = 'open'),
        'certain', count(*) filter (where l.state = 'open' and l.certainty = 'certain'),
        'matched', count(*) filter (where l.state = 'matched'),
        'ignored', count(*) filter (where l.state = 'ignored'))
        from statement_line l where l.organization_id = s.organization_id and l.statement_id = s.id)`.as('counts'),
    )
    .where(inOrg(ctx, 's'));
}

function asStatement(row: Awaited<ReturnType<ReturnType<typeof statementRows>['execute']>>[number]): Statement {
  return {
    id: row.id,
    file_name: row.file_name,
    format: { id: row.format_id, name: row.format_name },
    currency: row.currency,
    from_on: row.from_on,
    to_on: row.to_on,
    lines: row.lines,
    known: row.known,
    outgoing: row.outgoing,
    ...row.counts,
    created_by: row.created_by_name,
    created_at: row.created_at.toISOString(),
  };
}

/** A page of lines with their matched or proposed payments, newest statement first, in the order of the file. */
export async function listLines(
  ctx: Ctx,
  query: PageQuery & { filter: StatementLineFilter },
): Promise<Result<StatementLine[]>> {
  const { statement_id, state, certainty } = query.filter;
  let rows = lineRows(ctx);
  if (statement_id) rows = rows.where('l.statement_id', '=', statement_id);
  if (state) rows = rows.where('l.state', '=', state);
  if (certainty === 'none') rows = rows.where('l.payment_id', 'is', null);
  else if (certainty) rows = rows.where('l.certainty', '=', certainty);
  return findPage(rows, 'l.id', query, asLine);
}

export async function viewLine(ctx: Ctx, id: string): Promise<Result<StatementLine>> {
  const row = await lineRows(ctx).where('l.id', '=', id).executeTakeFirst();
  return row ? ok(asLine(row)) : refuse('statements.line_not_found');
}

function lineRows(ctx: Ctx) {
  return (
    ctx.db
      .selectFrom('statement_line as l')
      .leftJoin('payment as p', onOrg('p.id', 'l.payment_id'))
      .leftJoin('person as h', onOrg('h.id', 'p.person_id'))
      // The other line that paid it, when this one says that it is already paid.
      .leftJoin('statement_line as m', (on) =>
        on
          .onRef('m.organization_id', '=', 'l.organization_id')
          .onRef('m.payment_id', '=', 'l.payment_id')
          .on('m.state', '=', 'matched')
          .on('m.further', '=', false)
          .on('l.certainty', '=', 'paid_already'),
      )
      .select([
        'm.payer as paid_by',
        'm.day as paid_on',
        'p.decided_by_name as confirmed_by',
        'p.decided_at as confirmed_at',
      ])
      .select(['l.id', 'l.statement_id', 'l.row', 'l.day', 'l.at', 'l.amount_minor', 'l.currency', 'l.text', 'l.payer'])
      .select([
        'l.transaction_reference',
        'l.state',
        'l.certainty',
        'l.because',
        'l.decided_by_name',
        'l.decided_at',
        'l.note',
      ])
      .select([LEFT.as('left_minor'), PARTS.as('parts')])
      .select(['p.id as payment', 'p.reference', 'p.state as payment_state', 'p.description', 'h.name as person_name'])
      .select(['p.payer_name', 'p.amount_minor as payment_minor', 'p.currency as payment_currency'])
      .where(inOrg(ctx, 'l'))
  );
}

type Part = ListedPayment & { part_minor: number };
const PARTS = sql<
  Part[]
>`(select coalesce(json_agg(json_build_object('id', q.id, 'reference', q.reference, 'state', q.state,
    'description', q.description, 'payer_name', coalesce(nullif(q.payer_name, ''), k.name, ''),
    'amount_minor', q.amount_minor, 'currency', q.currency, 'part_minor', s.amount_minor) order by q.id), '[]')
  from statement_part s
  join payment q on q.organization_id = s.organization_id and q.id = s.payment_id
  left join person k on k.organization_id = q.organization_id and k.id = q.person_id
  where s.organization_id = l.organization_id and s.line_id = l.id)`;

function asLine(row: Awaited<ReturnType<ReturnType<typeof lineRows>['execute']>>[number]): StatementLine {
  return {
    id: row.id,
    statement_id: row.statement_id,
    row: row.row,
    day: row.day,
    at: row.at?.toISOString() ?? null,
    amount: formatAmount(row.amount_minor, row.currency),
    amount_minor: row.amount_minor,
    currency: row.currency,
    text: row.text,
    payer: row.payer,
    transaction_reference: row.transaction_reference,
    state: row.state as StatementLine['state'],
    payment: row.payment
      ? asPayment({
          id: row.payment,
          reference: row.reference ?? '',
          state: row.payment_state ?? '',
          description: row.description ?? '',
          payer_name: row.payer_name || (row.person_name ?? ''),
          amount_minor: row.payment_minor ?? 0,
          currency: row.payment_currency ?? row.currency,
        })
      : null,
    parts: row.parts.map(({ part_minor, ...payment }) => ({
      ...asPayment(payment),
      part: formatAmount(part_minor, payment.currency),
      part_minor,
    })),
    left: formatAmount(row.left_minor, row.currency),
    left_minor: row.left_minor,
    paid_already:
      row.certainty === 'paid_already'
        ? {
            by: row.paid_by || row.payer_name || (row.person_name ?? row.confirmed_by ?? ''),
            on: row.paid_on ?? row.confirmed_at?.toISOString().slice(0, 10) ?? null,
          }
        : null,
    certainty: row.certainty as StatementLine['certainty'],
    because: row.because,
    decided_by: row.decided_by_name,
    decided_at: row.decided_at?.toISOString() ?? null,
    note: row.note,
  };
}

type ListedPayment = Omit<NonNullable<StatementLine['payment']>, 'amount'>;
const asPayment = (payment: ListedPayment) => ({
  ...payment,
  amount: formatAmount(payment.amount_minor, payment.currency),
});

const SHOWN = 200;
/** A payment of the statement's last days may be on the next one. */
const SLACK_DAYS = 1;

/**
 * The unmatched rest of a statement: its open lines without a proposal, and the payments of its time without a line:
 * open ones, and confirmed ones except cash, which staff confirmed although the money isn't there.
 */
export async function leftovers(ctx: Ctx, statementId: string): Promise<Result<Leftovers>> {
  const statement = await getStatement(ctx, statementId);
  if (!statement.ok) return statement;
  const { from_on, to_on, currency } = statement.data;
  const { id: organizationId, timeZone } = orgOf(ctx);
  const from = dayBounds(timeZone, addDays(from_on, -SLACK_DAYS)).from;
  const to = dayBounds(timeZone, to_on).to;
  const lines = lineRows(ctx)
    .where('l.statement_id', '=', statementId)
    .where('l.state', '=', 'open')
    .where((eb) =>
      eb.or([
        eb('l.payment_id', 'is', null),
        // Named by our reference, with another amount: perhaps several payments in one.
        eb.and([eb('l.certainty', '=', 'likely'), sql<boolean>`${LEFT} not in (p.amount_minor, p.base_minor)`]),
      ]),
    );
  const [rows, lineCount, payments] = await Promise.all([
    lines.orderBy('l.row').limit(SHOWN).execute(),
    lines.clearSelect().select(sql<number>`count(*)`.as('n')).executeTakeFirstOrThrow(),
    sql<ListedPayment & { created_at: Date; submitted_at: Date | null; n: number }>`
      select p.id, p.reference, p.state, p.description, coalesce(nullif(p.payer_name, ''), h.name, '') as payer_name, p.amount_minor,
        p.currency, p.created_at, p.submitted_at, count(*) over () as n
      from payment p left join person h on h.organization_id = p.organization_id and h.id = p.person_id
      where p.organization_id = ${organizationId} and p.currency = ${currency} and p.method <> 'cash'
        and (p.state in ('awaiting', 'submitted', 'unknown') or p.state = 'verified')
        and coalesce(p.submitted_at, p.created_at) >= ${from} and coalesce(p.submitted_at, p.created_at) < ${to}
        and not ${MATCHED}
        and not exists (select from statement_line l where l.organization_id = p.organization_id and l.payment_id = p.id
          and l.state = 'open' and ${LEFT} in (p.amount_minor, p.base_minor))
      order by p.id limit ${SHOWN}`.execute(ctx.db),
  ]);
  const left = rows.map(asLine);
  return ok({
    lines: left,
    suggestions: await suggestSplits(ctx, left, payments.rows),
    line_count: lineCount.n,
    payments: payments.rows.map(({ n: _, created_at, submitted_at, ...payment }) => ({
      ...asPayment(payment),
      created_at: created_at.toISOString(),
      submitted_at: submitted_at?.toISOString() ?? null,
    })),
    payment_count: payments.rows[0]?.n ?? 0,
  });
}
