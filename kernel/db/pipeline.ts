import type { Duplex } from 'node:stream';
import pg from 'pg';
import { prepareValue } from 'pg/lib/utils.js';

/** One statement, with its values as they are sent to the server. */
export type Statement = { name: string | undefined; text: string; values: (string | Buffer | null)[] };
/**
 * `command` is the first word of PostgreSQL's command tag, e.g. INSERT; `rowCount` is the number of rows written or
 * read.
 */
export type Answer = { command: string; rowCount: number; rows: unknown[] };

type Watcher = (text: string, values: unknown[]) => void;

/**
 * Calls `look` with every statement before it is sent, synchronously, so that tests can read the caller's stack. The
 * returned function ends it.
 */
export function watchStatements(look: Watcher): () => void {
  watchers.add(look);
  return () => void watchers.delete(look);
}
const watchers = new Set<Watcher>();

/**
 * Prepares a statement for sending. Throws on a value that cannot be sent, before any statement of its transaction is
 * sent.
 */
export function statement(text: string, values: readonly unknown[] = []): Statement {
  const prepared = values.map((value) =>
    Array.isArray(value) ? `{${value.map(element)}}` : prepareValue(asText(value)),
  );
  for (const look of watchers) look(text, prepared);
  return { name: statementName(text), text, values: prepared };
}

/**
 * A date of the years 1 to 9999 as JavaScript writes it, which PostgreSQL reads. pg writes dates in the local zone, digit
 * by digit, which took a seventeenth of the processor time of adding a bill.
 */
function asText(value: unknown): unknown {
  const usual = value instanceof Date && value.getTime() >= YEAR_1 && value.getTime() < YEAR_10000;
  return usual ? value.toISOString() : value;
}

