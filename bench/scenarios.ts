import { CompiledQuery } from 'kysely';
import { encodeCursor } from '../kernel/lib/cursor.ts';
import { shortId } from '../kernel/lib/ids.ts';
import { addBill } from '../modules/exhibition/actions/add-bill.ts';
import { registerCustomer } from '../modules/exhibition/actions/register-customer.ts';
import { listCustomers } from '../modules/exhibition/queries/customers.ts';
import { openConnections, record, repeater, type Substitute, send } from './bare.ts';
import { type Measured, measure, type Pace } from './load.ts';
import { newcomer, WORDS } from './people.ts';
import type { Stage } from './stage.ts';

/** One line of the report: over HTTP, and the same statements bare. */
export type Finding = { what: string; customers: number; clients: number; http: Measured; bare: Measured };
export type Run = { stage: Stage; customers: number; seconds: number };

/** Customers registered at 16 clients: row, credential, audit entry and queued mail in one commit, QR text in the answer. */
export async function create({ stage, customers, seconds }: Run): Promise<Finding> {
  const { exhibitionId } = stage.ground;
  const http = await overHttp(stage, { clients: 16, seconds, warmUp: 2 }, (line) =>
    line.post('/api/v1/exhibition/customers', JSON.stringify({ exhibitionId, ...newcomer() })),
  );
  const since = Date.now();
  const first = { ...newcomer(), exhibitionId };
  let code = '';
  const statements = await record(async () => {
    const made = await registerCustomer(stage.ctx, first);
    if (!made.ok) throw new Error(made.code);
    code = made.data.code;
  });
  let next = newcomer();
  const substitutes: Substitute[] = [
    [code, () => shortId(8)],
    [first.email, () => (next = newcomer()).email],
    [first.name, () => next.name],
    [`+91${first.phone}`, () => `+91${next.phone}`],
  ];
  const bare = await straight(
    stage,
    { clients: 16, seconds, warmUp: 1 },
    statements,
    since,
    'write',
    () => substitutes,
  );
  return { what: 'create a customer', customers, clients: 16, http, bare };
}

/** Bills added at 16 clients, each to a customer drawn at random and named by the 8-character ID. */
export async function bill({ stage, customers, seconds }: Run): Promise<Finding> {
  const codes = await sampleOfCodes(stage);
  const draw = () => codes[Math.floor(Math.random() * codes.length)] as string;
  const body = JSON.stringify({ amount: '249.50', description: 'Two mugs' });
  const http = await overHttp(stage, { clients: 16, seconds, warmUp: 2 }, (line) =>
    line.post(`/api/v1/exhibition/customers/${draw()}/bills`, body),
  );
  const since = Date.now();
  const code = draw();
  const statements = await record(() => addBill(stage.ctx, code, { amount: '249.50', description: 'Two mugs' }));
  const bare = await straight(stage, { clients: 16, seconds, warmUp: 1 }, statements, since, 'write', () => [
    [code, draw],
  ]);
  return { what: 'add a bill', customers, clients: 16, http, bare };
}

/** The list of customers, 50 a page, at one client: the first page and a late one, reached by its cursor. */
export async function list({ stage, customers, seconds }: Run): Promise<Finding[]> {
  const last = Math.min(1000, Math.floor(customers / 50));
  const findings: Finding[] = [];
  for (const page of [1, last]) {
    const after = page === 1 ? undefined : encodeCursor([await idBefore(stage, page)]);
    const path = `/api/v1/exhibition/customers?limit=50${after ? `&after=${after}` : ''}`;
    const pace = { clients: 1, seconds, warmUp: 1 };
    const http = await overHttp(stage, pace, (line) => line.get(path));
    const statements = await record(() => listCustomers(stage.ctx, { filter: {}, limit: 50, after }));
    const bare = await straight(stage, pace, statements, Date.now(), 'read', () => []);
    findings.push({ what: `list, page ${page.toLocaleString('en')}`, customers, clients: 1, http, bare });
  }
  return findings;
}

/** Name searches at 4 clients. */
export async function search({ stage, customers, seconds }: Run): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [kind, word] of Object.entries(WORDS)) {
    const path = `/api/v1/exhibition/customers?limit=50&search=${encodeURIComponent(word)}`;
    const pace = { clients: 4, seconds, warmUp: 1 };
    const http = await overHttp(stage, pace, (line) => line.get(path));
    const statements = await record(() => listCustomers(stage.ctx, { filter: {}, limit: 50, search: word }));
    const bare = await straight(stage, pace, statements, Date.now(), 'read', () => []);
    findings.push({ what: `search "${word}" (${kind})`, customers, clients: 4, http, bare });
  }
  return findings;
}

type Line = Awaited<ReturnType<Stage['lines']>>[number];

async function overHttp(stage: Stage, pace: Pace, once: (line: Line) => Promise<unknown>): Promise<Measured> {
  const lines = await stage.lines(pace.clients);
  try {
    return await measure(pace, (client) => once(lines[client] as Line), stage.cpu);
  } finally {
    for (const line of lines) line.close();
  }
}

async function straight(
  stage: Stage,
  pace: Pace,
  statements: Awaited<ReturnType<typeof record>>,
  since: number,
  kind: 'read' | 'write',
  substitutes: () => Substitute[],
): Promise<Measured> {
  const clients = await openConnections(stage.databaseUrl, pace.clients);
  const next = repeater(statements, since, substitutes());
  try {
    return await measure(pace, (client) => send(clients[client] as (typeof clients)[number], next(), kind), stage.cpu);
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

async function sampleOfCodes(stage: Stage): Promise<string[]> {
  const { rows } = await stage.ctx.system.executeQuery<{ code: string }>(
    CompiledQuery.raw('select code from exhibition_customer where organization_id = $1 order by random() limit 50000', [
      stage.ground.organizationId,
    ]),
  );
  return rows.map((row) => row.code);
}

/** The id of the last row before `page`. */
async function idBefore(stage: Stage, page: number): Promise<string> {
  const { rows } = await stage.ctx.system.executeQuery<{ id: string }>(
    CompiledQuery.raw(
      'select id from exhibition_customer where organization_id = $1 order by id desc offset $2 limit 1',
      [stage.ground.organizationId, (page - 1) * 50 - 1],
    ),
  );
  return rows[0]?.id as string;
}
