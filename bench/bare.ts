import pg from 'pg';
import { newId } from '../kernel/lib/ids.ts';

type Statement = { text: string; values?: readonly unknown[] };
type Query = (this: pg.Client, config: unknown, ...rest: unknown[]) => unknown;

/**
 * The statements that `work` sends in its transaction, with begin and commit, in order and with their values. Recorded
 * at the driver, so the comparison follows the program when its SQL changes.
 * @param writes what a statement of the transaction says, when `work` has others
 */
export async function record(work: () => Promise<unknown>, writes = ''): Promise<Statement[]> {
  // The first call also reads keys and settings, which are not part of the measurement.
  await work();
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const { query } = prototype;
  const transactions: Statement[][] = [];
  const open = new Map<pg.Client, Statement[]>();
  prototype.query = function (config, ...rest) {
    const { statements } = config as { statements?: Statement[] };
    if (statements) {
      const all = [...(open.get(this) ?? []), ...statements];
      const goesOn = all[0]?.text === 'begin' && !/^(commit|rollback)$/.test(all.at(-1)?.text ?? '');
      if (goesOn) open.set(this, all);
      else {
        open.delete(this);
        transactions.push(all);
      }
    }
    return query.call(this, config, ...rest);
  };
  try {
    await work();
  } finally {
    prototype.query = query;
  }
  // Other connections of the server (job queue, sealer) may have been active too.
  const ours = transactions.filter(
    (all) =>
      all.some(({ text }) => text.includes('app.organization_id')) && all.some(({ text }) => text.includes(writes)),
  );
  // A search reads on two connections at once; bare it is one transaction.
  const reads = ours.every((all) => all[0]?.text !== 'begin');
  if (ours.length === 0 || (ours.length > 1 && !reads)) throw new Error(`expected one transaction, saw ${ours.length}`);
  const all = ours.flat();
  const organization = all.find(({ text }) => text.includes('app.organization_id'));
  const own = all.filter(({ text }) => !text.includes('app.organization_id') && !/^(begin|commit)$/.test(text));
  // A single read has no begin and commit of its own; bare they are two statements more.
  const begin = `begin; set local app.organization_id = '${organization?.values?.[0]}'`;
  return [{ text: begin }, ...own.map(({ text, values }) => ({ text, values })), { text: 'commit' }];
}

/** The replacement for a recorded value in each run: `[the value, a function that makes the next one]`. */
export type Substitute = [recorded: string, next: () => string];

/**
 * Repeats recorded statements. Ids made since `since` (version 7: they begin with their time) are replaced in each run,
 * the same id everywhere, also inside JSON and arrays; moments become now; other values follow `substitutes`.
 */
export function repeater(statements: Statement[], since: number, substitutes: Substitute[] = []) {
  const made = new Set<string>();
  const fresh = (id: string) => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16) >= since;
  for (const value of statements.flatMap((s) => s.values ?? [])) {
    if (typeof value !== 'string') continue;
    for (const [id] of value.matchAll(UUID)) if (fresh(id)) made.add(id);
  }
  const all: Substitute[] = [...substitutes, ...[...made].map((id): Substitute => [id, () => newId()])];
  const names = statements.map((s) => (s.values ? `bench${named++}` : undefined));
  const inside = statements.map((s) =>
    s.values?.map((v) => (typeof v === 'string' && v.startsWith('{') ? all.filter(([from]) => v.includes(from)) : [])),
  );
  return () => {
    const next = new Map(all.map(([from, make]) => [from, make()]));
    const now = new Date();
    const renew = (value: unknown, embedded: Substitute[]): unknown => {
      if (typeof value !== 'string') return value;
      const whole = next.get(value);
      if (whole !== undefined) return whole;
      if (/^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(value)) return now.toISOString();
      return embedded.reduce((text, [from]) => text.replaceAll(from, next.get(from) as string), value);
    };
    return statements.map(({ text, values }, i) =>
      values ? { name: names[i], text, values: values.map((v, j) => renew(v, inside[i]?.[j] ?? [])) } : text,
    );
  };
}
const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
let named = 0;

/**
 * Opens connections as the server does: pipelined, with the role that row-level security applies to; those for writes
 * plan once.
 */
export async function openConnections(
  url: string,
  count: number,
  { role = 'counterfoil_app', kind = 'write' as 'read' | 'write' } = {},
): Promise<pg.Client[]> {
  const plans = kind === 'write' ? '-c plan_cache_mode=force_generic_plan' : '';
  const config = { connectionString: url, pipeline: true, options: `-c role=${role} ${plans}` };
  const clients = Array.from({ length: count }, () => new pg.Client(config as pg.ClientConfig));
  // When the stage is cleared after a failure, the first failure is the one to report.
  for (const client of clients) client.on('error', () => {});
  await Promise.all(clients.map((client) => client.connect()));
  return clients;
}

/** Sends one transaction as the server does: everything in one batch; a write's commit after the answers. */
export async function send(client: pg.Client, statements: (string | object)[], kind: 'read' | 'write'): Promise<void> {
  const query = (statement: string | object) => client.query(statement as pg.QueryConfig);
  if (kind === 'read') {
    await Promise.all(statements.map(query));
  } else {
    await Promise.all(statements.slice(0, -1).map(query));
    await query(statements.at(-1) as string);
  }
}
