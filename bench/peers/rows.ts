import pg from 'pg';

/** The statements that fill the database: the data set that the outside driver knows by its formulas. */

export type Size = { customers: number; bills: number; students: number; fold: number; scans: number };
export type Ground = { organizationId: string; exhibitionId: string; cycleId: string; today: string; size: Size };

/** The people of the data set, by number: what is searched for. */
export function customer(i: number) {
  const code = ((i * 2_654_435_761) % 2 ** 32).toString(16).toUpperCase().padStart(8, '0');
  return {
    code: code.replaceAll('0', 'X').replaceAll('1', 'Y'),
    name: `${FIRST.split(' ')[i % 20]} ${LAST.split(' ')[Math.floor(i / 20) % 25]}`,
    email: `c${i}@example.org`,
    phone: `+25078${String(i).padStart(7, '0')}`,
  };
}

/** A connection to the program's database as the superuser. */
export async function superuser(postgres: { adminConnectionString: string }): Promise<pg.Client> {
  const url = new URL(postgres.adminConnectionString);
  url.pathname = '/counterfoil';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  return client;
}

/**
 * Writes all of them. When `settled`, as autovacuum leaves the tables later, and the indexes of a million rows are built
 * once; else the rows come unannounced. Foreign keys are not checked, hence the superuser.
 */
