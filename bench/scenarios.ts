import { CompiledQuery } from 'kysely';
import { encodeCursor } from '../kernel/lib/cursor.ts';
import { shortId } from '../kernel/lib/ids.ts';
import { addBill } from '../modules/exhibition/bills/add-bill.action.ts';
import { listCustomers } from '../modules/exhibition/customers/customers.query.ts';
import { registerCustomer } from '../modules/exhibition/customers/register-customer.action.ts';
import { openConnections, record, repeater, send } from './bare.ts';
import { compare, type Line, type Measured, type Once, type Pace } from './load.ts';
import { newcomer, WORDS } from './people.ts';
import type { Stage } from './stage.ts';

/** One line of the report: over HTTP, and the same statements bare. */
export type Finding = { what: string; customers: number; clients: number; http: Measured; bare: Measured };
export type Run = { stage: Stage; customers: number; seconds: number };

/**
 * Customers registered at 16 clients: row, credential, audit entry and queued mail in one commit, QR text in the
 * answer.
 */
export async function create({ stage, customers, seconds }: Run): Promise<Finding> {
  const { exhibitionId } = stage.ground;
  const since = Date.now();
  const first = newcomer();
  let code = '';
  const statements = await record(async () => {
    const made = await registerCustomer(stage.ctx, { ...first, exhibition_id: exhibitionId });
    if (!made.ok) throw new Error(made.code);
    code = made.data.code;
  });
  let next = first;
  const renew = () => {
    next = newcomer();
    return next.email;
  };
  const replay = repeater(statements, since, [
    [code, () => shortId(8)],
    [first.email, renew],
    [first.name, () => next.name],
    [`+91${first.phone}`, () => `+91${next.phone}`],
  ]);
  const measured = await against(stage, { clients: 16, seconds }, 'write', replay, (line) =>
    line.post('/api/v1/exhibition/customers', JSON.stringify({ exhibition_id: exhibitionId, ...newcomer() })),
  );
  return { what: 'create a customer', customers, clients: 16, ...measured };
}

/** Bills added at 16 clients, each to a customer drawn at random and named by the 8-character ID. */
export async function bill({ stage, customers, seconds }: Run): Promise<Finding> {
  const codes = await sampleOfCodes(stage);
  const draw = () => codes[Math.floor(Math.random() * codes.length)] as string;
  const input = { amount: '249.50', description: 'Two mugs' };
  const since = Date.now();
  const code = draw();
  const replay = repeater(await record(() => addBill(stage.ctx, code, input)), since, [[code, draw]]);
  const body = JSON.stringify(input);
  const measured = await against(stage, { clients: 16, seconds }, 'write', replay, (line) =>
    line.post(`/api/v1/exhibition/customers/${draw()}/bills`, body),
  );
  return { what: 'add a bill', customers, clients: 16, ...measured };
}

/** The list of customers, 50 a page, one client: the first page and a late one, reached by its cursor. */
export async function list({ stage, customers, seconds }: Run): Promise<Finding[]> {
  const last = Math.min(1000, Math.floor(customers / 50));
  const findings: Finding[] = [];
  for (const page of [1, last]) {
    const after = page === 1 ? undefined : encodeCursor([await idBefore(stage, page)]);
    const path = `/api/v1/exhibition/customers?limit=50${after ? `&after=${after}` : ''}`;
    const statements = await record(() => listCustomers(stage.ctx, { filter: {}, limit: 50, after }));
    const replay = repeater(statements, Date.now());
    const measured = await against(stage, { clients: 1, seconds }, 'read', replay, (line) => line.get(path));
    findings.push({ what: `list, page ${page.toLocaleString('en')}`, customers, clients: 1, ...measured });
  }
  return findings;
}

/** Name searches at 4 clients. */
export async function search({ stage, customers, seconds }: Run): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [kind, word] of Object.entries(WORDS)) {
    const path = `/api/v1/exhibition/customers?limit=50&search=${encodeURIComponent(word)}`;
    const statements = await record(() => listCustomers(stage.ctx, { filter: {}, limit: 50, search: word }));
    const replay = repeater(statements, Date.now());
    const measured = await against(stage, { clients: 4, seconds }, 'read', replay, (line) => line.get(path));
    findings.push({ what: `search "${word}" (${kind})`, customers, clients: 4, ...measured });
  }
  return findings;
}

/** The request over HTTP, and its statements directly through the driver on as many connections. */
async function against(
  stage: Stage,
  pace: Pace,
  kind: 'read' | 'write',
  replay: ReturnType<typeof repeater>,
  request: (line: Line) => Promise<unknown>,
): Promise<{ http: Measured; bare: Measured }> {
  const lines = await stage.lines(pace.clients);
  const connections = await openConnections(stage.databaseUrl, pace.clients, { kind });
  const ways: Once[] = [
    (client) => request(lines[client] as Line),
    (client) => send(connections[client] as Connection, replay(), kind),
  ];
  try {
    const [http, bare] = await compare(pace, ways, stage.cpu);
    return { http: http as Measured, bare: bare as Measured };
  } finally {
    for (const line of lines) line.close();
    await Promise.all(connections.map((connection) => connection.end()));
  }
}
type Connection = Awaited<ReturnType<typeof openConnections>>[number];

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
