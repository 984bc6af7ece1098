import type { FastifyRequest } from 'fastify';
import type { Manifest } from '../module/index.ts';
import type { BetterAuth } from './better-auth.ts';
import type { Rights } from './permissions.ts';

/** The session of a request: `id` names it in lists, `token` is the value that better-auth uses. */
export type SessionRef = { id: string; token: string; userId: string; expiresAt: Date };

/** The running auth service: `ctx.services.auth`. */
export type AuthService = Rights & {
  /** Made at the first call; call it before a transaction, because the first call takes some 200 ms. */
  betterAuth(): Promise<BetterAuth>;
  /** The same with the provider of single sign-on, which is asked at the first call; null when it didn't answer. */
  singleSignOn(): Promise<BetterAuth | null>;
  cookieName: string;
  cookieSecret: string;
  jwtKey: Uint8Array;
  manifests: Manifest[];
  /** names of the modules an organization can choose */
  moduleNames: string[];
  /** the session of a request, set when the request is authenticated */
  sessions: WeakMap<FastifyRequest, SessionRef>;
  /** writes of "last used" marks that have not finished; the stop waits for them */
  marks: Set<Promise<unknown>>;
};

declare module '../ctx/index.ts' {
  interface Services {
    auth: AuthService;
  }
}
