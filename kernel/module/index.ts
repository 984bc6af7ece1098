import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Static, TSchema } from 'typebox';
import type { Config } from '../config/index.ts';
import type { Ctx, Log, Organization, Role, Services } from '../ctx/index.ts';
import type { Database } from '../db/index.ts';
import type { Refusal, Result } from '../lib/result.ts';
import type { Clock } from '../lib/time.ts';
import type { Page } from './page.ts';
import type { PersonalData } from './personal-data.ts';
import type { StartStep } from './start-step.ts';

export type { Figure, FigureValue } from './figure.ts';
export { definePages, type Page } from './page.ts';
export { ERASED, known, type Mentions, type PersonalData, type PersonalRows } from './personal-data.ts';
export { type Hit, hitsOf, type Searcher } from './searcher.ts';
export type { StaffRole } from './staff-role.ts';
export { found, type StartStep } from './start-step.ts';
export { countOf, type Waiting } from './waiting.ts';

/** The work of a process: answer requests, run jobs, or both. */
export type ProcessRole = 'web' | 'worker' | 'all';

/** What a package or module gets when the server starts. */
export type Boot = {
  config: Config;
  database: Database;
  clock: Clock;
  log: Log;
  role: ProcessRole;
  manifests: Manifest[];
  /** where `start` puts its services, for `ctx.services` */
  services: Services;
  /** A context of the server itself, for one organization or none. */
  ctxFor(organization: Organization | null, what: string): Ctx;
};

/**
 * Everything that a kernel package or a module registers. Packages add fields for what they accept by declaration
 * merging: `declare module '../module/index.ts' { interface Manifest { jobs?: JobDefinition[] } }`.
 */
export interface Manifest {
  name: string;
  /** set by definePackage and defineModule; organizations choose modules, packages are always active */
  kind?: 'package' | 'module';
  /**
   * the folders of a module's features, the lowest first: each imports only those before it, which
   * tools/feature-order.ts checks
   */
  features?: readonly string[];
  /** permission → the least role that has it; null: no role, only the actor kinds that name it */
  permissions?: Record<string, Role | null>;
  /** refusal code → HTTP status; the text is `errors.<code>` in the language files */
  errors?: Record<string, number>;
  routes?: Route[];
  /** pages for browsers: the `pages` of the file `pages.ts` beside the manifest, where the build finds them */
  pages?: Page[];
  /** Starts services that run beside requests; they stop in the opposite order. */
  start?(boot: Boot): Promise<{ stop(): Promise<void> } | undefined>;
  /** Starts services that may use all others, such as workers: after every `start`, stopped before all of them. */
  ready?(boot: Boot): Promise<{ stop(): Promise<void> } | undefined>;
  /**
   * Demo data for one organization, made by the module's own actions in the transaction of `ctx`, so that it is
   * complete or absent.
   */
  seed?(ctx: Ctx): Promise<void>;
  /**
   * SQL that a restore runs in its transaction: what waited to leave when the backup was made may have left since, so it
   * must not leave again without a look.
   */
  afterRestore?: string[];
  /** which tables hold data of persons, how they are exported and erased (kernel/personal-data) */
  personalData?: PersonalData;
  /** what a new organization has to do, in that order: lines of the Start page (kernel/start) */
  startSteps?: StartStep[];
  /** what `counterfoil simulate <name>` runs: made-up machines of this module, against a running server */
  simulations?: Simulation[];
  /**
   * What lives in the demo beside its server, such as machines that report: in a demo organization that uses the module,
   * until `signal` ends it. It starts when the server answers already.
   */
  demo?(ctx: Ctx, signal: AbortSignal): Promise<void>;
  /**
   * Origins of other servers whose pictures this module's screens show, as the organization's settings say: the console
   * of its members may load pictures from these, and from no others.
   */
  pictureOrigins?(ctx: Ctx): Promise<string[]>;
  /** Hooks on every request, and addresses outside /api/v1. */
  http?(app: FastifyInstance, boot: Boot): void;
}

export type Simulation = {
  name: string;
  description: string;
  /** Makes its machines in the organization of `ctx`, and runs until `signal` ends it. */
  run(ctx: Ctx, options: SimulationOptions): Promise<Result<null>>;
};
export type SimulationOptions = {
  count: number;
  /** how much faster than real time */
  speed: number;
  /** how many days ago the simulated time begins; it catches up with the real one and stays there */
  days: number;
  /** the server's address */
  url: string;
  /** how machines reach the server, where there is a choice */
  transport: 'http' | 'mqtt';
  /** the broker of `mqtt` */
  broker: string;
  /** how many percent of the machines fail at what they can fail at, such as an update */
  fail: number;
  /** how many percent of the machines lose something that nobody bought, where there is such a thing */
  leak: number;
  /** where pages of the machines are served */
  host: string;
  port: number;
  signal: AbortSignal;
  /** a line for whoever watches */
  say(line: string): void;
};

export const defineModule = <M extends Manifest>(manifest: M): Manifest & M => ({ ...manifest, kind: 'module' });
export const definePackage = <M extends Manifest>(manifest: M): Manifest & M => ({ ...manifest, kind: 'package' });

/** A file as the answer instead of the envelope. */
export type Download = {
  download: true;
  type: string;
  body: Uint8Array | string | NodeJS.ReadableStream;
  filename?: string;
  inline?: boolean;
  headers?: Record<string, string>;
};

export function download(file: Omit<Download, 'download'>): Result<Download> {
  return { ok: true, data: { download: true, ...file } };
}

/** The answer of a route: what its schema says, or a file instead of the envelope. */
type Answer<R extends TSchema> = TSchema extends R ? unknown : Static<R> | Download;

/** What callers send: fields with a default may be absent. */
type Sent<B extends TSchema> = TSchema extends B ? unknown : Partial<Static<B>>;

