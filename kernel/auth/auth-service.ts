import type { FastifyRequest } from 'fastify';
import type { Manifest } from '../module/index.ts';
import type { BetterAuth } from './better-auth.ts';
import type { Rights } from './permissions.ts';

/** The session of a request: `id` names it in lists, `token` is what better-auth wants. */
export type SessionRef = { id: string; token: string; userId: string; expiresAt: Date };

/** What runs for the auth package: `ctx.services.auth`. */
export type AuthService = Rights & {
  betterAuth: BetterAuth;
  cookieName: string;
  cookieSecret: string;
  jwtKey: Uint8Array;
  manifests: Manifest[];
  /** names of the modules an organization can choose */
  moduleNames: string[];
  /** the session a request came with; known once the request was authenticated */
  sessions: WeakMap<FastifyRequest, SessionRef>;
  /** coarse "last used" marks on their way to the database; awaited at stop */
  marks: Set<Promise<unknown>>;
};

declare module '../ctx/index.ts' {
  interface Services {
    auth: AuthService;
  }
}
