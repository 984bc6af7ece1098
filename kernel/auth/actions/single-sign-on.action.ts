import type { Ctx } from '../../ctx/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { SINGLE_SIGN_ON } from '../better-auth.ts';
import { headersOf } from '../calls.ts';
import { beginSession, type SignedIn } from './sign-in.action.ts';

/** The page where the sign-in begins and where it ends when it failed. */
const SIGN_IN_PAGE = '/console/login';

/** Whether the installation has a provider, and what people call it. */
export function singleSignOnName({ config }: Ctx): string | null {
  return config.OIDC_ISSUER ? config.OIDC_NAME : null;
}

/** Where the browser goes to sign in, and the cookie that ties the answer to this browser for five minutes. */
export async function beginSingleSignOn(ctx: Ctx, next: string): Promise<Result<{ url: string; cookies: string[] }>> {
  if (!singleSignOnName(ctx)) return refuse('auth.single_sign_on_off');
  const auth = await ctx.services.auth.singleSignOn();
  if (!auth) return refuse('auth.provider_unreachable');
  const { headers, response } = await auth.api.signInSocial({
    body: {
      provider: SINGLE_SIGN_ON,
      // Only a page of the console: what follows its address can't lead elsewhere.
      callbackURL: `/console/${next.replace(/^\/+/, '')}`,
      errorCallbackURL: SIGN_IN_PAGE,
      disableRedirect: true,
    },
    headers: headersOf(ctx),
    returnHeaders: true,
  });
  return response.url
    ? ok({ url: response.url, cookies: headers.getSetCookie() })
    : refuse('auth.provider_unreachable');
}

/** What better-auth says when it refuses, and the page's word for it (sign_in.refused); all else failed. */
const FAILURES: Record<string, string> = {
  access_denied: 'denied',
  signup_disabled: 'unknown',
  account_not_linked: 'unproven',
  email_not_found: 'unproven',
  state_mismatch: 'too_late',
  state_not_found: 'too_late',
};

export type Ended = { to: string; signedIn: SignedIn | null; cookies: string[] };

/**
 * Takes the provider's answer. better-auth checks that this browser began, exchanges the code, and checks signature,
 * issuer, audience and nonce. An account is found by the provider's own id of the person, else by an address that both
 * sides have proven; none is made. Answers the page to go to, with the reason in `refused` when nobody is signed in.
 */
export async function endSingleSignOn(ctx: Ctx, query: Record<string, string>, cookie: string): Promise<Ended> {
  const failed = (code: string): Ended => ({ to: `${SIGN_IN_PAGE}?refused=${code}`, signedIn: null, cookies: [] });
  const auth = singleSignOnName(ctx) ? await ctx.services.auth.singleSignOn() : null;
  if (!auth) return failed('unreachable');
  const answer = await auth.api.callbackOAuth({
    params: { id: SINGLE_SIGN_ON },
    query,
    headers: headersOf(ctx, cookie),
    method: 'GET',
    asResponse: true,
  });
  const to = answer.headers.get('location') ?? '';
  const error = URL.canParse(to, ctx.config.PUBLIC_URL)
    ? new URL(to, ctx.config.PUBLIC_URL).searchParams.get('error')
    : 'unknown';
  const cookies = answer.headers.getSetCookie();
  const { cookieName } = ctx.services.auth;
  const token = cookies
    .find((line) => line.startsWith(`${cookieName}=`))
    ?.slice(cookieName.length + 1)
    .split(';', 1)[0];
  if (error || !token) return failed(FAILURES[error ?? ''] ?? 'failed');
  const bare = decodeURIComponent(token).replace(/\.[^.]*$/, '');
  const person = await ctx.system
    .selectFrom('auth_session as s')
    .innerJoin('auth_user as u', 'u.id', 's.user_id')
    .select(['u.id', 'u.name', 'u.email'])
    .where('s.token', '=', bare)
    .executeTakeFirstOrThrow();
  const begun = await beginSession(ctx, { person, token: bare, cookies, byProvider: true });
  return begun.ok ? { to, signedIn: begun.data, cookies } : failed('failed');
}
