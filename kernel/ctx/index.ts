import type { Kysely } from 'kysely';
import type { DB } from '../../db/types.ts';
import type { Config } from '../config/index.ts';
import type { Role } from '../lib/roles.ts';
import type { Clock } from '../lib/time.ts';

export { ROLES, type Role } from '../lib/roles.ts';

/**
 * The kinds of actors, and what each carries beside its kind. A package or module adds its own by declaration merging
 * and says in its manifest (`actorKinds`) what they may do: `declare module '…/ctx/index.ts' { interface Actors {
 * meter: … } }`.
 */
export interface Actors {
  /** a person of the staff, signed in */
  user: { id: string; name: string; email: string; role: Role | null };
  /** the server itself: a job, the command line, the first run */
  system: { id: null; name: string };
  anonymous: { id: null; name: string };
}
export type ActorOf<K extends keyof Actors> = { kind: K } & Actors[K];
/** Who acts. The kind is what audit entries say of them. */
export type Actor = { [K in keyof Actors]: ActorOf<K> }[keyof Actors];

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
  /** names of the modules it uses */
  modules: string[];
};

export type Log = {
  debug(detail: object | string, message?: string): void;
  info(detail: object | string, message?: string): void;
  warn(detail: object | string, message?: string): void;
  error(detail: object | string, message?: string): void;
};

export type Db = Kysely<DB>;

/**
 * The running services a package may put here by declaration merging: `declare module '…/ctx/index.ts' { interface
 * Services { files: FileStore } }`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: packages extend it
export interface Services {}

/** What every action, query and flow gets first. */
export type Ctx = {
  organization: Organization | null;
  actor: Actor;
  /** Scoped to the organization: row-level security lets nothing else through. Returns nothing without one. */
  db: Db;
  /** Unscoped, as the tables' owner: for sign-in, sweeps and sealing inside the kernel; no module uses it. */
  system: Db;
  /** true inside transaction() */
  inTransaction: boolean;
  /** the module whose route this is: a public route of it opens no organization that has switched it off */
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

/** The organization of a ctx; throws when there is none, which is a mistake of ours and not of the caller's. */
export function orgOf(ctx: Ctx): Organization {
  if (!ctx.organization) throw new Error('no organization in this context');
  return ctx.organization;
}

/**
 * Whether a person acts (or the command line). Only they decide who belongs to an organization, where its mail goes and
 * what lives on by itself, such as a key: an API key that leaked could otherwise make itself a person or a successor,
 * and outlive its end.
 */
export function byPerson({ actor }: Ctx): boolean {
  return actor.kind === 'user' || actor.kind === 'system';
}
