/**
 * Which addresses a connection may use: any address that the operator wrote; public addresses when another person chose
 * it.
 */
import { lookup as resolve } from 'node:dns';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { type Config, printerNetworks } from '../config/index.ts';
import { inNetworks } from '../lib/proxies.ts';
import { isOwn, isPublic, networks } from './addresses.ts';

export type AddressPolicy = {
  /** Checks every address before it is connected to. */
  allows(address: string): boolean;
  /** Resolves a name and returns only allowed addresses, so that the checked address is the one connected to. */
  lookup: LookupFunction;
  /** Connection pools, shared only by callers with the same rights. */
  agents: { http: HttpAgent; https: HttpsAgent };
  /**
   * Whether errors hide the reason: refusals and silences would let the person who chose the address map our network.
   */
  hidesReason: boolean;
};

/**
 * We close a connection after four idle seconds, sooner than the servers we use: when a server closes it just as a
 * request is sent, the answer to a message is lost.
 */
const IDLE = { keepAlive: true, timeout: 4_000, maxSockets: 50, maxFreeSockets: 10 };

type Resolve = typeof resolve;

export function makePolicy(
  allows: AddressPolicy['allows'],
  hidesReason: boolean,
  resolver: Resolve = resolve,
): AddressPolicy {
  const lookup: LookupFunction = (host, options, done) => {
    resolver(host, { ...options, all: true }, (error, found) => {
      const [first, ...more] = error ? [] : found.filter(({ address }) => allows(address));
      if (error || !first) return done(error ?? refused(), [], 0);
      if (options.all) done(null, [first, ...more]);
      else done(null, first.address, first.family);
    });
  };
  return { allows, lookup, hidesReason, agents: { http: new HttpAgent(IDLE), https: new HttpsAgent(IDLE) } };
}

const refused = () => Object.assign(new Error('an address that may not be reached'), { code: 'EACCES' });

/** For addresses from the environment or the program. */
export const ANY_ADDRESS: AddressPolicy = makePolicy(() => true, false);

const policies = new WeakMap<Config, AddressPolicy>();

/** For addresses from an organization or from an answer: public ones, and those of ALLOW_PRIVATE_ADDRESSES. */
export function policyOf(config: Config): AddressPolicy {
  let policy = policies.get(config);
  if (!policy) {
    policy = makePolicy(allowedBy(config.ALLOW_PRIVATE_ADDRESSES ?? ''), true);
    policies.set(config, policy);
  }
  return policy;
}

export function allowedBy(allowed: string): AddressPolicy['allows'] {
  if (allowed === 'true') return () => true;
  const also = networks(allowed === 'false' ? [] : allowed.split(/[\s,]+/).filter(Boolean));
  return (address) =>
    (isPublic(address) && !isOwn(address)) || also.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** For printers of the operator's own network: only literal addresses of PRINTER_NETWORK. Null: it names none. */
export function printerPolicy(config: Config): AddressPolicy | null {
  const inside = config.PRINTER_NETWORK ? inNetworks(printerNetworks(config.PRINTER_NETWORK)) : null;
  // No name is ever looked up: whoever has the name could point it elsewhere after it was checked.
  const nothing: Resolve = ((_host: string, _options: unknown, done: (error: Error) => void) =>
    done(refused())) as Resolve;
  return inside && makePolicy((address) => isIP(address) > 0 && inside(address), false, nothing);
}

/**
 * For an address from an API's answer, such as a picture's: public only, unless that API itself is on the operator's
 * private network; then it may name neighbours.
 */
export function policyFrom(config: Config, root: string): AddressPolicy {
  const host = hostOf(root);
  return host === 'localhost' || (isIP(host) > 0 && !isPublic(host)) ? ANY_ADDRESS : policyOf(config);
}

/**
 * Whether an organization or one of its people may choose this address: https, no name or password in it, no private address
 * as it stands. Where a name leads to is checked when something is sent.
 */
export function mayBeChosen(config: Config, text: string): boolean {
  const url = URL.parse(text);
  if (!url || url.username || url.password) return false;
  // Where the operator allows private addresses, receivers of a test have no certificate either.
  const plain = config.ALLOW_PRIVATE_ADDRESSES !== undefined && config.ALLOW_PRIVATE_ADDRESSES !== 'false';
  if (url.protocol !== 'https:' && !(plain && url.protocol === 'http:')) return false;
  const host = hostOf(text);
  return isIP(host) === 0 || policyOf(config).allows(host);
}

/**
 * A URL's host in the form that `isIP` expects; the URL parser has already turned 0x7f.1 and 2130706433 into 127.0.0.1.
 */
export const hostOf = (url: string): string => new URL(url).hostname.replace(/^\[|\]$/g, '');
