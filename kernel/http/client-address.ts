import type { FastifyRequest } from 'fastify';
import { plainAddress } from '../lib/address.ts';

/**
 * The address of the client: that of the connection, or, behind proxies that TRUSTED_PROXIES names, the last address
 * that they report. The sender may have written the earlier parts of X-Forwarded-For, so they are ignored, and so is
 * anything that is not an address. Every limit, lock-out and list uses this function.
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
