import type { FastifyRequest } from 'fastify';
import type { Actor, Organization } from '../ctx/index.ts';
import type { Refusal } from '../lib/result.ts';

export type Identity = {
  actor: Actor;
  /** null while a signed-in person has no organization, or named one that isn't theirs */
  organization: Organization | null;
  via: 'session' | 'api_key' | 'jwt';
  locale?: string;
};

/** Who a request comes from; the auth room implements it and puts it into the house as `authenticator`. */
export interface Authenticator {
  /** null: nobody. A refusal: credentials were shown and are not good. */
  authenticate(request: FastifyRequest): Promise<Identity | Refusal | null>;
  /** For cookie sessions on methods that write: null when the request comes from our own pages. */
  checkCsrf(request: FastifyRequest): Refusal | null;
  can(actor: Actor, permission: string): boolean;
}

/** Sentences in the person's language; the i18n room implements it. */
export interface Translator {
  t(language: string, key: string, values?: Record<string, unknown>): string;
  /** the best of our languages for an Accept-Language header */
  negotiate(header: string | undefined, fallback?: string): string;
}

declare module '../ctx/index.ts' {
  interface House {
    authenticator: Authenticator;
    translator: Translator;
  }
}
