/**
 * The plainest server that answers as the Django system of a comparison does, on that system's tables: Fastify, one
 * statement for each request, and nothing else. No sessions, permissions, audit, mail, forms or groups. What it needs,
 * any program on these two cores needs; the comparison's driver measures it with the Django dialect (bench/README.md).
 *
 * Environment: PORT, DATABASE_URL, QR_SECRET.
 */
import { createHmac, randomInt } from 'node:crypto';
import Fastify, { type FastifyRequest } from 'fastify';
import pg from 'pg';

const { PORT, DATABASE_URL, QR_SECRET = '' } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 16 });
const app = Fastify();

/** Prepared once by each connection. */
async function rows<Row>(name: string, text: string, values: unknown[]): Promise<Row[]> {
  return (await pool.query({ name, text, values })).rows;
}
const body = (request: FastifyRequest) => request.body as Record<string, unknown>;
const given = (request: FastifyRequest) => request.params as { id: string };

const PAGE = `
  select (select count(*)::int from exhibition_customer) as count, c.*, b.bill_count, b.total_amount
  from (select * from exhibition_customer order by created_at desc, id desc limit 50 offset $1) c,
    lateral (select count(*)::int as bill_count, coalesce(sum(amount), 0) as total_amount
      from exhibition_bill where customer_id = c.id) b`;
app.get('/api/customers/', async (request) => {
  const { page = '1' } = request.query as { page?: string };
  const results = await rows<{ count: number }>('page', PAGE, [(Number(page) - 1) * 50]);
  return { count: results[0]?.count, results };
});

const CREATE = `
  insert into exhibition_customer (customer_id, name, email, phone, qr_code, email_sent, created_at, updated_at)
  values ($1, $2, $3, $4, $5, false, now(), now()) returning customer_id, qr_code`;
app.post('/api/customers/', async (request, reply) => {
  const id = randomInt(2 ** 32)
    .toString(16)
    .toUpperCase()
    .padStart(8, '0');
  const { name, email, phone } = body(request);
  const [made] = await rows('create', CREATE, [id, name, email, phone, `qr_codes/${id}.png`]);
  return reply.code(201).send(made);
});

const LOCK = 'select id from exhibition_customer where customer_id = $1 for update';
const BILL = `
  with bill as (
    insert into exhibition_bill (customer_id, amount, description, created_at, created_by)
    values ($1, $2, $3, now(), 'plain') returning amount
  )
  select coalesce((select sum(amount) from exhibition_bill where customer_id = $1), 0) + amount as total_amount
  from bill`;
app.post<{ Params: { id: string } }>('/api/customers/:id/bills/', async (request, reply) => {
  const { amount, description } = body(request);
  const client = await pool.connect();
  try {
    await client.query('begin');
    const found = await client.query({ name: 'lock', text: LOCK, values: [given(request).id] });
    const values = [found.rows[0].id, amount, description];
    const added = await client.query({ name: 'bill', text: BILL, values });
    await client.query('commit');
    return reply.code(201).send(added.rows[0]);
  } finally {
    client.release();
  }
});

const SCAN = `
  with judged as (
    select case when s.id is null or s.qr_version <> $2 then 'QR'
      when s.status <> 'APPROVED' then 'NOT_APPROVED'
      when exists (select from mess_messclosure where from_date <= current_date and to_date >= current_date)
        then 'MESS_CLOSED'
      when not exists (select from mess_payment p where p.student_id = s.id and p.status = 'VERIFIED'
        and p.cycle_start <= current_date and p.cycle_end >= current_date) then 'PAYMENT_INVALID'
      when exists (select from mess_messcut c where c.student_id = s.id and c.from_date <= current_date
        and c.to_date >= current_date) then 'MESS_CUT'
      else 'OK' end as reason, s.id, s.name
    from (values ($1::int)) asked (id) left join mess_student s on s.id = asked.id
  )
  insert into mess_scanevent (student_id, meal, allowed, reason, staff_id, scanned_at)
  select id, $3, reason = 'OK', reason, 1, now() from judged returning id as scan_id, allowed, reason, scanned_at`;
app.post('/api/v1/scanner/scan', async (request) => {
  const { qr, meal } = body(request) as { qr: string; meal: string };
  const [, student, version, signature] = qr.split('.');
  const right = createHmac('sha256', QR_SECRET).update(`${student}.${version}`).digest('hex') === signature;
  const [written] = await rows('scan', SCAN, [right ? student : null, version, meal]);
  return written;
});

const RESERVE = `
  with r as (select id, ticket_price from raffles_raffle where id = $1),
  c as (select id from raffles_contact where wa_id = $2),
  pick as (
    select t.id, t.number from raffles_ticketnumber t
    where t.raffle_id = $1 and t.number = any ($3) and (t.status = 'AVAILABLE' or t.reserved_until < now())
    order by t.id limit 3 for update skip locked
  ), made as (
    insert into raffles_order (raffle_id, contact_id, qty, total_amount, status, payment_proof_media_id, created_at)
    select r.id, c.id, 3, 3 * r.ticket_price, 'PENDING_PAYMENT', '', now() from r, c
    where (select count(*) from pick) = 3 returning id
  ), held as (
    update raffles_ticketnumber t set status = 'RESERVED', reserved_by_order_id = made.id,
      reserved_until = now() + interval '15 minutes'
    from made where t.id in (select id from pick)
  ), listed as (insert into raffles_orderticket (order_id, ticket_id) select made.id, pick.id from made, pick)
  select made.id, (select array_agg(number) from pick) as numbers from made`;
app.post<{ Params: { id: string } }>('/api/raffles/:id/reserve/', async (request, reply) => {
  const { wa_id, numbers } = body(request);
  const some = () => Array.from({ length: 40 }, () => randomInt(1, 10_001));
  const [order] = await rows('reserve', RESERVE, [given(request).id, wa_id, numbers ?? some()]);
  return order ? reply.code(201).send(order) : reply.code(409).send({});
});

await app.listen({ port: Number(PORT), host: '127.0.0.1' });
