import { isIP, isIPv4, isIPv6 } from 'node:net';

/**
 * An internet address as it is shown and stored: IPv4 mapped into IPv6 (`::ffff:192.0.2.1`) becomes IPv4; the brackets,
 * the port and the interface that some proxies and systems add are removed. Null for anything that is not an address.
 * Server only.
 */
export function plainAddress(text: string | null | undefined): string | null {
  if (!text || text.length > 80) return null;
  const trimmed = text.trim();
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(trimmed)?.[1] ?? /^([\d.]+):\d+$/.exec(trimmed)?.[1] ?? trimmed;
  const address = bare.replace(/%[\w.-]+$/, '').toLowerCase();
  if (!isIP(address)) return null;
  if (isIPv4(address)) return address;
  const groups = groupsOf(address);
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  // A URL writes an address in its one short form (RFC 5952).
  return mapped ? quad(groups[6] as number, groups[7] as number) : new URL(`http://[${address}]`).hostname.slice(1, -1);
}

/**
 * The unit of an address for limits and lock-outs: an IPv4 address itself, or the first 64 bits of an IPv6 address,
 * because its holder has all 2^64 addresses of that network (RFC 6177). All invalid addresses share one key.
 */
export function addressKey(ip: string | null | undefined): string {
  const address = plainAddress(ip);
  if (!address) return 'unknown';
  if (!isIPv6(address)) return address;
  const network = groupsOf(address).slice(0, 4);
  return `${network.map((group) => group.toString(16)).join(':')}::/64`;
}

/** The eight groups of an IPv6 address that `isIPv6` accepted. */
function groupsOf(address: string): number[] {
  const hex = address.replace(/[\d.]+\.[\d.]+$/, (four) => {
    const [a, b, c, d] = four.split('.').map(Number) as [number, number, number, number];
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  });
  const [head = '', tail] = hex.split('::');
  const groups = (part: string) => (part ? part.split(':').map((group) => Number.parseInt(group, 16)) : []);
  const first = groups(head);
  if (tail === undefined) return first;
  const last = groups(tail);
  return [...first, ...Array(8 - first.length - last.length).fill(0), ...last];
}

const quad = (high: number, low: number) => [high >> 8, high & 255, low >> 8, low & 255].join('.');
