import pg from 'pg';
import { UNAMBIGUOUS } from '../kernel/lib/ids.ts';
import { FAMILY, GIVEN } from './people.ts';

const TABLES = ['exhibition_customer', 'exhibition_bill', 'credential', 'message'];

export type Ground = { organizationId: string; exhibitionId: string; currency: string };

/**
 * Makes customers number `from` to `to` with their credentials and sent e-mails, and two bills each on average, with
 * one statement per table, registered over the year before. Indexes are dropped and built again, and foreign keys are
 * not checked meanwhile, hence the superuser. The audit trail gets no entries.
 */
export async function fill(adminUrl: string, ground: Ground, from: number, to: number): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(`set session_replication_role = replica; set synchronous_commit = off; set work_mem = '64MB'`);
    const { rows } = await client.query<{ name: string; definition: string }>(
      `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
       where i.indrelid = any($1::regclass[]) and not exists (select from pg_constraint where conindid = i.indexrelid)`,
      [TABLES],
    );
    const rebuild = to - from > 10_000;
    if (rebuild) for (const index of rows) await client.query(`drop index ${index.name}`);
    for (const statement of statements(ground, from, to)) await client.query(statement);
    if (rebuild) for (const index of rows) await client.query(index.definition);
    // As autovacuum leaves them some minutes later.
    for (const table of TABLES) await client.query(`vacuum analyze ${table}`);
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
}

function statements({ organizationId, exhibitionId, currency }: Ground, from: number, to: number): string[] {
  const organization = `'${organizationId}'::uuid`;
  // A year divided into a million steps; version 7 ids contain the moment, and a digest of the number as the random
  // part.
  const at = `(date_trunc('day', now()) - interval '366 days' + i * interval '31.5 seconds')`;
  const id = (kind: string, moment = at) =>
    `(lpad(to_hex((extract(epoch from ${moment}) * 1000)::bigint), 12, '0') || '7' || substr(md5('${kind}' || i), 1, 3) || '8' || substr(md5('${kind}' || i), 4, 15))::uuid`;
  const customer = id('customer');
  const numbers = `generate_series(${from}::bigint, ${to}::bigint) i`;
  // The first names of the list most often: the share of the first of 60 is 6.5 %, of the last 1.1 %.
  const one = (list: string[], salt: string) =>
    `(array['${list.join("','")}'])[1 + floor(${list.length} * power(abs(hashtext('${salt}' || i)) / 2147483648.0, 1.5))::int]`;
  const family = `case when i % 200000 = 7 then 'Thekkekara' when i % 400 = 11 then 'Pappachan' else ${one(FAMILY, 'f')} end`;
  // A step through all codes with a number that shares no factor with their count, 30^8: unique, and out of order.
  const digit = (place: number) =>
    `substr('${UNAMBIGUOUS}', 1 + ((i * 482113771 % ${30 ** 8}) / ${30 ** place} % 30)::int, 1)`;
  const code = Array.from({ length: 8 }, (_, place) => digit(place)).join(' || ');
  const bills = 'i % 5';
  const amount = '(500 + (i * 7919 + j * 104729) % 200000)';
  return [
    `insert into exhibition_customer (organization_id, id, exhibition_id, currency, code, name, email, phone, bill_count, total_minor, created_at, updated_at)
     select ${organization}, ${customer}, '${exhibitionId}', '${currency}', ${code}, given || ' ' || family,
       lower(given || '.' || family || i) || '@people.example', '+9198' || lpad((i * 7919 % 100000000)::text, 8, '0'),
       ${bills}, (select coalesce(sum(${amount}), 0) from generate_series(1, ${bills}) j), ${at}, ${at}
     from ${numbers}, lateral (select ${one(GIVEN, 'g')} as given, ${family} as family) n`,
    `insert into credential (organization_id, id, subject_type, subject_id, created_at)
     select ${organization}, ${id('credential')}, 'exhibition.customer', ${customer}, ${at} from ${numbers}`,
    `insert into message (organization_id, id, channel, to_address, template, language, params, state, attempts, subject, subject_type, subject_id, created_at, sent_at)
     select ${organization}, ${id('message')}, 'email', 'guest' || i || '@people.example', 'exhibition.welcome', 'en',
       jsonb_build_object('customerId', ${customer}), 'sent', 1, 'Your ID', 'exhibition.customer', ${customer}, ${at}, ${at} from ${numbers}`,
    `insert into exhibition_bill (organization_id, id, customer_id, amount_minor, currency, description, created_by_name, created_at)
     select ${organization}, (lpad(to_hex((extract(epoch from ${at}) * 1000)::bigint + j * 4000), 12, '0') || '7' || substr(md5(i || 'bill' || j), 1, 3) || '8' || substr(md5(i || 'bill' || j), 4, 15))::uuid,
       ${customer}, ${amount}, '${currency}', (array['Two mugs', 'Handloom scarf', 'Brass lamp', 'Spice box', '', 'Clay bowl', 'Honey, 500 g'])[1 + (i + j) % 7],
       'Bench', ${at} + j * interval '4 seconds'
     from ${numbers}, lateral generate_series(1, ${bills}) j`,
  ];
}
