import { sql } from 'kysely';
import type { LedgerCheck } from '../ledger/index.ts';
import { drawerAccount } from './accounts.ts';

/**
 * Compares drawers with the ledger: a drawer's account holds what its movements say, each movement's entry has its
 * amount on that account, and a closed session was expected to hold its movements, counted its difference, and is empty.
 */
export const ledgerCheck: LedgerCheck = async (system, organizationId) => {
  // Raw SQL: sums with conditions read better in SQL.
  const [drawers, movements, sessions] = await Promise.all([
    sql<{ id: string; code: string; currency: string; moved: number; balance: number }>`
      select d.id, d.code, d.currency,
        (select coalesce(sum(m.amount_minor), 0)::bigint from till_session s
           join till_movement m on m.organization_id = s.organization_id and m.session_id = s.id
         where s.organization_id = d.organization_id and s.drawer_id = d.id) as moved,
        (select coalesce(sum(l.amount_minor), 0)::bigint from ledger_line l
         where l.organization_id = d.organization_id and l.account = 'assets:cash:' || d.code) as balance
      from till_drawer d where d.organization_id = ${organizationId} order by d.id`.execute(system),
    sql<{ id: string; session_id: string; entry_id: string; amount: number; posted: number }>`
      select m.id, m.session_id, m.ledger_entry_id as entry_id, m.amount_minor as amount, p.posted
      from till_movement m
      join till_session s on s.organization_id = m.organization_id and s.id = m.session_id
      join till_drawer d on d.organization_id = s.organization_id and d.id = s.drawer_id
      cross join lateral (select coalesce(sum(l.amount_minor), 0)::bigint as posted from ledger_line l
        where l.organization_id = m.organization_id and l.entry_id = m.ledger_entry_id
          and l.account = 'assets:cash:' || d.code) p
      where m.organization_id = ${organizationId} and m.ledger_entry_id is not null and p.posted <> m.amount_minor
      order by m.id`.execute(system),
    sql<{ id: string; expected: number; difference: number; before: number; differed: number; left: number }>`
      select * from (
        select s.id, s.expected_minor as expected, s.difference_minor as difference,
          coalesce(sum(m.amount_minor) filter (where m.kind not in ('difference', 'handover')), 0)::bigint as before,
          coalesce(sum(m.amount_minor) filter (where m.kind = 'difference'), 0)::bigint as differed,
          coalesce(sum(m.amount_minor), 0)::bigint as left
        from till_session s
        left join till_movement m on m.organization_id = s.organization_id and m.session_id = s.id
        where s.organization_id = ${organizationId} and s.closed_at is not null
        group by s.organization_id, s.id) as closed
      where expected <> before or difference <> differed or "left" <> 0
      order by id`.execute(system),
  ]);
  return [
    ...drawers.rows
      .filter(({ moved, balance }) => moved !== balance)
      .map(({ id, code, currency, moved, balance }) => ({
        kind: 'till_account_differs',
        entryId: null,
        subjectId: id,
        detail: `${drawerAccount(code)} holds ${balance} ${currency} minor units, its movements say ${moved}`,
      })),
    ...movements.rows.map(({ session_id, entry_id, amount, posted }) => ({
      kind: 'till_entry_differs',
      entryId: entry_id,
      subjectId: session_id,
      detail: `a movement of ${amount}, its entry has ${posted} on the drawer`,
    })),
    ...sessions.rows.map(({ id, expected, difference, before, differed, left }) => ({
      kind: 'till_close_differs',
      entryId: null,
      subjectId: id,
      detail: `expected ${expected} of ${before}, difference ${difference} of ${differed}, ${left} left in a closed drawer`,
    })),
  ];
};
