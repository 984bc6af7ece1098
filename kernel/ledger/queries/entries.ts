import { sql } from 'kysely';
import { type Ctx, inOrg, orgOf } from '../../ctx/index.ts';
import { findPage, type PageQuery, showPage } from '../../db/index.ts';
import { formatAmount } from '../../lib/money.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { dayBounds } from '../../lib/time.ts';
import { nameActors } from '../../subject-names/index.ts';
import type { LedgerAccount, LedgerEntry, LedgerEntryFilter } from '../contract.ts';

/** The names of accounts, by code, that stand for records such as drawers. */
export type AccountNames = (ctx: Ctx) => Promise<Map<string, string>>;

declare module '../../ctx/index.ts' {
  interface Services {
    accountNames: AccountNames[];
  }
}

export type EntryQuery = PageQuery & { filter: LedgerEntryFilter };

/** A page of entries with their lines, newest first. */
export async function listEntries(ctx: Ctx, query: EntryQuery): Promise<Result<LedgerEntry[]>> {
  const { account, kind, subject_id, from, to } = query.filter;
  const zone = orgOf(ctx).timeZone;
  let rows = entryRows(ctx);
  if (kind) rows = rows.where('e.kind', '=', kind);
  if (subject_id) rows = rows.where('e.subject_id', '=', subject_id);
  if (from) rows = rows.where('e.at', '>=', dayBounds(zone, from).from);
  if (to) rows = rows.where('e.at', '<', dayBounds(zone, to).to);
  if (account)
    rows = rows.where((eb) =>
      eb.exists(
        eb
          .selectFrom('ledger_line as a')
          .select('a.line')
          .whereRef('a.organization_id', '=', 'e.organization_id')
          .whereRef('a.entry_id', '=', 'e.id')
          .where('a.account', '=', account),
      ),
    );
  return showPage(await findPage(rows, 'e.id', query), async (found) =>
    (await nameActors(ctx, 'actor_name', found)).map(asEntry),
  );
}

/** One entry; refuses with `ledger.not_found`. */
export async function getEntry(ctx: Ctx, id: string): Promise<Result<LedgerEntry>> {
  const [row] = await nameActors(ctx, 'actor_name', await entryRows(ctx).where('e.id', '=', id).execute());
  return row ? ok(asEntry(row)) : refuse('ledger.not_found');
}

type Line = { account: string; amount_minor: number; currency: string };

function entryRows(ctx: Ctx) {
  return ctx.db
    .selectFrom('ledger_entry as e')
    .select(['e.id', 'e.at', 'e.kind', 'e.memo', 'e.subject_type', 'e.subject_id', 'e.reverses', 'e.actor_name'])
    .select((of) => [
      of
        .selectFrom('ledger_entry as r')
        .select('r.id')
        .whereRef('r.organization_id', '=', 'e.organization_id')
        .whereRef('r.reverses', '=', 'e.id')
        .as('reversed_by'),
      sql<
        Line[]
      >`(select json_agg(json_build_object('account', l.account, 'amount_minor', l.amount_minor, 'currency', l.currency)
        order by l.line) from ledger_line l where l.organization_id = e.organization_id and l.entry_id = e.id)`.as(
        'lines',
      ),
    ])
    .where(inOrg(ctx, 'e'));
}

type EntryRow = Awaited<ReturnType<ReturnType<typeof entryRows>['execute']>>[number];

function asEntry(row: EntryRow): LedgerEntry {
  const { subject_type: type, subject_id: id } = row;
  return {
    id: row.id,
    at: row.at.toISOString(),
    kind: row.kind,
    memo: row.memo,
    subject: type && id ? { type, id } : null,
    reverses: row.reverses,
    reversed_by: row.reversed_by,
    actor: row.actor_name,
    lines: row.lines.map((line) => ({ ...line, amount: formatAmount(line.amount_minor, line.currency) })),
  };
}

/** All accounts with their balance in each currency, by code. */
export async function listAccounts(ctx: Ctx): Promise<Result<LedgerAccount[]>> {
  const names = new Map<string, string>();
  for (const named of ctx.services.accountNames) for (const [code, name] of await named(ctx)) names.set(code, name);
  // Raw SQL: sums with conditions read better in SQL.
  const { rows } = await sql<{ code: string; currency: string | null; debit: number; credit: number; lines: number }>`
    select a.code, l.currency,
      coalesce(sum(l.amount_minor) filter (where l.amount_minor > 0), 0)::bigint as debit,
      coalesce(-sum(l.amount_minor) filter (where l.amount_minor < 0), 0)::bigint as credit,
      count(l.line)::int as lines
    from ledger_account a
    left join ledger_line l on l.organization_id = a.organization_id and l.account = a.code
    where a.organization_id = ${orgOf(ctx).id}
    group by a.code, l.currency
    order by a.code, l.currency`.execute(ctx.db);
  const accounts = new Map<string, LedgerAccount>();
  for (const { code, currency, debit, credit, lines } of rows) {
    const account = accounts.get(code) ?? { code, name: names.get(code) ?? null, balances: [] };
    accounts.set(code, account);
    if (!currency) continue;
    account.balances.push({
      currency,
      debit: formatAmount(debit, currency),
      credit: formatAmount(credit, currency),
      balance: formatAmount(debit - credit, currency),
      balance_minor: debit - credit,
      lines,
    });
  }
  return ok([...accounts.values()]);
}
