import { ok, refuse } from '../../lib/result.ts';
import { route } from '../../module/index.ts';
import { choicesOf } from '../../tenancy/index.ts';
import { firstRun, isFirstRunOpen } from '../actions/first-run.ts';
import { signIn } from '../actions/sign-in.ts';
import { FirstRunBody, FirstRunView, Nothing, TokenQuery } from '../contract.ts';
import { foreign, STRICT, setCookies } from './helpers.ts';

export const firstRunRoutes = [
  route({
    method: 'GET',
    path: '/first-run',
    permission: 'public',
    summary: 'What the first-run page offers; only with the token that the terminal shows',
    query: TokenQuery,
    reply: FirstRunView,
    rateLimit: STRICT,
    run: async (ctx, { query }) =>
      (await isFirstRunOpen(ctx, query.token)) ? ok(choicesOf(ctx)) : refuse('auth.first_run_closed'),
  }),
  route({
    method: 'POST',
    path: '/first-run',
    permission: 'public',
    summary: 'Make the owner and the first organization, once, and sign the owner in',
    body: FirstRunBody,
    reply: Nothing,
    status: 201,
    rateLimit: STRICT,
    run: async (ctx, { body, request, reply }) => {
      const forged = foreign(ctx, request);
      if (forged) return forged;
      const { token, ...founding } = body;
      const founded = await firstRun(ctx, token, founding);
      if (!founded.ok) return founded;
      const { email, password } = body.owner;
      const signedIn = await signIn(ctx, { email, password });
      // The house stands; who can't be signed in now can sign in.
      if (signedIn.ok) setCookies(reply, signedIn.data.cookies);
      return ok(null);
    },
  }),
];
