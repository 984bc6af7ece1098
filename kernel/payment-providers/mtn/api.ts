/** MTN MoMo's HTTP API. https://momodeveloper.mtn.com/api-documentation */
import type { Ctx } from '../../ctx/index.ts';
import { exchange, type OutboundReply } from '../../outbound/index.ts';
import { withToken } from '../access-tokens.ts';
import { jsonOf, oneCall } from '../provider-http.ts';
import type { Keys, MtnAccount } from './account.ts';

export type Product = 'collection' | 'disbursement';

/** Sends one request with an access token of the product; any answer of MTN resolves. */
export function mtn(
  ctx: Ctx,
  account: MtnAccount,
  product: Product,
  keys: Keys,
  request: { method: 'GET' | 'POST'; path: string; headers?: Record<string, string>; body?: object },
): Promise<OutboundReply> {
  const { root, environment } = account;
  const { subscription, user, key } = keys;
  const common = oneCall();
  const fetchToken = async () => {
    const reply = await exchange({
      ...common,
      method: 'POST',
      url: `${root}/${product}/token/`,
      headers: {
        authorization: `Basic ${Buffer.from(`${user}:${key}`).toString('base64')}`,
        'ocp-apim-subscription-key': subscription,
      },
      // Without a length of 0 its gateway answers 411.
      body: '',
    });
    const { access_token, expires_in } = jsonOf(reply) as { access_token?: string; expires_in?: number };
    if (reply.status !== 200 || !access_token) throw new Error(faultOf(reply));
    return { token: access_token, seconds: Number(expires_in) || 0 };
  };
  return withToken(ctx, [root, product, subscription, user, key], fetchToken, (token) =>
    exchange({
      ...common,
      method: request.method,
      url: `${root}/${product}/v1_0${request.path}`,
      headers: {
        authorization: `Bearer ${token}`,
        'x-target-environment': environment,
        'ocp-apim-subscription-key': subscription,
        ...request.headers,
        ...(request.body && { 'content-type': 'application/json' }),
      },
      ...(request.body && { body: JSON.stringify(request.body) }),
    }),
  );
}

/** `MTN 400: INVALID_CURRENCY Currency not supported`, for staff. */
export function faultOf(reply: OutboundReply): string {
  const { code, message, error } = jsonOf(reply) as { code?: string; message?: string; error?: string };
  return `MTN ${reply.status}: ${code ?? error ?? ''} ${message ?? ''}`.trim();
}
