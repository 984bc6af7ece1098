import type { FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { auditWrite } from '../kernel/audit/index.ts';
import { credentialWrite } from '../kernel/credentials/index.ts';
import { endingWith, transaction, type Write } from '../kernel/db/index.ts';
import { newId } from '../kernel/lib/ids.ts';
import { messageWrite } from '../kernel/messages/index.ts';
import { addBill } from '../modules/exhibition/bills/add-bill.action.ts';
import { registerCustomer } from '../modules/exhibition/customers/register-customer.action.ts';
import { welcome } from '../modules/exhibition/customers/welcome.message.ts';
import { openConnections, record, repeater, send } from './bare.ts';
import type { CpuTime } from './cpu.ts';
import { median } from './load.ts';
import { newcomer } from './scenarios.ts';
import type { Inside, Stage } from './stage.ts';

/** Processor time of one part of a request, in milliseconds: in the server's process, and in the database's. */
export type CostFinding = { what: string } & CpuTime;
type Once = (client: number) => Promise<unknown>;

const AT_ONCE = 16;
const TIMES = 1600;
const ROUNDS = 7;

/**
 * The processor time of the parts that every write needs. The session check runs alone; audit and outbox are one small
 * insert, measured with and without them; row-level security is a bill's statements with the restricted role and the
 * organization set, against the same as the owner without. All in this process, where the parts can be measured
 * separately.
 */
export async function costs(stage: Stage, inside: Inside): Promise<CostFinding[]> {
  const session = await perRun(inside, sessionCheck(stage, inside));
  const [audited, queued] = await extra(inside, written(inside), [
    written(inside, (id) =>
      auditWrite(inside.ctx, 'exhibition.customer.registered', {
        subject: { type: 'exhibition.customer', id },
        after: { code: '7KQ2M9XA', name: 'Asha Verma', email: 'asha@bench.example', phone: '+919845012345' },
      }),
    ),
    written(inside, (id) => {
      const subject = { type: 'exhibition.customer', id };
      return messageWrite(inside.ctx, {
        to: 'asha@bench.example',
        template: welcome,
        params: { customerId: id },
        subject,
      }).write;
    }),
  ]);
  const { bound, free, close } = await withAndWithoutRowSecurity(stage, inside);
  const [scoped] = await extra(inside, free, [bound]);
  await close();
  return [
    { what: 'session check', ...session },
    { what: 'audit entry', ...(audited as CpuTime) },
    { what: 'row-level security', ...(scoped as CpuTime) },
    { what: 'outbox', ...(queued as CpuTime) },
  ];
}

function sessionCheck({ seed }: Stage, { app }: Inside): Once {
  const { authenticator, auth } = app.boot.services;
  const [name = '', value = ''] = seed.cookie.split('=');
  if (name !== auth.cookieName) throw new Error(`the session cookie is called ${name}`);
  const cookies = { [name]: decodeURIComponent(value) };
  return async () => {
    const request = { headers: { 'x-organization': seed.organization }, cookies, query: {} };
    const identity = await authenticator.authenticate(request as unknown as FastifyRequest);
    if (!identity || 'code' in identity) throw new Error('the session was refused');
  };
}

/** Written as requests write. */
function written({ ctx }: Inside, also?: (id: string) => Write): Once {
  return async () => {
    const id = newId();
    const done = await transaction(ctx, async (tx) => {
      const { write } = await credentialWrite(tx, { subjectType: 'exhibition.customer', subjectId: id });
      return endingWith(null, also ? [write, also(id)] : [write]);
    });
    if (!done.ok) throw new Error(done.code);
  };
}

async function withAndWithoutRowSecurity(stage: Stage, { ctx }: Inside) {
  const customer = await registerCustomer(ctx, { ...newcomer(), exhibition_id: stage.seed.exhibition });
  if (!customer.ok) throw new Error(customer.code);
  const since = Date.now();
  const bill = () => addBill(ctx, customer.data.code, { amount: '249.50', description: 'Two mugs' });
  const statements = await record(bill);
  const { rows } = await sql<{ id: string; code: string }>`
    select id, code from exhibition_customer limit 10000`.execute(ctx.system);
  let one = rows[0] as (typeof rows)[number];
  const draw = () => {
    one = rows[Math.floor(Math.random() * rows.length)] as typeof one;
    return one.code;
  };
  const renewed: [string, () => string][] = [
    [customer.data.code, draw],
    [customer.data.id, () => one.id],
  ];
  const ours = await openConnections(stage.databaseUrl, AT_ONCE);
  const owners = await openConnections(stage.databaseUrl, AT_ONCE, { role: 'counterfoil' });
  const replay = repeater(statements, since, renewed);
  const plain = repeater([{ text: 'begin' }, ...statements.slice(1)], since, renewed);
  return {
    bound: ((client) => send(ours[client] as (typeof ours)[number], replay(), 'write')) satisfies Once,
    free: ((client) => send(owners[client] as (typeof owners)[number], plain(), 'write')) satisfies Once,
    close: () => Promise.all([...ours, ...owners].map((connection) => connection.end())),
  };
}

/** What each of `ways` takes more than `base`: the median difference of several rounds in turn. */
async function extra(inside: Inside, base: Once, ways: Once[]): Promise<CpuTime[]> {
  const differences = ways.map((): CpuTime[] => []);
  for (const way of [base, ...ways]) await spent(inside, way);
  for (let round = 0; round < ROUNDS; round++) {
    const without = await spent(inside, base);
    for (const [which, way] of ways.entries()) {
      const taken = await spent(inside, way);
      differences[which]?.push({ server: taken.server - without.server, database: taken.database - without.database });
    }
  }
  return differences.map(medians);
}

async function perRun(inside: Inside, once: Once): Promise<CpuTime> {
  const rounds: CpuTime[] = [];
  await spent(inside, once);
  for (let round = 0; round < ROUNDS; round++) rounds.push(await spent(inside, once));
  return medians(rounds);
}

const medians = (of: CpuTime[]): CpuTime => ({
  server: median(of.map((time) => time.server)),
  database: median(of.map((time) => time.database)),
});

async function spent(inside: Inside, once: Once): Promise<CpuTime> {
  const before = inside.cpu();
  const loop = async (client: number) => {
    for (let i = client; i < TIMES; i += AT_ONCE) await once(client);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, (_, client) => loop(client)));
  const after = inside.cpu();
  return { server: (after.server - before.server) / TIMES, database: (after.database - before.database) / TIMES };
}
