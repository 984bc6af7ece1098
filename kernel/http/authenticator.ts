import type { FastifyRequest } from 'fastify';
import type { Actor, ActorOf, Actors, Ctx, Organization, Role } from '../ctx/index.ts';
import type { Refusal } from '../lib/result.ts';
import type { Boot } from '../module/index.ts';

export type Identity = {
  actor: Actor;
  /** null when the signed-in person has no organization, or named one that is not theirs */
  organization: Organization | null;
  /** what rate limits count by, e.g. `session <id>`: the same for every request of a session, key or device */
  countedAs: string;
  /** True when a browser sends the credentials by itself: a write then needs a proof that one of our pages made it. */
  byCookie?: true;
  locale?: string;
  /** For an identity that has ended and may do little: the refusal to use instead of `http.forbidden`. */
  over?: Refusal;
};

/** What an authenticator gets from a request. */
export type AuthenticatorInput = {
  request: FastifyRequest;
  /** the token in `Authorization`, after `Bearer` or `Token` */
  bearer: string | null;
  /** the id of the organization that the request names */
  wanted: string | null;
};

/** One method of authentication: a kind of bearer token, or a cookie. */
export type AuthenticatorDefinition = {
  name: string;
  /**
   * Called once, when the server starts. The returned function is called for each request that needs authentication. It
   * returns null when the request has no credentials of its kind; then the next authenticator is asked. Otherwise it
   * resolves to the identity, to null for an anonymous caller, or to a refusal.
   */
  prepare(boot: Boot): (input: AuthenticatorInput) => Promise<Identity | Refusal | null> | null;
};

/** A kind of actors. Audit entries contain its name; the console shows the text `console.audit.actor.<kind>`. */
export type ActorKind = {
  kind: keyof Actors;
  /**
   * Whether such an actor has a permission; every signed-in actor has `session`. `least` is the lowest role that has
   * the permission: null when no role has it, undefined when no manifest declares it.
   */
  can(actor: Actor, permission: string, least: Role | null | undefined): boolean;
};

/** Declares a kind of actors, with `can` for actors of that kind. */
export function defineActorKind<K extends keyof Actors>(
  kind: K,
  can: (actor: ActorOf<K>, permission: string, least: Role | null | undefined) => boolean,
): ActorKind {
  return { kind, can: can as ActorKind['can'] };
}

declare module '../module/index.ts' {
  interface Manifest {
    authenticators?: AuthenticatorDefinition[];
    actorKinds?: ActorKind[];
  }
}

/** Finds the sender of a request. The auth package implements it as the service `authenticator`. */
export interface Authenticator {
  /** null for an anonymous caller; a refusal when the credentials are not valid */
  authenticate(request: FastifyRequest): Promise<Identity | Refusal | null>;
  /** For writes with a cookie session: null when the request comes from one of our pages. */
  checkCsrf(request: FastifyRequest): Refusal | null;
  /** Whether the actor has a permission in the organization of the context. */
  can(ctx: Pick<Ctx, 'actor' | 'organization'>, permission: string): boolean;
  /** Null when the actor has it, else why not: `http.module_off` or `http.forbidden`. */
  refusal(ctx: Pick<Ctx, 'actor' | 'organization'>, permission: string): Refusal | null;
}

/** Translates texts; the i18n package implements it. */
interface Translator {
  t(language: string, key: string, values?: Record<string, unknown>): string;
  /** the best of our languages for an Accept-Language header */
  negotiate(header: string | undefined, fallback?: string): string;
}

declare module '../ctx/index.ts' {
  interface Services {
    authenticator: Authenticator;
    translator: Translator;
  }
}
