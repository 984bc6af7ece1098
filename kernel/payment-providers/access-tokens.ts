/** Access tokens of providers: kept until shortly before they expire, fetched once for requests at the same time. */
import type { Ctx } from '../ctx/index.ts';
import { LimitedMap } from '../lib/limited-map.ts';
import { hashSecret } from '../lib/tokens.ts';
import { OutboundError, type OutboundReply } from '../outbound/index.ts';

export type AccessToken = { token: string; seconds: number };

type Kept = { token: Promise<AccessToken>; until: number };

const kept = new LimitedMap<string, Kept>(1_000);

/**
 * Sends a request with a token; when the provider no longer accepts the token (401), once more with a new one: a
 * refused request had no effect.
 *
 * No token means that the request was never sent: an OutboundError that has not begun.
 * @param account the credentials, by which a token is found again
 */
export async function withToken(
  ctx: Ctx,
  account: string[],
  fetchToken: () => Promise<AccessToken>,
  send: (token: string) => Promise<OutboundReply>,
): Promise<OutboundReply> {
  const name = hashSecret(account.join('\n')).toString('hex');
  const first = await tokenOf(ctx, name, fetchToken);
  const reply = await send(first);
  if (reply.status !== 401) return reply;
  if ((await kept.get(name)?.token.catch(() => null))?.token === first) kept.delete(name);
  return send(await tokenOf(ctx, name, fetchToken));
}

async function tokenOf(ctx: Ctx, name: string, fetchToken: () => Promise<AccessToken>): Promise<string> {
  const now = ctx.clock.now().getTime();
  let known = kept.get(name);
  if (!known || known.until <= now) {
    // Until the answer tells how long it lives, requests at the same time wait for this one.
    const fetched: Kept = { token: fetchToken(), until: now + 60_000 };
    known = fetched;
    kept.set(name, fetched);
    fetched.token.then(
      ({ seconds }) => {
        // A sixth before its end, as MTN advises (10 of 60 minutes).
        fetched.until = now + seconds * (5 / 6) * 1000;
      },
      () => {
        if (kept.get(name) === fetched) kept.delete(name);
      },
    );
  }
  try {
    return (await known.token).token;
  } catch (error) {
    const code = error instanceof OutboundError ? error.code : (error as Error).message;
    throw new OutboundError(`no access token: ${code}`, false);
  }
}
