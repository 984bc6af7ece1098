/**
 * Where a connection may lead: anywhere, when the operator wrote its address; where anybody could go, when somebody
 * else did.
 */
import { lookup as resolve } from 'node:dns';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { Config } from '../config/index.ts';
import { isOwn, isPublic, networks } from './addresses.ts';

export type Reach = {
  /** Asked for every address before it is connected to. */
  allows(address: string): boolean;
  /**
   * Resolves a name and keeps of it what may be reached, so that the address that was judged is the one connected to.
   */
  lookup: LookupFunction;
  /** Connections are shared only by those who may make them. */
  agents: { http: HttpAgent; https: HttpsAgent };
  /**
   * Whoever chose the address learns that it can't be reached, not why: refusals and silences would draw them a map.
   */
  blurs: boolean;
};

/**
 * A connection is closed by us after four idle seconds, sooner than by any server we talk to: one that the server
 * closes just when a request leaves loses a message's answer.
 */
const IDLE = { keepAlive: true, timeout: 4_000, maxSockets: 50, maxFreeSockets: 10 };

type Resolve = typeof resolve;

export function makeReach(allows: Reach['allows'], blurs: boolean, resolver: Resolve = resolve): Reach {
  const lookup: LookupFunction = (host, options, done) => {
    resolver(host, { ...options, all: true }, (error, found) => {
      const [first, ...more] = error ? [] : found.filter(({ address }) => allows(address));
      if (error || !first) return done(error ?? refused(), [], 0);
      if (options.all) done(null, [first, ...more]);
      else done(null, first.address, first.family);
    });
  };
  return { allows, lookup, blurs, agents: { http: new HttpAgent(IDLE), https: new HttpsAgent(IDLE) } };
}

const refused = () => Object.assign(new Error('an address that may not be reached'), { code: 'EACCES' });

/** For addresses that stand in the environment, or in the program. */
export const OPERATORS: Reach = makeReach(() => true, false);

const reaches = new WeakMap<Config, Reach>();

/**
 * For addresses that an organization or an answer from outside has named: public ones, and those of
 * ALLOW_PRIVATE_ADDRESSES.
 */
export function reachOf(config: Config): Reach {
  let reach = reaches.get(config);
  if (!reach) {
    reach = makeReach(judge(config.ALLOW_PRIVATE_ADDRESSES ?? ''), true);
    reaches.set(config, reach);
  }
  return reach;
}

export function judge(allowed: string): Reach['allows'] {
  if (allowed === 'true') return () => true;
  const also = networks(allowed === 'false' ? [] : allowed.split(/[\s,]+/).filter(Boolean));
  return (address) =>
    (isPublic(address) && !isOwn(address)) || also.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/**
 * For an address that an API names in its answer, such as a picture's: as far as anybody, unless that API is itself the
 * operator's own machine, whose neighbours it may name.
 */
export function reachFrom(config: Config, root: string): Reach {
  const host = hostOf(root);
  return host === 'localhost' || (isIP(host) > 0 && !isPublic(host)) ? OPERATORS : reachOf(config);
}

/** A URL's host as `isIP` wants it; the URL parser has made 0x7f.1 and 2130706433 into 127.0.0.1 by then. */
export const hostOf = (url: string): string => new URL(url).hostname.replace(/^\[|\]$/g, '');
