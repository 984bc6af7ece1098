import { AsyncLocalStorage } from 'node:async_hooks';
import type { Config } from '../config/index.ts';
import type { Db, Log } from '../ctx/index.ts';
import { deriveKey } from '../lib/derive-key.ts';
import { newId } from '../lib/ids.ts';
import { PASSWORD_MAX, PASSWORD_MIN } from './contract.ts';
import { hashPassword, verifyPassword } from './passwords.ts';

/** Seconds that a session lives after its last renewal; GET /session renews it once a day. */
export const SESSION_SECONDS = 30 * 24 * 3600;
/** Seconds that a link to set a new password works. */
export const RESET_SECONDS = 3600;

type ResetMail = (user: { id: string; name: string; email: string }, token: string) => Promise<void>;

/**
 * What an action gives better-auth for one call: the transaction to use, and the function that sends the reset mail.
 */
type Lent = { db?: Db; sendReset?: ResetMail };
const lent = new AsyncLocalStorage<Lent>();

/** Calls better-auth inside our transaction, so that its rows and our audit entry are committed together. */
export function lending<T>(what: Lent, call: () => Promise<T>): Promise<T> {
  return lent.run(what, call);
}

/** A Kysely that uses the lent transaction if there is one, otherwise `db`. */
function lentDb(db: Db): Db {
  return new Proxy(db, {
    get(_, name) {
      const target = lent.getStore()?.db ?? db;
      const value = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

const TIMES = { createdAt: 'created_at', updatedAt: 'updated_at' };

/** Our tables and columns, by better-auth's names. */
const TABLES = {
  user: { modelName: 'auth_user', fields: { ...TIMES, emailVerified: 'email_verified' } },
  session: {
    modelName: 'auth_session',
    fields: {
      ...TIMES,
      userId: 'user_id',
      expiresAt: 'expires_at',
      ipAddress: 'ip_address',
      userAgent: 'user_agent',
    },
  },
  account: {
    modelName: 'auth_account',
    fields: {
      ...TIMES,
      userId: 'user_id',
      accountId: 'account_id',
      providerId: 'provider_id',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at',
    },
  },
  verification: { modelName: 'auth_verification', fields: { ...TIMES, expiresAt: 'expires_at' } },
  twoFactor: {
    user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
    twoFactor: {
      modelName: 'auth_two_factor',
      fields: {
        userId: 'user_id',
        backupCodes: 'backup_codes',
        failedVerificationCount: 'failed_verification_count',
        lockedUntil: 'locked_until',
      },
    },
  },
  passkey: {
    passkey: {
      modelName: 'auth_passkey',
      fields: {
        publicKey: 'public_key',
        userId: 'user_id',
        credentialID: 'credential_id',
        deviceType: 'device_type',
        backedUp: 'backed_up',
        createdAt: 'created_at',
      },
    },
  },
};

export type BetterAuth = Awaited<ReturnType<typeof createBetterAuth>>;

/**
 * better-auth as a library: it is never mounted on a path. Our own routes call `auth.api.*`, so the response envelope,
 * CSRF checks, throttling and audit are the server's. authenticate.ts looks sessions up for each request.
 *
 * Loads the library, 400 files and 12 MB, so it is called at the first sign-in.
 */
export async function createBetterAuth(config: Config, system: Db, log: Log, { singleSignOn = false } = {}) {
  const [{ betterAuth }, { twoFactor }, { genericOAuth }, { passkey }, { APIError }] = await Promise.all([
    import('better-auth'),
    import('better-auth/plugins/two-factor'),
    import('better-auth/plugins/generic-oauth'),
    import('@better-auth/passkey'),
    import('better-auth/api'),
  ]);
  const unlocked = (yes: boolean | undefined) => {
    if (!yes) throw new APIError('BAD_REQUEST', { code: NOT_UNLOCKED, message: 'no user verification' });
  };
  const provider = singleSignOn ? [providerOf(config)] : [];
  return betterAuth({
    appName: 'Counterfoil',
    baseURL: config.PUBLIC_URL,
    basePath: '/api/v1/auth',
    secret: deriveKey(config.SECRET_KEY, 'auth:better-auth').toString('base64url'),
    // `transaction: false` because the transaction is ours, see `lentDb`.
    database: { db: lentDb(system), type: 'postgres', transaction: false },
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    logger: {
      level: 'error',
      // Of whatever a stranger sends as a passkey it says "Failed to verify …"; the answer says it too.
      log: (_, message) =>
        log[message.startsWith('Failed to verify') ? 'info' : 'error']({ from: 'better-auth' }, message),
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_MIN,
      maxPasswordLength: PASSWORD_MAX,
      password: { hash: hashPassword, verify: verifyPassword },
      resetPasswordTokenExpiresIn: RESET_SECONDS,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: async ({ user, token }) => lent.getStore()?.sendReset?.(user, token),
    },
    plugins: [
      genericOAuth({ config: provider }),
      twoFactor({
        issuer: 'Counterfoil',
        accountLockout: { enabled: true, maxFailedAttempts: 10, durationSeconds: 900 },
        schema: TABLES.twoFactor,
      }),
      // Each passkey is two factors: kept by a device, which asks for a face, a finger or a PIN. The device knows whose it is.
      passkey({
        rpID: new URL(config.PUBLIC_URL).hostname,
        rpName: 'Counterfoil',
        origin: new URL(config.PUBLIC_URL).origin,
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        registration: {
          afterVerification: ({ verification }) => unlocked(verification.registrationInfo?.userVerified),
        },
        authentication: {
          afterVerification: ({ verification }) => unlocked(verification.authenticationInfo.userVerified),
        },
        advanced: { webAuthnChallengeCookie: 'passkey' },
        schema: TABLES.passkey,
      }),
    ],
    user: TABLES.user,
    session: {
      ...TABLES.session,
      expiresIn: SESSION_SECONDS,
      // How long ago a session began says nothing of who sits there; our actions ask for the password.
      freshAge: 0,
      additionalFields: {
        activeOrganizationId: { type: 'string', required: false, input: false, fieldName: 'active_organization_id' },
        // Known to it, so that it stays when a change of the second factor makes the session anew.
        byProvider: { type: 'boolean', required: false, input: false, fieldName: 'by_provider' },
      },
    },
    // Nothing is asked of the provider afterwards, so none of its tokens is kept.
    databaseHooks: {
      account: {
        create: {
          before: async (account) => ({ data: { ...account, accessToken: null, refreshToken: null, idToken: null } }),
        },
      },
    },
    account: {
      ...TABLES.account,
      updateAccountOnSignIn: false,
      // An account is linked to a provider's only when both sides have proven the address (requireLocalEmailVerified).
      accountLinking: { enabled: true },
    },
    verification: {
      ...TABLES.verification,
      // Stored as a hash, so that a copy of the database holds no working reset links.
      storeIdentifier: 'hashed',
    },
    advanced: {
      cookiePrefix: 'counterfoil',
      useSecureCookies: config.PUBLIC_URL.startsWith('https:'),
      // Its own checks need the HTTP request, which it does not get; csrf.ts makes both checks.
      disableCSRFCheck: true,
      disableOriginCheck: true,
      // the whole address; our own counters group IPv6 addresses by /64
      ipAddress: { ipAddressHeaders: ['x-client-ip'], ipv6Subnet: 128 },
      database: { generateId: () => newId(), validateSchema: false },
    },
  });
}

/** Of our own refusal, when a device answered without asking who is there. */
export const NOT_UNLOCKED = 'NOT_UNLOCKED';

/** The provider's name in addresses and in the table of accounts. */
export const SINGLE_SIGN_ON = 'oidc';

/** Google, Microsoft, Keycloak and others, by what their issuer publishes. Makes no accounts: somebody has to invite. */
const providerOf = ({ OIDC_ISSUER = '', OIDC_CLIENT_ID = '', OIDC_CLIENT_SECRET = '' }: Config) => ({
  providerId: SINGLE_SIGN_ON,
  discoveryUrl: `${OIDC_ISSUER.replace(/\/$/, '')}/.well-known/openid-configuration`,
  clientId: OIDC_CLIENT_ID,
  clientSecret: OIDC_CLIENT_SECRET,
  scopes: ['openid', 'email', 'profile'],
  pkce: true,
  requireIdTokenVerification: true,
  disableSignUp: true,
});

/** Name of the session cookie: browsers accept the `__Secure-` prefix over HTTPS only. */
export function sessionCookieName(publicUrl: string): string {
  return `${publicUrl.startsWith('https:') ? '__Secure-' : ''}counterfoil.session_token`;
}
