import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { ok, refuse } from '../../lib/result.ts';
import { route } from '../../module/index.ts';
import { choicesOf, organizationInput } from '../../tenancy/index.ts';
import { firstRun, hasOwner, isFirstRunOpen } from '../actions/first-run.action.ts';
import { signIn } from '../actions/sign-in.action.ts';
import { FirstRunBody, FirstRunView, Nothing } from '../contract.ts';
import { refuseOtherSites, STRICT, setCookies } from './helpers.ts';

/** Once there is an owner, these addresses answer 404, whatever is sent to them. */
const untilOwned = async ({ ctx }: FastifyRequest) =>
  ctx && (await hasOwner(ctx)) ? refuse('auth.first_run_closed') : null;

export const firstRunRoutes = [
  route({
    method: 'POST',
    path: '/first-run/choices',
    permission: 'public',
    guard: untilOwned,
    operationId: 'listFirstRunChoices',
    summary: 'What the first-run page offers; only with the token that the terminal shows',
    // Any text: a person who mistypes the token gets a message about the token, not about a malformed field.
    body: Type.Object({ token: Type.String({ maxLength: 200 }) }, { additionalProperties: false }),
    reply: FirstRunView,
    rateLimit: STRICT,
    run: async (ctx, { body }) =>
      (await isFirstRunOpen(ctx, body.token)) ? ok(choicesOf(ctx)) : refuse('auth.first_run_closed'),
  }),
  route({
    method: 'POST',
    path: '/first-run',
    permission: 'public',
    guard: untilOwned,
    operationId: 'completeFirstRun',
    summary: 'Make the owner and the first organization, once, and sign the owner in',
    body: FirstRunBody,
    // Names of up to 200 characters in any script, and fifty modules.
    bodyLimit: 16 * 1024,
    reply: Nothing,
    status: 201,
    rateLimit: STRICT,
    run: async (ctx, { body, request, reply }) => {
      const forged = refuseOtherSites(ctx, request);
      if (forged) return forged;
      const { token, owner } = body;
      const founded = await firstRun(ctx, token, { owner, organization: organizationInput(body.organization) });
      if (!founded.ok) return founded;
      const { email, password } = owner;
      const signedIn = await signIn(ctx, { email, password });
      // The installation is ready; a person who is not signed in now can do it on the sign-in page.
      if (signedIn.ok) setCookies(reply, signedIn.data.cookies);
      return ok(null);
    },
  }),
];
