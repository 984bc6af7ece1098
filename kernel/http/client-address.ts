import type { FastifyRequest } from 'fastify';
import { plainAddress } from '../lib/address.ts';

/**
 * The address a request comes from: the connection's own, or, through proxies that TRUSTED_PROXIES names, the last one
 * that they vouch for. What stands before it in X-Forwarded-For was written by whoever sends the request and counts for
 * nothing; what is no address at all neither. Every limit, lock-out and list takes its address from here.
 */
export function clientAddress(request: FastifyRequest): string | null {
  let address = plainAddress(request.socket.remoteAddress);
  for (const named of request.ips?.slice(1) ?? []) {
    const plain = plainAddress(named);
    if (!plain) break;
    address = plain;
  }
  return address;
}
