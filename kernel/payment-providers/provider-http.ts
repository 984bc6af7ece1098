/** What the HTTP APIs of mobile-money providers have in common. */
import { ANY_ADDRESS, type OutboundReply } from '../outbound/index.ts';

/** All requests of one call, with that for a token: below REQUEST_MS, after which another process asks. */
const WHOLE_MS = 40_000;
const TIMEOUTS = { connect: 5_000, reply: 20_000 };

/** The options that all requests of one call share. */
export const oneCall = () => ({
  policy: ANY_ADDRESS,
  timeouts: TIMEOUTS,
  signal: AbortSignal.timeout(WHOLE_MS),
});

/** A reply's JSON; `{}` when it is none, as that of a gateway that stands before the provider. */
export function jsonOf({ bytes }: Pick<OutboundReply, 'bytes'>): object {
  try {
    const value = JSON.parse(bytes.toString()) as unknown;
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

/** The provider understood the request and took nothing. A time-out or too many requests say nothing about that. */
export const tookNothing = (status: number): boolean =>
  status >= 400 && status < 500 && status !== 408 && status !== 429;
