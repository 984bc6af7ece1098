import { sql } from 'kysely';
import { type Ctx, type Db, orgOf } from '../../ctx/index.ts';

type LedgerFault = {
  /** unbalanced, too_few_lines, reversal_differs, reversal_of_reversal, or a kind of a LedgerCheck */
  kind: string;
  entryId: string | null;
  /** the record that the entry should be about, when that is wrong */
  subjectId: string | null;
  /** for the person who investigates: what was found and what was expected */
  detail: string;
};

/**
 * Compares the entries of one kind with the records behind them and returns each difference. `system` is the unscoped
 * connection.
 */
export type LedgerCheck = (system: Db, organizationId: string) => Promise<LedgerFault[]>;

export type LedgerReport = {
  organizationId: string;
  organizationName: string;
  ok: boolean;
  entries: number;
  lines: number;
  faultCount: number;
  /** the first 200 */
  faults: LedgerFault[];
};

const FAULTS_KEPT = 200;

declare module '../../ctx/index.ts' {
  interface Services {
    ledgerChecks: LedgerCheck[];
  }
}

/**
 * Checks the rules of every entry of an organization again: its lines sum to zero in each currency, a reversal is the
 * exact opposite of its original, and the entries agree with the records behind them (each package's `ledgerChecks`).
 * The database enforces the first rule; this also proves it for a database that somebody may have edited directly.
 */
export async function verifyLedger(
  system: Db,
  organization: { id: string; name: string },
  checks: LedgerCheck[],
): Promise<LedgerReport> {
  const [counts, unbalanced, reversals, ...others] = await Promise.all([
    count(system, organization.id),
    findUnbalanced(system, organization.id),
    findFalseReversals(system, organization.id),
    ...checks.map((check) => check(system, organization.id)),
  ]);
  const faults = [...unbalanced, ...reversals, ...others.flat()];
  return {
    organizationId: organization.id,
    organizationName: organization.name,
    ok: faults.length === 0,
    ...counts,
    faultCount: faults.length,
    faults: faults.slice(0, FAULTS_KEPT),
  };
}

/**
 * The ledger of the organization of `ctx`, read with the rights of the tables' owner, so that rows written past
 * row-level security are found too.
 */
export function verifyOwn(ctx: Ctx): Promise<LedgerReport> {
  return verifyLedger(ctx.system, orgOf(ctx), ctx.services.ledgerChecks);
}

async function count(system: Db, organizationId: string): Promise<{ entries: number; lines: number }> {
  const [entries, lines] = await Promise.all(
    (['ledger_entry', 'ledger_line'] as const).map((table) =>
      system
        .selectFrom(table)
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .where('organization_id', '=', organizationId)
        .executeTakeFirstOrThrow(),
    ),
  );
  return { entries: entries?.n ?? 0, lines: lines?.n ?? 0 };
}

async function findUnbalanced(system: Db, organizationId: string): Promise<LedgerFault[]> {
  const { rows } = await sql<{ id: string; currency: string | null; sum: number | null; lines: number }>`
    select e.id, s.currency, s.sum, coalesce(n.lines, 0)::int as lines
    from ledger_entry e
    left join (select entry_id, count(*) as lines from ledger_line where organization_id = ${organizationId} group by entry_id) n
      on n.entry_id = e.id
    left join (select entry_id, currency, sum(amount_minor)::bigint as sum from ledger_line where organization_id = ${organizationId}
               group by entry_id, currency having sum(amount_minor) <> 0) s on s.entry_id = e.id
    where e.organization_id = ${organizationId} and (coalesce(n.lines, 0) < 2 or s.entry_id is not null)
    order by e.id`.execute(system);
  return rows.map(({ id, currency, sum, lines }) => ({
    kind: currency ? 'unbalanced' : 'too_few_lines',
    entryId: id,
    subjectId: null,
    detail: currency ? `its lines sum to ${sum} ${currency} minor units` : `it has ${lines} lines`,
  }));
}

/** Compares the lines of a reversal and of its original: a line of only one of them is a difference. */
async function findFalseReversals(system: Db, organizationId: string): Promise<LedgerFault[]> {
  // Raw SQL: nested conditions read better in SQL.
  const { rows } = await sql<{ id: string; reverses: string; again: boolean; differs: boolean }>`
    select r.id, r.reverses, o.reverses is not null as again, exists (
      (select line, account, -amount_minor, currency from ledger_line l where l.organization_id = r.organization_id and l.entry_id = r.id
       except all
       select line, account, amount_minor, currency from ledger_line l where l.organization_id = r.organization_id and l.entry_id = r.reverses)
      union all
      (select line, account, amount_minor, currency from ledger_line l where l.organization_id = r.organization_id and l.entry_id = r.reverses
       except all
       select line, account, -amount_minor, currency from ledger_line l where l.organization_id = r.organization_id and l.entry_id = r.id)
    ) as differs
    from ledger_entry r join ledger_entry o on o.organization_id = r.organization_id and o.id = r.reverses
    where r.organization_id = ${organizationId} and r.reverses is not null
    order by r.id`.execute(system);
  return rows.flatMap(({ id, reverses, again, differs }) => [
    ...(differs
      ? [{ kind: 'reversal_differs', entryId: id, subjectId: null, detail: `it is not the mirror of ${reverses}` }]
      : []),
    ...(again
      ? [{ kind: 'reversal_of_reversal', entryId: id, subjectId: null, detail: `${reverses} is a reversal itself` }]
      : []),
  ]);
}
