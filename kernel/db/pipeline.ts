import type { Duplex } from 'node:stream';
import pg from 'pg';
import { prepareValue } from 'pg/lib/utils.js';

/** One statement on its way, its values as they go over the wire. */
export type Statement = { name: string | undefined; text: string; values: (string | Buffer | null)[] };
/** `command` is the first word of what PostgreSQL says it did, e.g. INSERT; `rowCount` is of rows written or read. */
export type Answer = { command: string; rowCount: number; rows: unknown[] };

/** Shows every statement to `look` before it is sent, where whoever wants it still stands on the stack: for tests. */
export function watchStatements(look: (text: string) => void): void {
  watch = look;
}
let watch: ((text: string) => void) | undefined;

/** A statement ready to be sent. Throws on a value that can't be, before anything of its transaction has left. */
export function statement(text: string, values: readonly unknown[] = []): Statement {
  watch?.(text);
  return { name: statementName(text), text, values: values.map(prepareValue) };
}

/**
 * Sends statements in one flight: one write to the socket and one answer. `pg` ends each statement by itself, whereupon
 * the database sends what it has: six answers for a transaction of six statements, each waking both processes. Here
 * only the last one ends it. The first error skips what is behind it and rejects the whole flight.
 *
 * Outside a transaction that somebody began, a flight is a transaction of its own: done altogether, or not at all.
 */
export function runPipeline(client: pg.ClientBase, statements: Statement[]): Promise<Answer[]> {
  const { stream } = wireOf(client);
  const prepared = preparedOn(client);
  stream.cork();
  for (const { name, text } of statements) {
    if (name === undefined || prepared.has(name)) continue;
    const preparing: Prepared = { columns: [], fault: undefined };
    prepared.set(name, preparing);
    // Ended by itself: an error elsewhere in this flight must not skip what the next flights count on.
    client.query(new Preparation(name, text, preparing, () => prepared.delete(name)));
  }
  const answered = new Promise<Answer[]>((resolve, reject) => {
    client.query(new Pipeline(statements, prepared, resolve, reject));
  });
  stream.uncork();
  return answered;
}

/** The part of pg's own connection that is spoken to. */
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

export function wireOf(client: pg.ClientBase): Wire {
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

// pg takes over a pipelined connection only what descends from its Query; of that, nothing but the calls below is used.
const Query = pg.Query as unknown as new (config: { text: string }, values: undefined, done: () => void) => Submittable;
type Submittable = { submit(connection: pg.Connection): void };
const nothing = () => {};

/** Keeps a statement's plan on the connection and learns its columns, so that later flights needn't ask for them. */
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

/** On its way; `statements` is what the bench repeats. */
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
      for (const [i, { name, parse }] of columns.entries()) {
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
    // A statement whose preparation failed "does not exist"; what was wrong with it says more.
    this.#reject(this.#prepared[this.#answers.length]?.fault ?? error);
  }

  handleReadyForQuery() {
    if (this.#unreadable) this.#reject(this.#unreadable);
    else this.#resolve(this.#answers);
  }
}

/**
 * Name under which a statement's plan is kept on its connection, from its second use on: a name saves the parse, and a
 * text seen once (a batch of unusual length) would only fill the server's memory. Bounded for the same reason.
 */
function statementName(sql: string): string | undefined {
  const known = statements.get(sql);
  if (known) return known;
  if (known === '' && named < 500) {
    const name = `s${++named}`;
    statements.set(sql, name);
    return name;
  }
  if (known === undefined && statements.size < 5000) statements.set(sql, '');
  return undefined;
}
const statements = new Map<string, string>();
let named = 0;
