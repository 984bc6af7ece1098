import { BlockList, isIP } from 'node:net';
import { plainAddress } from './address.ts';

/** Whether a hop is trusted to name the address behind it; hop 0 is the one that opened the connection. */
export type TrustsHop = (address: string, hop: number) => boolean;

const NAMED: Record<string, string[]> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', 'fc00::/7', 'fe80::/10'],
};

/**
 * Reads `TRUSTED_PROXIES`: the number of proxies in a chain, or networks and addresses separated by commas, with the
 * words `loopback` and `private`. Null when it is neither. Server only.
 *
 * With a number, the first proxy must be on this machine or in a private network; otherwise a client that reaches the
 * program directly could forge an address.
 */
export function proxyTrust(text: string): TrustsHop | null {
  const trimmed = text.trim();
  if (/^\d{1,2}$/.test(trimmed)) {
    const hops = Number(trimmed);
    return (address, hop) => hop < hops && (hop > 0 || NEAR(address, hop));
  }
  return networks(trimmed.split(',').map((part) => part.trim()));
}

/** Whether an address is in one of these networks; null when one of them is none. */
export function inNetworks(list: readonly string[]): ((address: string) => boolean) | null {
  const trusts = networks([...list]);
  return trusts && ((address) => trusts(address, 0));
}

/** Whether an address, as a socket gives it, is of this machine or of a private network. Server only. */
export function isPrivateAddress(address: string | null | undefined): boolean {
  const plain = plainAddress(address);
  return plain !== null && NEAR(plain, 0);
}

/**
 * Whether a host can only be one of a closed network: a private address, a name without a dot, or one of the endings
 * that are never public (RFC 6762, RFC 8375, ICANN's .internal). Server only.
 */
export function isPrivateHost(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, '');
  if (isIP(name)) return isPrivateAddress(name);
  return !name.includes('.') || /\.(localhost|local|lan|home\.arpa|internal)$/.test(name);
}

function networks(parts: string[]): TrustsHop | null {
  const list = new BlockList();
  for (const part of parts.flatMap((name) => NAMED[name] ?? [name])) {
    const [network = '', prefix, ...more] = part.split('/');
    const version = isIP(network);
    const bits = version === 4 ? 32 : 128;
    const length = prefix === undefined ? bits : /^\d{1,3}$/.test(prefix) ? Number(prefix) : 0;
    // Length 0 would trust every address.
    if (version === 0 || more.length > 0 || length < 1 || length > bits) return null;
    list.addSubnet(network, length, version === 4 ? 'ipv4' : 'ipv6');
  }
  return (address) => {
    const plain = plainAddress(address);
    return plain !== null && list.check(plain, isIP(plain) === 4 ? 'ipv4' : 'ipv6');
  };
}

const NEAR = networks(['loopback', 'private']) as TrustsHop;
