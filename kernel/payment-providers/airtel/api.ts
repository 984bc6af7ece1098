/** Airtel Africa's Open API. https://developers.airtel.africa/documentation */
import type { Ctx } from '../../ctx/index.ts';
import { exchange } from '../../outbound/index.ts';
import { withToken } from '../access-tokens.ts';
import { jsonOf, oneCall } from '../provider-http.ts';
import type { AirtelAccount } from './account.ts';

type AirtelStatus = {
  code?: string | number;
  message?: string;
  result_code?: string;
  response_code?: string;
  success?: boolean;
};

export type AirtelTransaction = {
  id?: string;
  airtel_money_id?: string;
  status?: string;
  message?: string;
  /** of some markets only */
  amount?: string | number;
  currency?: string;
  msisdn?: string;
};

export type AirtelReply = { http: number; status: AirtelStatus; transaction: AirtelTransaction };

/** Sends one request with an access token; any answer of Airtel resolves. */
export async function airtel(
  ctx: Ctx,
  account: AirtelAccount,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
): Promise<AirtelReply> {
  const { root, clientId, clientSecret, country, currency } = account;
  const common = oneCall();
  const json = { accept: '*/*', 'content-type': 'application/json' };
  const fetchToken = async () => {
    const reply = await exchange({
      ...common,
      method: 'POST',
      url: `${root}/auth/oauth2/token`,
      headers: json,
      body: JSON.stringify({ client_id: clientId, client_secret: clientSecret, grant_type: 'client_credentials' }),
    });
    const { access_token, expires_in } = jsonOf(reply) as { access_token?: string; expires_in?: string | number };
    if (reply.status !== 200 || !access_token) throw new Error(`Airtel ${reply.status}`);
    return { token: access_token, seconds: Number(expires_in) || 0 };
  };
  const reply = await withToken(ctx, [root, clientId, clientSecret], fetchToken, (token) =>
    exchange({
      ...common,
      method,
      url: root + path,
      headers: { ...json, authorization: `Bearer ${token}`, 'x-country': country, 'x-currency': currency },
      ...(body && { body: JSON.stringify(body) }),
    }),
  );
  const { status, data } = jsonOf(reply) as { status?: AirtelStatus; data?: { transaction?: AirtelTransaction } };
  return { http: reply.status, status: status ?? {}, transaction: data?.transaction ?? {} };
}

/** `Airtel 200: DP00800001007 Not enough balance`, for staff. */
export function faultOf({ http, status, transaction }: AirtelReply): string {
  const code = status.response_code ?? status.result_code ?? '';
  return `Airtel ${http}: ${code} ${transaction.message ?? status.message ?? ''}`.trim();
}
