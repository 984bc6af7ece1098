import type { FastifyRequest } from 'fastify';
import type { Actor, ActorOf, Actors, Ctx, Organization, Role } from '../ctx/index.ts';
import type { Refusal } from '../lib/result.ts';
import type { Boot } from '../module/index.ts';

export type Identity = {
  actor: Actor;
  /** null while a signed-in person has no organization, or named one that isn't theirs */
  organization: Organization | null;
  /** what its limits count by, e.g. `session <id>`: the same for every request of a session, key or device */
  countedAs: string;
  /** A browser sends it by itself: a write needs a proof that a page of ours made it. */
  byCookie?: true;
  locale?: string;
  /** Of an identity that is over and may do little any more: what it is answered instead of `http.forbidden`. */
  over?: Refusal;
};

/** What an authenticator is shown of a request. */
export type Shown = {
  request: FastifyRequest;
  /** what stands in `Authorization` behind `Bearer` or `Token` */
  bearer: string | null;
  /** the id of the organization that the request names */
  wanted: string | null;
};

/** One way in: a kind of bearer token, a cookie. */
export type AuthenticatorDefinition = {
  name: string;
  /**
   * Called once, when the server starts. The function that it returns is shown each request that needs somebody: null
   * when there is nothing of its kind, and the next is asked; else it looks, and says who that is, nobody, or why not.
   */
  prepare(boot: Boot): (shown: Shown) => Promise<Identity | Refusal | null> | null;
};

/** A kind of actors. Its name stands in audit entries; the console calls it `console.audit.actor.<kind>`. */
export type ActorKind = {
  kind: keyof Actors;
  /**
   * Whether such an actor has a permission; `session` is that of everybody signed in. `least` is the role from which on
   * people have it: null when no role has it, undefined when no manifest declares it.
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

/** Who a request comes from; the auth package implements it and puts it into the server as `authenticator`. */
export interface Authenticator {
  /** null: nobody. A refusal: credentials were shown and are not good. */
  authenticate(request: FastifyRequest): Promise<Identity | Refusal | null>;
  /** For cookie sessions on methods that write: null when the request comes from our own pages. */
  checkCsrf(request: FastifyRequest): Refusal | null;
  /** Whether whoever acts has a permission in the organization of the context. */
  can(ctx: Pick<Ctx, 'actor' | 'organization'>, permission: string): boolean;
}

/** Texts in the person's language; the i18n package implements it. */
export interface Translator {
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
