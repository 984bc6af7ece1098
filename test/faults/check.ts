import pg from 'pg';
import type { Stage } from './ground.ts';
import type { Confirmed, Kind } from './work.ts';

/** The rows that the actions of a kind have left: each id with what names its action. */
const ROWS: Record<Kind, string> = {
  bill: 'select id, description as key from exhibition_bill',
  order: "select id, contact_name as key from raffle_order where contact_name not like 'held %'",
  scan: 'select id, nonce as key from mess_scan',
  purchase: 'select id, null as key from electricity_purchase',
  sale: 'select id, number as key from coffee_order',
  refund: 'select id, reason as key from coffee_refund',
  command: 'select id, null as key from coffee_command',
  result: "select id, said as key from coffee_command where state = 'succeeded'",
};

/** Rules that hold at every moment, each a query for what breaks it. */
const RULES: Record<string, string> = {
  'a student is served a meal of a day once':
    'select student_id from mess_service group by organization_id, student_id, service_on, meal_id having count(*) > 1',
  'an allowed scan is a service, and a service has its scan': `select s.id from mess_scan s full join mess_service v on v.organization_id = s.organization_id and v.scan_id = s.id
      where coalesce(s.allowed, false) <> (v.scan_id is not null)`,
  'a number is sold once': 'select n from raffle_order, unnest(numbers) n group by raffle_id, n having count(*) > 1',
  'the numbers of an order are sold': `select o.id, r.number, r.state, r.order_id
      from raffle_order o, unnest(o.numbers) n left join raffle_number r on r.number = n
      where o.contact_name not like 'held %' and (r.order_id is distinct from o.id or r.state <> 'sold')`,
  'an order whose money was confirmed is paid':
    "select id, state from raffle_order where state <> 'paid' and contact_name not like 'held %'",
  'a purchase that was paid in cash is credited': "select id from electricity_purchase where state <> 'credited'",
  'a total is the sum of its bills': `select c.id from exhibition_customer c, lateral (
      select count(*) as bills, coalesce(sum(b.amount_minor), 0) as total from exhibition_bill b
      where b.organization_id = c.organization_id and b.customer_id = c.id and b.voided_at is null) sums
    where (c.bill_count, c.total_minor) is distinct from (sums.bills, sums.total)`,
  'what a machine sold on a day is the sum of its orders': `select * from
      (select organization_id, sold_on, count(*) as orders, sum(amount_minor) as amount, sum(refunded_minor) as refunded
        from coffee_order group by 1, 2) o
      full join (select organization_id, sold_on, sum(orders) as orders, sum(amount_minor) as amount,
        sum(refunded_minor) as refunded from coffee_day where scope_id = organization_id group by 1, 2) d
      using (organization_id, sold_on)
    where (o.orders, o.amount, o.refunded) is distinct from (d.orders, d.amount, d.refunded)`,
  'what was given back of an order is the sum of its refunds': `select o.id from coffee_order o, lateral (
      select coalesce(sum(r.amount_minor), 0) as given from coffee_refund r
      where r.organization_id = o.organization_id and r.order_id = o.id and r.state = 'done') refunds
    where o.refunded_minor <> refunds.given`,
  'a coffee is made at most once for a command': 'select id from coffee_command where tries > 1',
};

/** Compares what was confirmed with what the database has, in both directions; returns every fault in words. */
export async function faultsIn(machines: Stage, confirmed: Confirmed): Promise<string[]> {
  const faults: string[] = [];
  const client = new pg.Client({ connectionString: machines.adminUrl });
  await client.connect();
  try {
    for (const [kind, query] of Object.entries(ROWS) as [Kind, string][]) {
      const { rows } = await client.query<{ id: string; key: string | null }>(query);
      faults.push(...differences(kind, rows, confirmed.get(kind) ?? new Map()));
    }
    for (const [rule, query] of Object.entries(RULES)) {
      const { rows } = await client.query(query);
      if (rows.length > 0) faults.push(`not so ${rows.length} times: ${rule}: ${JSON.stringify(rows.slice(0, 3))}`);
    }
  } finally {
    await client.end();
  }
  for (const args of [
    ['ledger', 'verify'],
    ['audit', 'verify'],
  ]) {
    const command = machines.command(args);
    if ((await command.exited) !== 0) faults.push(`counterfoil ${args.join(' ')}: ${command.output()}`);
  }
  return faults;
}

function differences(kind: Kind, rows: { id: string; key: string | null }[], promised: Map<string, string>): string[] {
  const ids = new Set(rows.map(({ id }) => id));
  const keys = rows.flatMap(({ key }) => key ?? []);
  const lost = [...promised].filter(([, id]) => !ids.has(id));
  return [
    ...lost.map(([key, id]) => `${key} was confirmed as ${id} and is lost`),
    ...(new Set(promised.values()).size === promised.size ? [] : [`two ${kind}s were confirmed with one id`]),
    ...(rows.length === promised.size ? [] : [`${promised.size} ${kind}s were confirmed, there are ${rows.length}`]),
    ...(new Set(keys).size === keys.length ? [] : [`a ${kind} was done twice`]),
  ];
}
