import { newId } from '../kernel/lib/ids.ts';
import type { Line } from './load.ts';
import { customer } from './peers/rows.ts';
import type { Stage } from './stage.ts';

export type Requests = {
  next(line: Line): Promise<string>;
  /** Before each round. */
  before?(): Promise<void>;
};
/** One operation as people do it, refusals and repetitions included. */
export type Scenario = {
  what: string;
  clients: number;
  as: 'cashier' | 'device';
  /** The requests for one server, in the same order for each. */
  open(stage: Stage): Promise<Requests> | Requests;
};

const CUSTOMERS = '/api/v1/exhibition/customers';
const PAGE = `${CUSTOMERS}?limit=50`;
/** One request in so many is sent again, as by a phone that got no answer. */
const REPEATED = 20;
/** Raffles have so many numbers; the next one is sold when four fifths are reserved. */
const NUMBERS = 10_000;
const ORDERS = (NUMBERS * 0.8) / 3;

export const SCENARIOS: Scenario[] = [
  { what: 'list', clients: 16, as: 'cashier', open: list },
  { what: 'search', clients: 16, as: 'cashier', open: search },
  { what: 'create', clients: 16, as: 'cashier', open: create },
  { what: 'create without a key', clients: 16, as: 'cashier', open: (stage) => create(stage, false) },
  { what: 'bill', clients: 16, as: 'cashier', open: bill },
  { what: 'bill without a key', clients: 16, as: 'cashier', open: (stage) => bill(stage, false) },
  { what: 'sale', clients: 16, as: 'cashier', open: sale },
  { what: 'scan', clients: 16, as: 'device', open: scan },
  { what: 'reserve', clients: 50, as: 'cashier', open: reserve },
  { what: 'reserve without a key', clients: 50, as: 'cashier', open: (stage) => reserve(stage, false) },
];

/** A sequence of 0 to 1, the same each time. */
export function dice(seed = 1): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

async function list({ lines }: Stage): Promise<Requests> {
  const paths = [PAGE];
  const [line] = await lines(1, 'cashier');
  while (paths.length < 20) {
    const answer = (await line?.get(paths.at(-1) ?? PAGE)) ?? '';
    const { next } = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))).page;
    if (!next) break;
    paths.push(`${PAGE}&after=${encodeURIComponent(next)}`);
  }
  line?.close();
  let at = 0;
  return { next: (to) => to.get(paths[at++ % paths.length] ?? PAGE) };
}

/** Words that somebody searches for: two IDs, a telephone number, an e-mail address, a full name. */
export function* words(customers: number): Generator<string, never> {
  const random = dice();
  while (true) {
    const anybody = () => customer(1 + Math.floor(random() * customers));
    yield anybody().code;
    yield anybody().phone.slice(-9);
    yield anybody().code;
    yield anybody().email;
    yield anybody().name;
  }
}

function search({ size }: Stage): Requests {
  const word = words(size.customers);
  return { next: (line) => line.get(`${PAGE}&search=${encodeURIComponent(word.next().value)}`) };
}

let newcomers = 0;
export function newcomer() {
  newcomers += 1;
  const { name, phone } = customer(5_000_000 + newcomers);
  return { name, phone, email: `new${newcomers}-${process.pid}@example.org` };
}

function create({ seed }: Stage, keyed = true): Requests {
  return repeating(() => [CUSTOMERS, { exhibition_id: seed.exhibition, ...newcomer() }], keyed);
}

function bill({ size }: Stage, keyed = true): Requests {
  const random = dice();
  return repeating(() => {
    const { code } = customer(1 + Math.floor(random() * size.customers));
    return [`${CUSTOMERS}/${code}/bills`, { amount: (1 + random() * 200).toFixed(2), description: 'stand 12' }];
  }, keyed);
}

/** A bill of three lines that is paid in cash by the same request, as a cashier's Enter sends it. */
async function sale({ size, seed, admin }: Stage): Promise<Requests> {
  const random = dice();
  const items = [newId(), newId(), newId()];
  await admin.query(
    `insert into exhibition_item (organization_id, id, exhibition_id, currency, name, price_minor, tax_basis_points, created_at,
       updated_at)
     select e.organization_id, i.id, e.id, e.currency, 'Item ' || i.n, 1000 * i.n, 500 * i.n, now(), now()
     from exhibition e, unnest($1::uuid[]) with ordinality as i(id, n) where e.id = $2`,
    [items, seed.exhibition],
  );
  return repeating(() => {
    const { code } = customer(1 + Math.floor(random() * size.customers));
    const lines = items.map((item_id) => ({ item_id, quantity: String(1 + Math.floor(random() * 2)) }));
    return [`${CUSTOMERS}/${code}/bills`, { lines, pay: [{ method: 'cash', given: '500' }] }];
  });
}