type Input<P, Q, B, F> = { params: P; query: Q; body: B; filter: F; request: FastifyRequest; reply: FastifyReply };

export type Route<
  P extends TSchema = TSchema,
  Q extends TSchema = TSchema,
  B extends TSchema = TSchema,
  R extends TSchema = TSchema,
  F extends TSchema = TSchema,
> = {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** below /api/v1; `{id}` marks a parameter */
  path: string;
  /**
   * older documented paths of the same handler, absolute. One that another route has already is settled by what the
   * caller asks: `{ path, whenQuery }` answers GET requests whose query has one of these parameters; or by who asks:
   * `{ path, forPortal: true }` answers GET requests of the portal's accounts and links
   */
  aliases?: (string | { path: string; whenQuery: string[] } | { path: string; forPortal: true })[];
  /** how older programs called the fields of the body, and what they find in the answer besides, at the older addresses */
  olderFields?: { body?: Record<string, string>; reply?: Record<string, (record: Record<string, unknown>) => unknown> };
  /** a permission; `session`: anyone signed in; `public`: anyone, without a session look-up */
  permission: string;
  /** whoever has an account or a link of the portal may call it as well; `run` shows them what is theirs, and only that */
  portalToo?: true;
  summary: string;
  /** its name in the API's description, where method and path make a bad one (tools/openapi/operation-id.ts) */
  operationId?: string;
  params?: P;
  query?: Q;
  /** the conditions of a list, an object: callers send it as JSON in the query's `filter`; `run` gets {} without it */
  filter?: F;
  body?: B;
  /** a body as callers send it, in the API's description; test/openapi-examples.int.test.ts sends it */
  example?: Sent<B>;
  /** the `data` that `example` is answered with, as far as it matters; the test compares the fields and their kinds */
  exampleReply?: Record<string, unknown>;
  /** a form with a file (multipart/form-data) instead of `body`: an object of its text fields, all of them text */
  upload?: TSchema;
  /** schema of `data`; absent when the answer is a file */
  reply?: R;
  /** the media type of a file, where the end of the path does not say it */
  file?: string;
  status?: number;
  /**
   * what a PATCH changes and the GET of the same path shows, so that two people can't undo each other's changes. Every
   * PATCH has one.
   */
  record?: VersionedRecord;
  /**
   * Every POST of a known caller honours Idempotency-Key (kernel/http/routes.ts). `secret`: its answer has what nobody
   * may keep, so a request that comes again is told only that it was done. `false`: it can't be done in one transaction,
   * or writes nothing.
   */
  idempotent?: boolean | 'secret';
  /** refuses requests before their body is looked at, e.g. of a `public` route with a secret of its own */
  guard?(request: FastifyRequest): Refusal | null | Promise<Refusal | null>;
  /**
   * requests a minute of one identity (session, key, device), or of one address for unknown callers; default:
   * RATE_LIMIT_PER_MINUTE
   */
  rateLimit?: number;
  /**
   * whether its reads may come from a streaming replica, which is never behind (kernel/db/replica.ts). Default: lists in
   * pages, and what has `reports` in its path.
   */
  replica?: boolean;
  /** devices call it all day: the log has only what was refused or failed, metrics count all */
  quiet?: true;
  /** maximum bytes of the body, when others than the server's 1 MB, or 8 kB of a `public` route */
  bodyLimit?: number;
  /**
   * Devices send it, whose programs nobody mends from here. A body that is not quite JSON is read (lib/device-json.ts).
   * `body` only describes it: it is not checked as a whole, and `run` reads its parts by `readPart` (kernel/http), so
   * that one bad part refuses nothing but itself. null: nothing of it could be read.
   */
  byParts?: true;
  run(ctx: Ctx, input: Input<Static<P>, Static<Q>, Static<B>, Static<F>>): Promise<Result<Answer<R>>>;
};

/**
 * A record that people change: GET answers its ETag, PATCH honours If-Match (kernel/http/versions.ts). `fields` are
 * those that PATCH may change, by their names in its body; the values are those of `read` and the GET route.
 */
// biome-ignore lint/suspicious/noExplicitAny: each record has its own parameters and data
export type VersionedRecord<P = any, D = any> = {
  /** e.g. `exhibition.customer`: changes of one kind are serialized within an organization */
  kind: string;
  fields(data: D): Record<string, unknown>;
  /** the subjects of its audit entries, which tell who changed what */
  subjects(data: D): { type: string; id: string }[];
  read(ctx: Ctx, params: P): Promise<Result<D>>;
};

/**
 * Declares the record of a PATCH route and the GET route beside it: the properties of the PATCH's body, found by name
 * in the record.
 */
export function defineRecord<P, D extends { id: string }>(definition: {
  /** the subject type of its audit entries */
  subject: string;
  patch: { properties: Record<string, unknown> };
  read(ctx: Ctx, params: P): Promise<Result<D>>;
  /** other subjects whose audit entries are about its fields, such as the person behind a student */
  also?(data: D): { type: string; id: string }[];
}): VersionedRecord<P, D> {
  const names = Object.keys(definition.patch.properties);
  return {
    kind: definition.subject,
    read: definition.read,
    fields: (data) => Object.fromEntries(names.map((name) => [name, (data as Record<string, unknown>)[name]])),
    subjects: (data) => [{ type: definition.subject, id: data.id }, ...(definition.also?.(data) ?? [])],
  };
}

/** Declares a route. The schemas type `run` and its answer, validate requests, and appear in the OpenAPI page. */
export function route<P extends TSchema, Q extends TSchema, B extends TSchema, R extends TSchema, F extends TSchema>(
  definition: Route<P, Q, B, R, F>,
): Route {
  return definition as unknown as Route;
}
