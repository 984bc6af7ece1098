import type {} from '../http/index.ts';
import { deriveKey } from '../lib/derive-key.ts';
import type { Boot } from '../module/index.ts';
import type { AuthService } from './auth-service.ts';
import { authentication } from './authenticate.ts';
import { type BetterAuth, createBetterAuth, SINGLE_SIGN_ON, sessionCookieName } from './better-auth.ts';
import { checkCsrf } from './csrf.ts';
import { can, refusal, rightsOf } from './permissions.ts';

/** Starts the package: adds `auth` and `authenticator` to the services. */
export async function startAuth(boot: Boot): Promise<{ stop(): Promise<void> }> {
  const { config, database, services, log } = boot;
  let betterAuth: Promise<BetterAuth> | undefined;
  let single: Promise<BetterAuth | null> | undefined;
  const askProvider = async () => {
    const made = await createBetterAuth(config, database.system, log, { singleSignOn: true });
    const found = (await made.$context).socialProviders.some(({ id }) => id === SINGLE_SIGN_ON);
    // Asked anew the next time.
    if (!found) single = undefined;
    return found ? made : null;
  };
  const auth: AuthService = {
    betterAuth: () => (betterAuth ??= createBetterAuth(config, database.system, log)),
    singleSignOn: () => (single ??= askProvider()),
    cookieName: sessionCookieName(config.PUBLIC_URL),
    cookieSecret: deriveKey(config.SECRET_KEY, 'auth:better-auth').toString('base64url'),
    jwtKey: deriveKey(config.SECRET_KEY, 'auth:jwt'),
    ...rightsOf(boot.manifests),
    manifests: boot.manifests,
    moduleNames: boot.manifests.filter((m) => m.kind === 'module').map((m) => m.name),
    sessions: new WeakMap(),
    marks: new Set(),
  };
  services.auth = auth;
  services.authenticator = {
    authenticate: authentication(boot),
    checkCsrf: (request) => checkCsrf(request, config.PUBLIC_URL),
    can: (ctx, permission) => can(auth, ctx, permission),
    refusal: (ctx, permission) => refusal(auth, ctx, permission),
  };
  return {
    async stop() {
      await Promise.allSettled(auth.marks);
    },
  };
}
