import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Static, TSchema } from 'typebox';
import type { Config } from '../config/index.ts';
import type { Ctx, Log, Organization, Role, Services } from '../ctx/index.ts';
import type { Database } from '../db/index.ts';
import type { Refusal, Result } from '../lib/result.ts';
import type { Clock } from '../lib/time.ts';
import type { Page } from './page.ts';

export { definePages, type Page } from './page.ts';

/** What a process does: answer requests, run jobs, or both. */
export type ProcessRole = 'web' | 'worker' | 'all';

/** All that a package or module gets when the server starts. */
export type Boot = {
  config: Config;
  database: Database;
  clock: Clock;
  log: Log;
  role: ProcessRole;
  manifests: Manifest[];
  /** where started services are put, for `ctx.services` */
  services: Services;
  /** A context of the server itself, for an organization or for none. */
  ctxFor(organization: Organization | null, what: string): Ctx;
};

/**
 * Everything a kernel package or a module registers. Packages widen it with what they accept, by declaration merging:
 * `declare module '../module/index.ts' { interface Manifest { jobs?: JobDefinition[] } }`.
 */
export interface Manifest {
  name: string;
  /** set by definePackage and defineModule; organizations choose among modules, packages are always there */
  kind?: 'package' | 'module';
  /** permission → the least role that has it; null: no role, only the kinds of actors that name it */
  permissions?: Record<string, Role | null>;
  /** refusal code → HTTP status; the text is `errors.<code>` in the language files */
  errors?: Record<string, number>;
  routes?: Route[];
  /** pages for browsers: the `pages` of the file `pages.ts` beside the manifest, by which the build finds them */
  pages?: Page[];
  /** Starts what runs beside requests; stopped in the opposite order. */
  start?(boot: Boot): Promise<{ stop(): Promise<void> } | undefined>;
  /** Starts what may use all the rest, such as workers: after every `start`, stopped before all of them. */
  ready?(boot: Boot): Promise<{ stop(): Promise<void> } | undefined>;
  /**
   * Demo data for one organization, through the module's own actions; all of it in the transaction of `ctx`, so that
   * none is half there.
   */
  seed?(ctx: Ctx): Promise<void>;
  /** Hooks on every request, and addresses outside /api/v1. */
  http?(app: FastifyInstance, boot: Boot): void;
}

export const defineModule = <M extends Manifest>(manifest: M): Manifest & M => ({ ...manifest, kind: 'module' });
export const definePackage = <M extends Manifest>(manifest: M): Manifest & M => ({ ...manifest, kind: 'package' });

/** A file as an answer instead of the envelope. */
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

/** What a route answers: what its schema says or, instead of the envelope, a file. */
type Answer<R extends TSchema> = TSchema extends R ? unknown : Static<R> | Download;

export type Input<P, Q, B> = { params: P; query: Q; body: B; request: FastifyRequest; reply: FastifyReply };

export type Route<
  P extends TSchema = TSchema,
  Q extends TSchema = TSchema,
  B extends TSchema = TSchema,
  R extends TSchema = TSchema,
> = {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** below /api/v1; `{id}` marks a parameter */
  path: string;
  /** older documented paths of the same handler, absolute */
  aliases?: string[];
  /** a permission; `session`: anyone signed in; `public`: anyone, and nobody is looked for */
  permission: string;
  summary: string;
  params?: P;
  query?: Q;
  body?: B;
  /** schema of `data`; absent when the answer is a file */
  reply?: R;
  status?: number;
  /**
   * what a PATCH changes, and the GET of the same shows: two people at once can't undo each other's work. Every PATCH
   * has one.
   */
  record?: VersionedRecord;
  /** honours Idempotency-Key: for every POST that creates or moves money */
  idempotent?: true;
  /**
   * of a `public` route that lets in by a secret of its own: refuses whoever brings none, before anything else is
   * looked at
   */
  guard?(request: FastifyRequest): Refusal | null;
  /**
   * requests a minute of one identity (session, key, device), or from one address where nobody is known; default:
   * RATE_LIMIT_PER_MINUTE
   */
  rateLimit?: number;
  /** bytes of body, when more than the server's 1 MB */
  bodyLimit?: number;
  run(ctx: Ctx, input: Input<Static<P>, Static<Q>, Static<B>>): Promise<Result<Answer<R>>>;
};

/**
 * A record that people change: GET answers its ETag, PATCH honours If-Match (kernel/http/versions.ts). `fields` are
 * those that PATCH may change, by the names its body has, out of what `read` and the GET route answer.
 */
// biome-ignore lint/suspicious/noExplicitAny: each record has its own parameters and data
export type VersionedRecord<P = any, D = any> = {
  /** e.g. `exhibition.customer`: changes of one kind wait for each other within an organization */
  kind: string;
  fields(data: D): Record<string, unknown>;
  /** what its audit entries are about; they tell who changed what */
  subjects(data: D): { type: string; id: string }[];
  read(ctx: Ctx, params: P): Promise<Result<D>>;
};

/**
 * Declares what a PATCH route and the GET route beside it are about: the properties of the PATCH's body, found by name
 * in the record.
 */
export function defineRecord<P, D extends { id: string }>(definition: {
  /** the type of its audit entries' subject */
  subject: string;
  patch: { properties: Record<string, unknown> };
  read(ctx: Ctx, params: P): Promise<Result<D>>;
  /** other subjects whose entries tell of its fields, such as the person behind a student */
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

/** Declares a route; the schemas give `run` and its answer their types, validate, and write the OpenAPI page. */
export function route<P extends TSchema, Q extends TSchema, B extends TSchema, R extends TSchema>(
  definition: Route<P, Q, B, R>,
): Route {
  return definition as unknown as Route;
}
