import { type JoinBuilder, type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { DB } from '../../db/types.ts';
import type { Config } from '../config/index.ts';
import { LimitedMap } from '../lib/limited-map.ts';
import type { Role } from '../lib/roles.ts';
import type { Clock } from '../lib/time.ts';

export { ROLES, type Role } from '../lib/roles.ts';

/**
 * The kinds of actors, and the fields of each besides its kind. A package or module adds its own by declaration
 * merging, and declares in its manifest (`actorKinds`) what they may do: `declare module '…/ctx/index.ts' { interface
 * Actors { meter: … } }`.
 */
export interface Actors {
  /** a signed-in member of the staff */
  user: { id: string; name: string; email: string; role: Role | null; limit?: Limit; granted?: readonly string[] };
  /** the server itself: a job, the command line, the first run */
  system: { id: null; name: string };
  anonymous: { id: null; name: string };
}
export type ActorOf<K extends keyof Actors> = { kind: K } & Actors[K];
/** The actor of a request or job. Audit entries contain its kind. */
export type Actor = { [K in keyof Actors]: ActorOf<K> }[keyof Actors];

/**
 * A part of an organization, such as one merchant, that somebody is limited to: its kind as a manifest declares it
 * (kernel/tenancy), and its id. Row-level security keeps their transactions to that part.
 */
export type Limit = { kind: string; id: string };

/** The part of the organization that an actor is limited to; undefined: all of it. */
export const limitOf = (actor: Actor): Limit | undefined => ('limit' in actor ? actor.limit : undefined);

/** The permissions that an actor has at most, by their role by trade (kernel/tenancy); undefined: all of their role. */
export const grantedOf = (actor: Actor): readonly string[] | undefined =>
  'granted' in actor ? actor.granted : undefined;

export type Organization = {
  id: string;
  name: string;
  slug: string;
  /** IANA zone, e.g. Asia/Kolkata */
  timeZone: string;
  /** ISO 4217 */
  currency: string;
  /** ISO 3166-1 alpha-2 */
  country: string;
  /** BCP 47 */
  language: string;
  /** names of the modules that it uses */
  modules: string[];
};

/** Whether something belongs to a module that the organization has switched off; the kernel's own is never off. */
export function moduleIsOff(organization: Organization | null, module: string | undefined): boolean {
  return module !== undefined && organization !== null && !organization.modules.includes(module);
}

export type Log = {
  debug(detail: object | string, message?: string): void;
  info(detail: object | string, message?: string): void;
  warn(detail: object | string, message?: string): void;
  error(detail: object | string, message?: string): void;
};

export type Db = Kysely<DB>;

/**
 * The running services. A package adds its own by declaration merging: `declare module '…/ctx/index.ts' { interface
 * Services { files: FileStore } }`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: packages extend it
export interface Services {}

/** The first argument of every action, query and flow. */
export type Ctx = {
  organization: Organization | null;
  actor: Actor;
  /** Limited to the organization by row-level security. Without an organization it returns no rows. */
  db: Db;
  /**
   * Not limited, with the rights of the tables' owner: for sign-in, sweeps and sealing inside the kernel; modules do
   * not use it.
   */
  system: Db;
  /** true inside transaction() */
  inTransaction: boolean;
  /** the module of the route; a public route of it serves no organization that has switched the module off */
  module?: string;
  clock: Clock;
  locale: string;
  log: Log;
  requestId: string;
  ip: string | null;
  userAgent: string | null;
  config: Config;
  services: Services;
};

/** The organization of a ctx. Throws without one, because that is a mistake in our code, not the caller's. */
export function orgOf(ctx: Ctx): Organization {
  if (!ctx.organization) throw new Error('no organization in this context');
  return ctx.organization;
}

/** The condition that a query's rows are those of the ctx's organization; `table` is its name or alias where it joins. */
export function inOrg(ctx: Ctx, table?: string): RawBuilder<SqlBool> {
  return sql`${sql.ref(table === undefined ? 'organization_id' : `${table}.organization_id`)} = ${orgOf(ctx).id}`;
}

// biome-ignore lint/suspicious/noExplicitAny: as Kysely types what a join gives back
type Join = JoinBuilder<any, any>;

/**
 * A join of two tables within an organization: `.leftJoin('file as f', onOrg('f.id', 'r.file_id'))`. Both columns carry
 * the name or alias of their table.
 */
export function onOrg<Left extends string, Right extends string>(left: Left, right: Right) {
  const [one, other] = [left, right].map((column) => `${column.split('.')[0]}.organization_id`) as [string, string];
  // The parameter's type is what makes Kysely check both columns.
  return (on: { onRef(left: Left, is: '=', right: Right): Join }): Join =>
    (on as Join).onRef(one, '=', other).onRef(left, '=', right);
}

/**
 * Something that a running process keeps in memory for each organization, made when it is first asked for and again at
 * any time: the memory holds 1,000 of them at most. Those who are limited to a part of it have one of their own, since what
 * is asked together is asked with one actor's database handle.
 */
export function perOrganization<T>(make: (ctx: Ctx) => T): (ctx: Ctx) => T {
  const running = new WeakMap<Services, Map<string, T>>();
  return (ctx) => {
    const kept = running.get(ctx.services) ?? new LimitedMap<string, T>(1000);
    running.set(ctx.services, kept);
    const { id } = orgOf(ctx);
    const limit = limitOf(ctx.actor);
    const key = limit ? `${id} ${limit.id}` : id;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const made = make(ctx);
    kept.set(key, made);
    return made;
  };
}

/**
 * Whether a person acts, or the command line. Only they decide who belongs to an organization, where its mail goes, and
 * which keys it has. Otherwise a leaked API key could create a user or another key for itself, and outlive its own
 * revocation.
 */
export function byPerson({ actor }: Ctx): boolean {
  return actor.kind === 'user' || actor.kind === 'system';
}

/**
 * Whether an owner acts, or the command line. Only they change what controls the other members: who has which role,
 * where money goes, from when on two people must agree.
 */
export function byOwner({ actor }: Ctx): boolean {
  return actor.kind === 'system' || (actor.kind === 'user' && actor.role === 'owner');
}
