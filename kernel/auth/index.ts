import { defineActorKind } from '../http/index.ts';
import { definePackage } from '../module/index.ts';
import { accessTokenAuthenticator, portalActor } from './authenticators/access-token.ts';
import { apiKeyActor, apiKeyAuthenticator } from './authenticators/api-key.ts';
import { sessionAuthenticator } from './authenticators/session.ts';
import { passwordChangedMail, resetPasswordMail, signInByProviderMail } from './messages.ts';
import { byRole } from './permissions.ts';
import { userNames } from './queries.ts';
import { firstRunRoutes } from './routes/first-run.routes.ts';
import { passkeyRoutes } from './routes/passkeys.routes.ts';
import { sessionRoutes } from './routes/session.routes.ts';
import { signInRoutes } from './routes/sign-in.routes.ts';
import { singleSignOnCallback } from './routes/single-sign-on.http.ts';
import { singleSignOnRoutes } from './routes/single-sign-on.routes.ts';
import { tokenRoutes } from './routes/tokens.routes.ts';
import { startAuth } from './service.ts';
import { authSettings } from './settings.ts';
import { sweepAuthJob } from './sweep.job.ts';

export { findPerson, personOf } from './account.ts';
export {
  createOwner,
  createUser,
  found,
  generatePassword,
  setPassword,
} from './actions/create-user.action.ts';
export { ensureFirstRunToken, hasOwner, setupFirstRun } from './actions/first-run.action.ts';
export { provePassword, proveSignIn } from './actions/prove-person.action.ts';
export { sweepAuth } from './actions/sweep.action.ts';
export { issuePortalTokens, revokePortalTokens, type Tokens } from './actions/tokens.action.ts';

export { cookieOf } from './calls.ts';
export { OLDER_TOKENS, TokensView } from './contract.ts';
export { hashPassword, mayHash, verifyPassword } from './passwords.ts';
export { byRole, can, permissionTable, rightsOf, roleCan } from './permissions.ts';
export { findPortalGrant } from './portal-grant.ts';
export { listUsers } from './queries.ts';
export { accountCounters, attemptsOf, type Counter, countAttempt, forgive, hourOf, mayAttempt } from './throttle.ts';

export const authPackage = definePackage({
  name: 'auth',
  subjectNames: { 'auth.user': userNames },
  // Only portals have it; no role does.
  permissions: { portal: null },
  authenticators: [apiKeyAuthenticator, accessTokenAuthenticator, sessionAuthenticator],
  actorKinds: [
    defineActorKind('user', byRole),
    apiKeyActor,
    portalActor,
    defineActorKind('system', () => true),
    defineActorKind('anonymous', () => false),
  ],
  errors: {
    'auth.wrong_credentials': 401,
    'auth.second_factor_required': 401,
    'auth.wrong_code': 401,
    'auth.bad_api_key': 401,
    'auth.address_not_allowed': 403,
    'auth.bad_token': 401,
    'auth.too_many_attempts': 429,
    'auth.not_a_member': 403,
    'auth.organization_unknown': 404,
    'auth.person_required': 403,
    'auth.session_required': 403,
    'auth.session_not_found': 404,
    'auth.wrong_password': 400,
    'auth.password_length': 400,
    'auth.password_missing': 400,
    'auth.name_missing': 400,
    'auth.link_expired': 410,
    'auth.provider_unreachable': 503,
    'auth.single_sign_on_off': 404,
    'auth.single_sign_on_only': 403,
    'auth.connected_not_found': 404,
    'auth.passkey_too_late': 400,
    'auth.passkey_unknown': 401,
    'auth.passkey_refused': 401,
    'auth.passkey_not_added': 400,
    'auth.passkey_not_unlocked': 400,
    'auth.passkey_not_found': 404,
    'auth.passkeys_too_many': 409,
    'auth.email_taken': 409,
    'auth.unknown_email': 404,
    'auth.two_factor_already_on': 409,
    'auth.two_factor_off': 409,
    'auth.first_run_closed': 404,
  },
  messages: [resetPasswordMail, passwordChangedMail, signInByProviderMail],
  settings: [authSettings],
  routes: [
    ...signInRoutes,
    ...sessionRoutes,
    ...singleSignOnRoutes,
    ...passkeyRoutes,
    ...tokenRoutes,
    ...firstRunRoutes,
  ],
  jobs: [sweepAuthJob],
  http: singleSignOnCallback,
  start: startAuth,
});
