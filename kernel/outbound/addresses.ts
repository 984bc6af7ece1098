/**
 * Which addresses belong to the public internet. Source: the IANA special-purpose registries (RFC 6890 and what updates
 * it).
 */
import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';

const NOT_PUBLIC_4 = [
  '0.0.0.0/8', // this network
  '10.0.0.0/8',
  '100.64.0.0/10', // carriers' own (CGNAT); also one cloud's metadata, 100.100.100.200
  '127.0.0.0/8',
  '168.63.129.16/32', // a cloud's own services, though the address looks public
  '169.254.0.0/16', // link-local; the metadata of most clouds, 169.254.169.254
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24', // documentation
  '192.88.99.0/24', // 6to4 relays
  '192.168.0.0/16',
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, broadcast
];

/** Of IPv6 only 2000::/3 is assigned at all; these parts of it are special, or contain an IPv4 address. */
const NOT_PUBLIC_6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const notPublic4 = networks(NOT_PUBLIC_4);
const notPublic6 = networks(NOT_PUBLIC_6);
const given6 = networks(['2000::/3']);
const translated = networks(['64:ff9b::/96']);

/** Whether an address is on the public internet; false for an invalid address. */
export function isPublic(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !notPublic4.check(address, 'ipv4');
  if (family !== 6 || address.includes('%')) return false;
  // A machine without IPv4 reaches it through a translator: the address inside counts.
  if (translated.check(address, 'ipv6')) return isPublic(insideOf(address));
  return given6.check(address, 'ipv6') && !notPublic6.check(address, 'ipv6');
}

/** Whether it is one of this machine's own addresses: a service behind a firewall would treat our request as local. */
export function isOwn(address: string): boolean {
  return Object.values(networkInterfaces()).some((each) => each?.some((own) => own.address === address));
}

/** `10.0.0.0/8`, or a single address, as a list to look into. Throws for anything else. */
export function networks(list: string[]): BlockList {
  const block = new BlockList();
  for (const item of list) {
    const [address = '', bits] = item.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) block.addAddress(address, family);
    else block.addSubnet(address, Number(bits), family);
  }
  return block;
}

/** The last 32 bits of an IPv6 address, as IPv4. */
function insideOf(address: string): string {
  const dotted = /[0-9.]+$/.exec(address)?.[0];
  if (dotted?.includes('.')) return dotted;
  // The URL parser writes the shortest form: at most seven groups after the prefix, and the last two are the address.
  const groups = new URL(`http://[${address}]/`).hostname.slice(1, -1).split(':');
  const [high = 0, low = 0] = groups.slice(-2).map((group) => Number.parseInt(group || '0', 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
