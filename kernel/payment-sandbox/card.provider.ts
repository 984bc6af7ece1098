import { type Ctx, orgOf } from '../ctx/index.ts';
import { ok } from '../lib/result.ts';
import { ANY_ADDRESS, exchange } from '../outbound/index.ts';
import { type Answer, callbackUrl, defineProvider, payLink } from '../payment-providers/index.ts';
import { CARD_PATH, playKey, playRoot } from './play-account.ts';
import { takesPlayMoney } from './settings.ts';

/**
 * Play money: a provider that the program itself serves (server/card.http.ts), over HTTP like a real one, with the faults
 * of a real one. Its callbacks are unsigned, so they are a hint and never a proof.
 */
export const sandbox = defineProvider({
  name: 'sandbox',
  label: 'payments.provider.sandbox',
  method: 'card',
  account: async (ctx) => ((await takesPlayMoney(ctx)) ? 'sandbox' : null),
  limits: () => ({ minMinor: 1, maxMinor: 1_000_000_000 }),
  request: (ctx, attempt) =>
    call(ctx, 'POST', '/charges', {
      reference: attempt.id,
      amount_minor: attempt.amountMinor,
      currency: attempt.currency,
      return_url: payLink(ctx, attempt.paymentId),
      callback_url: callbackUrl(ctx, 'sandbox'),
    }),
  query: (ctx, attempt) => call(ctx, 'GET', `/${attempt.kind}s/${attempt.id}`),
  refund: (ctx, attempt, charge) =>
    call(ctx, 'POST', `/charges/${charge.id}/refunds`, {
      reference: attempt.id,
      amount_minor: attempt.amountMinor,
      callback_url: callbackUrl(ctx, 'sandbox'),
    }),
  async readCallback(_ctx, { body }) {
    const callback = JSON.parse(body.toString()) as { event: string; reference: string };
    return ok([{ id: callback.event, attemptId: callback.reference, raw: callback }]);
  },
});

type SandboxState = 'open' | 'paid' | 'declined' | 'expired';

type SandboxReply = {
  id: string;
  state: SandboxState;
  link?: string;
  amount_minor: number;
  currency: string;
  payer: string | null;
  fee_minor: number;
};

async function call(ctx: Ctx, method: 'GET' | 'POST', path: string, body?: object): Promise<Answer> {
  const reply = await exchange({
    method,
    url: `${playRoot(ctx.config)}${CARD_PATH}/${orgOf(ctx).slug}${path}`,
    policy: ANY_ADDRESS,
    headers: { authorization: `Bearer ${playKey(ctx.config)}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
    timeouts: { connect: 5_000, reply: 5_000 },
  });
  if (reply.status === 404 && method === 'GET') return { state: 'not_found' };
  if (reply.status >= 500) throw new Error(`the sandbox answered ${reply.status}`);
  if (reply.status >= 400)
    return { state: 'failed', reason: 'refused', detail: `the sandbox answered ${reply.status}` };
  return answerOf(JSON.parse(reply.bytes.toString()) as SandboxReply);
}

function answerOf({ id, state, link, amount_minor, currency, payer, fee_minor }: SandboxReply): Answer {
  if (state === 'declined' || state === 'expired') return { state: 'failed', reason: state, providerId: id };
  if (state === 'open') return { state: 'waiting', providerId: id, ...(link && { link }) };
  const fee = { amountMinor: fee_minor, currency };
  return { state: 'succeeded', providerId: id, amountMinor: amount_minor, currency, payer, fee };
}
