import { sql } from 'kysely';
import type { LedgerCheck } from '../ledger/index.ts';
import { assetOf, REFUNDS_DUE } from './domain/accounts.ts';
import type { PaymentMethod } from './domain/states.ts';

type Row = {
  id: string;
  state: string;
  amount_minor: number;
  currency: string;
  method: string;
  owed: boolean;
  entry_id: string | null;
  kind: string | null;
  subject_id: string | null;
  debit_account: string | null;
  debit: number | null;
  credit_account: string | null;
  credit: number | null;
  lines: number;
  others: number;
  given_back: number;
  refunded_minor: number;
};

/**
 * Compares payments with their entries, both ways: a verified payment has one entry of its amount between the right
 * accounts, a refunded one has pay-outs or a reversal of that amount, others have none; and no entry refers to a payment that doesn't refer back.
 */
export const ledgerCheck: LedgerCheck = async (system, organizationId) => {
  const [payments, withoutPayment] = await Promise.all([
    // Raw SQL: sums with conditions read better in SQL.
    sql<Row>`
      select p.id, p.state, p.amount_minor, p.currency, p.method, p.owed, p.ledger_entry_id as entry_id, e.kind, e.subject_id,
        d.account as debit_account, d.amount_minor as debit, c.account as credit_account, c.amount_minor as credit,
        (select count(*)::int from ledger_line l where l.organization_id = p.organization_id and l.entry_id = p.ledger_entry_id
           and l.currency = p.currency) as lines,
        (select count(*)::int from ledger_entry o where o.organization_id = p.organization_id and o.subject_id = p.id
           and o.kind = 'payment.verified' and o.id is distinct from p.ledger_entry_id and not exists (
             -- what was owed and then served has its first entry reversed
             select from ledger_entry r where r.organization_id = o.organization_id and r.reverses = o.id)) as others,
        (select coalesce(sum(l.amount_minor), 0)::bigint from ledger_entry o
           join ledger_line l on l.organization_id = o.organization_id and l.entry_id = o.id and l.amount_minor > 0
             and l.currency = p.currency
         where o.organization_id = p.organization_id and o.subject_id = p.id
           and o.kind in ('payment.refunded', 'payment.verified.reversed')
           and (o.reverses is null or o.reverses = p.ledger_entry_id)) as given_back,
        p.refunded_minor
      from payment p
      left join ledger_entry e on e.organization_id = p.organization_id and e.id = p.ledger_entry_id
      left join ledger_line d on d.organization_id = p.organization_id and d.entry_id = p.ledger_entry_id and d.line = 1
      left join ledger_line c on c.organization_id = p.organization_id and c.entry_id = p.ledger_entry_id and c.line = 2
      where p.organization_id = ${organizationId} and (p.state in ('verified', 'refunded') or p.ledger_entry_id is not null)
      order by p.id`.execute(system),
    sql<{ id: string; subject_id: string | null }>`
      select e.id, e.subject_id from ledger_entry e
      where e.organization_id = ${organizationId} and e.kind in ('payment.verified', 'payment.refunded')
        and not exists (select from payment p where p.organization_id = e.organization_id and p.id = e.subject_id
                        and p.state in ('verified', 'refunded'))
      order by e.id`.execute(system),
  ]);
  return [
    ...payments.rows.flatMap((row) =>
      faultsOf(row).map(([kind, detail]) => ({ kind, entryId: row.entry_id, subjectId: row.id, detail })),
    ),
    ...withoutPayment.rows.map(({ id, subject_id }) => ({
      kind: 'entry_without_payment',
      entryId: id,
      subjectId: subject_id,
      detail: 'no payment is verified that this entry could be of',
    })),
  ];
};

function faultsOf(row: Row): [kind: string, detail: string][] {
  const faults: [string, string][] = [];
  if (row.state !== 'verified' && row.state !== 'refunded') {
    return [['entry_of_unpaid', `the payment is ${row.state} and has an entry`]];
  }
  if (row.entry_id === null || row.kind === null) {
    faults.push(['payment_without_entry', `the payment is ${row.state} and has no entry`]);
  } else {
    if (row.kind !== 'payment.verified' || row.subject_id !== row.id)
      faults.push(['entry_of_another', `its entry is a ${row.kind} of ${row.subject_id}`]);
    if (row.debit !== row.amount_minor || row.credit !== -row.amount_minor || row.lines !== 2)
      faults.push(['amount_differs', `${row.amount_minor} ${row.currency} were paid, the entry says ${row.debit}`]);
    const asset = assetOf(row.method as PaymentMethod);
    const inDrawer = row.method === 'cash' && row.debit_account?.startsWith(`${asset}:`);
    if (row.debit_account !== asset && !inDrawer)
      faults.push(['wrong_account', `paid by ${row.method}, but on ${row.debit_account}`]);
    if (row.owed !== (row.credit_account === REFUNDS_DUE))
      faults.push(['wrong_account', `${row.owed ? 'owed' : 'not owed'}, but on ${row.credit_account}`]);
  }
  if (row.others > 0) faults.push(['posted_twice', `${row.others} more entries say that it was paid`]);
  if (row.given_back !== row.refunded_minor || (row.state === 'refunded') !== (row.refunded_minor === row.amount_minor))
    faults.push([
      'refund_differs',
      `it is ${row.state}, ${row.refunded_minor} went back, its entries say ${row.given_back}`,
    ]);
  return faults;
}
