/**
 * Access tokens of service accounts, by the signed-assertion flow:
 * https://developers.google.com/identity/protocols/oauth2/service-account
 */
import { importPKCS8, SignJWT } from 'jose';
import { retryAfterMsOf } from '../../lib/backoff.ts';
import { hashSecret } from '../../lib/tokens.ts';
import { type AddressPolicy, exchange, OutboundError } from '../../outbound/index.ts';
import type { Credentials } from './credentials.ts';
import { faultOf, SheetsFault } from './fault.ts';

const SCOPE = 'https://www.googleapis.com/auth/spreadsheets';
/** Replaces a token this long before it expires, so that it can't expire during a request. */
const EARLY_MS = 60_000;

/** By credentials; a token is valid for an hour, and simultaneous callers share one request. */
const kept = new Map<string, Promise<{ token: string; until: number }>>();

export function keyOf(credentials: Credentials): string {
  return hashSecret(JSON.stringify(credentials)).toString('base64url');
}

/**
 * A token that is valid for another minute. Rejects with a SheetsFault; the request that needed it was not sent then.
 */
export async function accessToken(
  credentials: Credentials,
  policy: AddressPolicy,
  signal?: AbortSignal,
): Promise<string> {
  const key = keyOf(credentials);
  const known = await kept.get(key)?.catch(() => undefined);
  if (known && known.until > Date.now()) return known.token;
  const asked = ask(credentials, policy, signal);
  kept.set(key, asked);
  asked.catch(() => kept.get(key) === asked && kept.delete(key));
  return (await asked).token;
}

/** Google refuses the token. */
export function forgetToken(credentials: Credentials): void {
  kept.delete(keyOf(credentials));
}

async function ask(
  credentials: Credentials,
  policy: AddressPolicy,
  signal?: AbortSignal,
): Promise<{ token: string; until: number }> {
  const assertion = await assertionOf(credentials);
  const grant = { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion };
  const reply = await exchange({
    method: 'POST',
    url: credentials.tokenUri,
    policy,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(grant).toString(),
    ...(signal && { signal }),
    timeouts: { reply: 20_000 },
  }).catch((error: unknown) => {
    // A token whose answer was lost does no harm: the next one is as good.
    throw new SheetsFault(
      'unreachable',
      error instanceof OutboundError ? `token: ${error.message}` : String(error),
      'no',
    );
  });
  const answer = answerOf(reply.bytes);
  if (reply.status === 200 && answer.access_token) {
    const until = Date.now() + (answer.expires_in ?? 3600) * 1000 - EARLY_MS;
    return { token: answer.access_token, until };
  }
  const detail = `token: ${answer.error_description ?? answer.error ?? `status ${reply.status}`}`;
  const retryAfter = reply.headers['retry-after'];
  if (reply.status === 429) throw faultOf(429, detail, retryAfter);
  if (reply.status >= 500) throw new SheetsFault('server', detail, 'no', retryAfterMsOf(retryAfter));
  throw new SheetsFault('credentials', detail, 'no');
}

/** Uses the machine's clock and not the server's, because Google compares it with its own. */
async function assertionOf({ email, privateKey, keyId, tokenUri }: Credentials): Promise<string> {
  try {
    const key = await importPKCS8(privateKey, 'RS256');
    return await new SignJWT({ scope: SCOPE })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', ...(keyId && { kid: keyId }) })
      .setIssuer(email)
      .setAudience(tokenUri)
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(key);
  } catch {
    // The original error would quote the key.
    throw new SheetsFault('credentials', 'the private key of the service account can not be used', 'no');
  }
}

type TokenAnswer = { access_token?: string; expires_in?: number; error?: string; error_description?: string };

function answerOf(bytes: Buffer): TokenAnswer {
  try {
    return JSON.parse(bytes.toString('utf8')) as TokenAnswer;
  } catch {
    return {};
  }
}