/** Half for three numbers, which may be gone, half for any three. */
function reserve({ seed }: Stage, keyed = true): Requests {
  let orders = 0;
  let number = 0;
  const another = () => 1 + ((number++ * 7919) % NUMBERS);
  return repeating(() => {
    const raffle = `/api/v1/raffle/raffles/${seed.raffles[Math.floor(orders++ / ORDERS)]}`;
    const contact = { contact_name: `Contact ${orders % 1000}`, contact_phone: '+250780000001' };
    if (orders % 2 === 0) return [`${raffle}/random`, { count: 3, ...contact }];
    return [`${raffle}/reserve`, { numbers: [another(), another(), another()], ...contact }];
  }, keyed);
}

/** A quarter is denied: pending, unpaid or on leave, old or forged codes, and people who have eaten. */
function scan({ seed, admin }: Stage): Requests {
  const random = dice();
  let at = 0;
  let latest = seed.codes[0] as string;
  const { next } = repeating(() => {
    if (at >= seed.codes.length) throw new Error(`more than ${at} people in a round`);
    // A stride through all of them that shares no factor with their number.
    const student = (at++ * 7919) % seed.codes.length;
    const by = random();
    const code = seed.codes[student] as string;
    const before = latest;
    latest = code;
    const old = seed.old[student % seed.old.length] as string;
    const qr = by < 0.02 ? `${code.slice(0, -4)}BBBB` : by < 0.04 ? old : by < 0.06 ? before : code;
    return ['/api/v1/scanner/scan', { qr, nonce: newId() }];
  });
  const before = async () => {
    at = 0;
    // Nobody has eaten yet today.
    await admin.query('delete from mess_service');
  };
  return { next, before };
}

/**
 * POSTs, some of them a second time, with the same key and body. Screens send a key with each write; `keyed` false shows
 * what it costs. A scan has its nonce instead.
 */
function repeating(make: () => [path: string, body: object], keyed = false): Requests {
  const again: [path: string, body: string, key: string][] = [];
  let sent = 0;
  const next = async (line: Line) => {
    const known = again.pop();
    if (known) return line.post(...known);
    const [path, input] = make();
    const body = JSON.stringify(input);
    const repeated = sent++ % REPEATED === 0;
    if (!repeated && !keyed) return line.post(path, body);
    const key = newId();
    const answer = await line.post(path, body, key);
    if (repeated) again.push([path, body, key]);
    return answer;
  };
  return { next };
}

/** The first requests of a day, on tables that are empty: after them the statements' plans are made. */
export async function firstRequests(stage: Stage): Promise<void> {
  const { seed } = stage;
  const cashiers = await stage.lines(16, 'cashier');
  const gates = await stage.lines(16, 'device');
  const many = async (lines: Line[], send: (line: Line) => Promise<string>) => {
    for (let times = 0; times < 8; times++) await Promise.all(lines.map(send));
  };
  const codes: string[] = [];
  await many(cashiers, async (line) => {
    const answer = await line.post(CUSTOMERS, JSON.stringify({ exhibition_id: seed.exhibition, ...newcomer() }));
    codes.push(/"code":"(\w{8})"/.exec(answer)?.[1] ?? '');
    return answer;
  });
  const input = JSON.stringify({ amount: '2.50', description: 'stand 12' });
  await many(cashiers, (line) => line.post(`${CUSTOMERS}/${codes.pop()}/bills`, input));
  await many(cashiers, (line) => line.get(PAGE));
  const word = words(10);
  await many(cashiers, (line) => line.get(`${PAGE}&search=${encodeURIComponent(word.next().value)}`));
  const order = JSON.stringify({ count: 1, contact_name: 'Contact' });
  await many(cashiers, (line) => line.post(`/api/v1/raffle/raffles/${seed.raffles.at(-1)}/random`, order));
  await many(gates, (line) => line.post('/api/v1/scanner/scan', JSON.stringify({ qr: seed.unpaid, nonce: newId() })));
  for (const line of [...cashiers, ...gates]) line.close();
}