/** An element of PostgreSQL's text for an array; most are texts in which nothing has to be escaped. */
function element(value: unknown): string {
  const text = asText(value);
  return typeof text === 'string' && !/["\\]/.test(text) ? `"${text}"` : String(prepareValue([text])).slice(1, -1);
}

const YEAR_1 = Date.parse('0001-01-01T00:00:00Z');
const YEAR_10000 = Date.UTC(10_000);

/**
 * Sends statements as one batch: one write to the socket and one Sync. `pg` sends a Sync after each statement, and the
 * database answers each one: six answers for a transaction of six statements, each waking both processes. Here there is
 * only one Sync, after the last statement. The first error skips the statements after it and rejects the whole batch.
 *
 * Outside an explicit transaction, a batch is a transaction of its own: all of it is done, or nothing.
 */
export function runPipeline(client: pg.ClientBase, wanted: Statement[]): Promise<Answer[]> {
  // Behind a pooler the next transaction may reach a server that never prepared them.
  const nameless = (client as { keepsStatements?: boolean }).keepsStatements === false;
  const statements = nameless ? wanted.map((one) => ({ ...one, name: undefined })) : wanted;
  const { stream } = wireOf(client);
  const prepared = preparedOn(client);
  stream.cork();
  for (const { name, text } of statements) {
    if (name === undefined || prepared.has(name)) continue;
    const preparing: Prepared = { columns: [], fault: undefined };
    prepared.set(name, preparing);
    // With a Sync of its own: an error in this batch must not skip a preparation that later batches rely on.
    client.query(new Preparation(name, text, preparing, () => prepared.delete(name)));
  }
  const answered = new Promise<Answer[]>((resolve, reject) => {
    client.query(new Pipeline(statements, prepared, resolve, reject));
  });
  stream.uncork();
  return answered;
}

/** The methods of pg's own connection that are used here. */
type Wire = {
  stream: Duplex;
  parse(message: { name: string; text: string }): void;
  bind(message: { statement: string; values: unknown[] }): void;
  describe(message: { type: 'P' | 'S'; name: string }): void;
  execute(message: object): void;
  sync(): void;
};
type RowDescription = { fields: { name: string; dataTypeID: number }[] };
type Columns = { name: string; parse: (text: string) => unknown }[];
type Prepared = { columns: Columns; fault: Error | undefined };

const asWire = (connection: unknown) => connection as Wire;

function wireOf(client: pg.ClientBase): Wire {
  return asWire((client as unknown as { connection: unknown }).connection);
}

const preparations = new WeakMap<pg.ClientBase, Map<string, Prepared>>();

function preparedOn(client: pg.ClientBase): Map<string, Prepared> {
  let prepared = preparations.get(client);
  if (!prepared) {
    prepared = new Map();
    preparations.set(client, prepared);
  }
  return prepared;
}

function columnsOf({ fields }: RowDescription): Columns {
  return fields.map(({ name, dataTypeID }) => ({ name, parse: pg.types.getTypeParser(dataTypeID, 'text') }));
}

// On a pipelined connection pg accepts only subclasses of its Query; of that class, only the calls below are used.
const Query = pg.Query as unknown as new (config: { text: string }, values: undefined, done: () => void) => Submittable;
type Submittable = { submit(connection: pg.Connection): void };
const nothing = () => {};

/** Prepares a statement on the connection and stores its columns, so that later batches need not ask for them. */
class Preparation extends Query {
  readonly #name: string;
  readonly #text: string;
  readonly #prepared: Prepared;
  readonly #forget: () => void;

  constructor(name: string, text: string, prepared: Prepared, forget: () => void) {
    super({ text: '' }, undefined, nothing);
    this.#name = name;
    this.#text = text;
    this.#prepared = prepared;
    this.#forget = forget;
  }

  override submit(connection: pg.Connection) {
    const wire = asWire(connection);
    wire.parse({ name: this.#name, text: this.#text });
    wire.describe({ type: 'S', name: this.#name });
    wire.sync();
  }

  handleRowDescription(message: RowDescription) {
    this.#prepared.columns = columnsOf(message);
  }

  handleError(error: Error) {
    this.#prepared.fault = error;
    this.#forget();
  }

  handleReadyForQuery() {}
}

/** A batch that was sent; the benchmark repeats its `statements`. */
export class Pipeline extends Query {
  readonly statements: Statement[];
  readonly #prepared: (Prepared | undefined)[];
  readonly #resolve: (answers: Answer[]) => void;
  readonly #reject: (error: Error) => void;
  readonly #answers: Answer[] = [];
  #columns: Columns | undefined;
  #rows: unknown[] = [];
  #unreadable: Error | undefined;

  constructor(
    statements: Statement[],
    prepared: Map<string, Prepared>,
    resolve: (answers: Answer[]) => void,
    reject: (error: Error) => void,
  ) {
    super({ text: '' }, undefined, nothing);
    this.statements = statements;
    this.#prepared = statements.map(({ name }) => (name === undefined ? undefined : prepared.get(name)));
    this.#resolve = resolve;
    this.#reject = reject;
  }

  override submit(connection: pg.Connection) {
    const wire = asWire(connection);
    wire.stream.cork();
    for (const { name, text, values } of this.statements) {
      if (name === undefined) wire.parse({ name: '', text });
      wire.bind({ statement: name ?? '', values });
      if (name === undefined) wire.describe({ type: 'P', name: '' });
      wire.execute({});
    }
    wire.sync();
    wire.stream.uncork();
  }

  handleRowDescription(message: RowDescription) {
    this.#columns = columnsOf(message);
  }

  handleDataRow({ fields }: { fields: (string | null)[] }) {
    const columns = this.#columns ?? this.#prepared[this.#answers.length]?.columns ?? [];
    const row: Record<string, unknown> = {};
    try {
      for (let i = 0; i < columns.length; i++) {
        const { name, parse } = columns[i] as Columns[number];
        const text = fields[i] as string | null;
        row[name] = text === null ? null : parse(text);
      }
    } catch (error) {
      this.#unreadable = error as Error;
    }
    this.#rows.push(row);
  }

  handleCommandComplete({ text }: { text: string }) {
    const words = text.split(' ');
    this.#answers.push({ command: words[0] as string, rowCount: Number(words.at(-1)) || 0, rows: this.#rows });
    this.#rows = [];
    this.#columns = undefined;
  }

  handleEmptyQuery() {
    this.handleCommandComplete({ text: '' });
  }

  handleError(error: Error) {
    if (isStalePlan(error)) renameStatements();
    // A statement whose preparation failed "does not exist"; the error of the preparation is more useful.
    this.#reject(this.#prepared[this.#answers.length]?.fault ?? error);
  }

  handleReadyForQuery() {
    if (this.#unreadable) this.#reject(this.#unreadable);
    else this.#resolve(this.#answers);
  }
}

/**
 * The name of a prepared statement, from the second use of a text on. A name saves the parse. A text that is used once
 * (a batch of unusual length) would only fill the server's memory, so it gets none, and the number of names is limited.
 */
function statementName(sql: string): string | undefined {
  const known = statements.get(sql);
  if (known) return known;
  if (known === '' && named < 500) {
    const name = `s${generation}_${++named}`;
    statements.set(sql, name);
    return name;
  }
  if (known === undefined && statements.size < 5000) statements.set(sql, '');
  return undefined;
}
const statements = new Map<string, string>();
let named = 0;
let generation = 1;

/**
 * Whether a named statement answers with other columns than when it was prepared: a newer version of the program has
 * changed a table meanwhile. Nothing was done, and from now on statements have new names, so another attempt prepares
 * them anew, on every connection.
 */
export function isStalePlan(error: unknown): boolean {
  const { code, message } = error as { code?: string; message: string };
  return code === '0A000' && message === 'cached plan must not change result type';
}

function renameStatements(): void {
  statements.clear();
  named = 0;
  generation++;
}
