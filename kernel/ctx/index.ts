import type { Kysely } from 'kysely';
import type { DB } from '../../db/types.ts';
import type { Config } from '../config/index.ts';
import type { Role } from '../lib/roles.ts';
import type { Clock } from '../lib/time.ts';

export { ROLES, type Role } from '../lib/roles.ts';

/** Who acts. `system` is the house itself: a job, the command line, the first run. */
export type Actor =
  | { kind: 'user'; id: string; name: string; email: string; role: Role | null }
  | { kind: 'api_key'; id: string; name: string; role: Role }
  | { kind: 'portal'; id: string; name: string }
  /** a member of staff who is known by their chat only; `id` is the person's */
  | { kind: 'chat'; id: string; name: string; role: Role }
  | { kind: 'system'; id: null; name: string }
  | { kind: 'anonymous'; id: null; name: string };

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

/** The running services a room may put here by declaration merging: `declare module '…/ctx/index.ts' { interface House { files: FileStore } }`. */
// biome-ignore lint/suspicious/noEmptyInterface: rooms extend it
export interface House {}

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
  clock: Clock;
  locale: string;
  log: Log;
  requestId: string;
  ip: string | null;
  userAgent: string | null;
  config: Config;
  house: House;
};

/** The organization of a ctx; throws when there is none, which is a mistake of ours and not of the caller's. */
export function orgOf(ctx: Ctx): Organization {
  if (!ctx.organization) throw new Error('no organization in this context');
  return ctx.organization;
}

/**
 * Whether a person acts (or the command line). Only they decide who belongs to an organization, where its mail goes and what lives on by
 * itself, such as a key: an API key that leaked could otherwise make itself a person or a successor, and outlive its end.
 */
export function byPerson({ actor }: Ctx): boolean {
  return actor.kind === 'user' || actor.kind === 'system';
}
