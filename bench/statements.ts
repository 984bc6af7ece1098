import type pg from 'pg';
import type { Ctx } from '../kernel/ctx/index.ts';
import { newId, shortId } from '../kernel/lib/ids.ts';
import type { Result } from '../kernel/lib/result.ts';
import { addBill } from '../modules/exhibition/bills/add-bill.action.ts';
import { listCustomers } from '../modules/exhibition/customers/customers.query.ts';
import { registerCustomer } from '../modules/exhibition/customers/register-customer.action.ts';
import { scan as scanCode } from '../modules/mess/door/scan.ts';
import { placeOrder } from '../modules/raffle/orders/place-order.action.ts';
import { openConnections, record, repeater, send } from './bare.ts';
import type { Way } from './load.ts';
import { dice, newcomer, type Scenario, words } from './scenarios.ts';
import type { Stage } from './stage.ts';

type Statements = () => (string | object)[];
type Bare = { kind: 'read' | 'write'; open(stage: Stage, ctx: Ctx): Promise<Statements> };

/** What the scenarios' actions send when nothing is denied or repeated, recorded once, with other values each time. */
const STATEMENTS: Record<string, Bare> = {
  list: { kind: 'read', open: (_, ctx) => inTurn([() => page(ctx)]) },
  search: {
    kind: 'read',
    open: ({ size }, ctx) => {
      const word = words(size.customers);
      return inTurn(Array.from({ length: 25 }, () => () => page(ctx, word.next().value)));
    },
  },
  create: { kind: 'write', open: create },
  bill: { kind: 'write', open: bill },
  scan: { kind: 'write', open: scan },
  reserve: { kind: 'write', open: reserve },
};

/** A scenario's statements on connections of their own, 16 at most; undefined for what has none here. */
export async function bareWay(stage: Stage, ctx: Ctx, { what, clients }: Scenario) {
  const wanted = STATEMENTS[what];
  if (!wanted) return undefined;
  const { kind, open } = wanted;
  const statements = await open(stage, ctx);
  const connections = await openConnections(stage.databaseUrl, Math.min(clients, 16), { kind });
  const way: Way = {
    once: (client) => send(connections[client] as pg.Client, statements(), kind),
    before: async () => void (await stage.admin.query('delete from mess_service')),
    cpu: stage.cpu,
  };
  return { way, clients: connections.length, close: () => Promise.all(connections.map((one) => one.end())) };
}

const page = (ctx: Ctx, search?: string) => listCustomers(ctx, { filter: {}, limit: 50, search });

async function inTurn(reads: (() => Promise<unknown>)[]): Promise<Statements> {
  const all: Statements[] = [];
  for (const read of reads) all.push(repeater(await record(read), Date.now()));
  let at = 0;
  return () => (all[at++ % all.length] as Statements)();
}

async function create({ seed }: Stage, ctx: Ctx): Promise<Statements> {
  const since = Date.now();
  let made = newcomer();
  let code = '';
  const statements = await record(async () => {
    made = newcomer();
    code = must(await registerCustomer(ctx, { ...made, exhibition_id: seed.exhibition })).code;
  });
  let next = made;
  const renew = () => {
    next = newcomer();
    return next.email;
  };
  return repeater(statements, since, [
    [code, () => shortId(8)],
    [made.email, renew],
    [made.name, () => next.name],
    [made.phone, () => next.phone],
  ]);
}

async function bill({ admin }: Stage, ctx: Ctx): Promise<Statements> {
  const { rows } = await admin.query<{ id: string; code: string }>(
    'select id, code from exhibition_customer limit 10000',
  );
  const random = dice();
  const since = Date.now();
  let one = rows[0] as (typeof rows)[number];
  const { id, code } = one;
  const statements = await record(() => addBill(ctx, code, { amount: '249.50', description: 'stand 12' }));
  const another = () => {
    one = rows[Math.floor(random() * rows.length)] as typeof one;
    return one.code;
  };
  return repeater(statements, since, [
    [code, another],
    [id, () => one.id],
  ]);
}

/** Of people who may eat, each once. */
async function scan({ seed, admin }: Stage, ctx: Ctx): Promise<Statements> {
  const { rows } = await admin.query<{ id: string }>(
    `select id from mess_student where roll_number like 'R%' order by roll_number`,
  );
  const may = rows.map(({ id }, at) => ({ id, qr: seed.codes[at] as string })).filter((_, at) => (at + 1) % 20 > 3);
  let at = 0;
  const next = () => may[at++ % may.length] as (typeof may)[number];
  const since = Date.now();
  let recorded = next();
  const device: Ctx = { ...ctx, actor: { kind: 'device', ...seed.gate, sort: 'mess.supervisor', permissions: [] } };
  const statements = await record(async () => {
    recorded = next();
    const { allowed, reason } = must(
      await scanCode(device, { ...seed.gate, role: 'supervisor' }, { qr: recorded.qr, nonce: newId() }),
    );
    if (!allowed) throw new Error(`${reason}`);
  });
  return repeater(statements, since, [[recorded.id, () => next().id]]);
}

/** Numbers of the later raffles; the requests take those of the first ones. */
async function reserve({ seed }: Stage, ctx: Ctx): Promise<Statements> {
  const since = Date.now();
  let orders = 0;
  const raffle = () => seed.raffles[20 + Math.floor(orders / 3300)] as string;
  const numbers = () => [1, 2, 3].map((n) => (orders % 3300) * 3 + n);
  let code = '';
  const statements = await record(async () => {
    orders += 1;
    code = must(await placeOrder(ctx, { raffle: raffle(), numbers: numbers(), contactName: 'Bench' })).code;
  });
  // As the driver sends an array.
  const asArray = () => `{${numbers().map((number) => `"${number}"`)}}`;
  const renew = () => {
    orders += 1;
    return asArray();
  };
  return repeater(statements, since, [
    [code, () => shortId(8)],
    [asArray(), renew],
    [raffle(), raffle],
  ]);
}

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.code);
  return result.data;
}