export async function fill(admin: pg.Client, ground: Ground, settled: boolean): Promise<void> {
  await admin.query(
    `set session_replication_role = replica; set synchronous_commit = off; set work_mem = '64MB';
     set maintenance_work_mem = '512MB'`,
  );
  const { rows: indexes } = await admin.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
     where i.indrelid = any('{exhibition_customer,exhibition_bill,credential,message}'::regclass[])
       and not exists (select from pg_constraint where conindid = i.indexrelid)`,
  );
  const rebuilt = settled && ground.size.customers > 10_000 ? indexes : [];
  for (const { name } of rebuilt) await admin.query(`drop index ${name}`);
  for (const statement of [...exhibitionRows(ground), ...messRows(ground)]) await admin.query(statement);
  for (const { definition } of rebuilt) await admin.query(definition);
  if (settled) await admin.query('vacuum analyze');
  if (settled) await admin.query('checkpoint');
}

const FIRST =
  'Amina Jean Fatou Kofi Grace Moussa Chantal Eric Aline Samuel Diane Patrick Esther David Rose Claude Alice Joseph Marie Paul';
const LAST =
  'Mugisha Diallo Okafor Mensah Uwase Traore Kamau Ndiaye Habimana Banda Cisse Owusu Keita Mwangi Abebe Toure Juma Sow Kone Otieno Phiri Bello Adeyemi Ba Nkosi';

/** A version 7 id of the moment `at`, with a digest of kind and number as its random part. */
const id = (kind: string, at: string, n = 'i') =>
  `(lpad(to_hex((extract(epoch from ${at}) * 1000)::bigint), 12, '0') || '7' || substr(md5('${kind}' || ${n}), 1, 3)
    || '8' || substr(md5('${kind}' || ${n}), 4, 15))::uuid`;
const one = (list: string, n: string) => `(array['${list.split(' ').join("','")}'])[1 + ${n}]`;

/** Customers with their codes, credentials, mails and bills; the codes have X and Y for 0 and 1. */
export function exhibitionRows({ organizationId, exhibitionId, size }: Ground): string[] {
  const organization = `'${organizationId}'::uuid`;
  const met = (n: string) => `(timestamptz '2026-01-01' + ${n} * interval '1 second')`;
  const at = met('i');
  const customer = id('customer', at);
  const billed = `(timestamptz '2026-06-01' + b * interval '1 second')`;
  const owed = `select 1 + (b * 7919::bigint) % ${size.customers} as i, 100 + b % 9900 as cents, b
    from generate_series(1, ${size.bills}) b`;
  const all = `generate_series(1, ${size.customers}::bigint) i`;
  return [
    `insert into exhibition_customer (organization_id, id, exhibition_id, currency, code, name, email, phone,
       bill_count, total_minor, created_at, updated_at)
     select ${organization}, ${customer}, '${exhibitionId}', 'INR',
       translate(upper(lpad(to_hex((i * 2654435761) % 4294967296), 8, '0')), '01', 'XY'),
       ${one(FIRST, '(i % 20)::int')} || ' ' || ${one(LAST, '((i / 20) % 25)::int')},
       'c' || i || '@example.org', '+25078' || lpad(i::text, 7, '0'), coalesce(n, 0), coalesce(cents, 0), ${at}, ${at}
     from ${all} left join (select i, count(*) n, sum(cents) cents from (${owed}) w group by i) b using (i)`,
    `insert into credential (organization_id, id, subject_type, subject_id, created_at)
     select ${organization}, ${id('credential', at)}, 'exhibition.customer', ${customer}, ${at} from ${all}`,
    `insert into message (organization_id, id, channel, to_address, template, language, params, state, attempts,
       subject, subject_type, subject_id, created_at, sent_at)
     select ${organization}, ${id('message', at)}, 'email', 'c' || i || '@example.org', 'exhibition.welcome', 'en',
       jsonb_build_object('customerId', ${customer}), 'sent', 1, 'Your ID', 'exhibition.customer', ${customer}, ${at},
       ${at} from ${all}`,
    `insert into exhibition_bill (organization_id, id, exhibition_id, customer_id, amount_minor, currency, description,
       created_by_name, created_at)
     select ${organization}, ${id('bill', billed, 'b')}, '${exhibitionId}', ${customer}, cents, 'INR', '', 'bench', ${billed}
     from (${owed}) w`,
  ];
}

/**
 * Students, `fold` of ours for each of the data set's, since nobody is served twice here. By their number modulo 20:
 * 0 is not approved, 1 has sent a proof, 2 is on a cut, 3 has not paid. Codes have the versions 2 to 4, so that each
 * has an older one.
 */
export function messRows({ organizationId, cycleId, today, size }: Ground): string[] {
  const organization = `'${organizationId}'::uuid`;
  const joined = `(timestamptz '2026-08-01' + i * interval '1 second')`;
  const student = id('student', joined);
  const person = id('person', joined);
  const all = `generate_series(1, ${size.students * size.fold}) i`;
  const scanned = `(now() - interval '1 day' - i * interval '30 seconds')`;
  return [
    `insert into person (organization_id, id, name, phone, language, created_at, updated_at)
     select ${organization}, ${person}, 'Student ' || i, '+25079' || lpad(i::text, 7, '0'), 'en', ${joined}, ${joined}
     from ${all}`,
    `insert into mess_student (organization_id, id, person_id, roll_number, room, state, notify_meals, decided_at,
       decided_by_name, created_at, updated_at)
     select ${organization}, ${student}, ${person}, 'R' || lpad(i::text, 6, '0'), 'B' || i % 40,
       case when i % 20 = 0 then 'pending' else 'approved' end, false, case when i % 20 <> 0 then ${joined} end,
       case when i % 20 <> 0 then 'Bench' end, ${joined}, ${joined} from ${all}`,
    `insert into credential (organization_id, id, subject_type, subject_id, version, created_at)
     select ${organization}, ${id('pass', joined)}, 'mess.student', ${student},
       2 + ((i - 1) % ${size.students} + 1) % 3, ${joined} from ${all}`,
    `insert into mess_cycle_payment (organization_id, id, student_id, cycle_id, state, price_minor, credit_minor,
       currency, verified_at, created_at, updated_at)
     select ${organization}, ${id('cycle', joined)}, ${student}, '${cycleId}',
       case when i % 20 = 1 then 'uploaded' else 'verified' end, 5500, 0, 'INR', case when i % 20 <> 1 then now() end,
       now(), now() from ${all} where i % 20 <> 3`,
    `insert into mess_cut (organization_id, id, student_id, from_on, to_on, state, created_by_name, created_at)
     select ${organization}, ${id('cut', joined)}, ${student}, date '${today}' - 1, date '${today}' + 7, 'active',
       'Bench', now() from ${all} where i % 20 = 2
     union all
     select ${organization}, ${id('cut of old', joined)}, ${student}, date '${today}' - 60, date '${today}' - 50,
       'active', 'Bench', now() from ${all} where i % 4 = 0`,
    `insert into mess_scan (organization_id, id, nonce, code_hash, device_id, device_name, at, received_at, offline,
       student_id, meal_id, service_on, allowed)
     select ${organization}, ${id('scan', scanned)}, 'of the past ' || i, sha256(('code' || i)::bytea), d.id, d.name,
       ${scanned}, now(), false, s.ids[1 + i % ${size.students}], m.id, ${scanned}::date, true
     from generate_series(1, ${size.scans}) i,
       (select array_agg(id order by roll_number) as ids from mess_student where roll_number <= 'R005000') s,
       (select id from mess_meal limit 1) m, (select id, name from device limit 1) d`,
  ];
}
