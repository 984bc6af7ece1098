import { connect, isIP, type Socket } from 'node:net';
import type { AddressPolicy } from './address-policy.ts';

/** No connection. `code` is node's, or `timeout`; always `unreachable` when the operator did not choose the address. */
export class Unreachable extends Error {
  readonly code: string;
  constructor(code: string) {
    super(`could not be reached (${code})`);
    this.name = 'Unreachable';
    this.code = code;
  }
}

/** Opens a connection for another protocol than HTTP. Rejects with Unreachable. */
export function connectTo(policy: AddressPolicy, to: { host: string; port: number; timeout: number }): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const fail = (code: string) => reject(new Unreachable(policy.hidesReason ? 'unreachable' : code));
    // Node does not look up a host that is already an address.
    if (isIP(to.host) && !policy.allows(to.host)) return fail('EACCES');
    const socket = connect({ host: to.host, port: to.port, lookup: policy.lookup });
    const timer = setTimeout(() => end('timeout'), to.timeout);
    const end = (code: string) => {
      clearTimeout(timer);
      socket.destroy();
      fail(code);
    };
    const onError = (error: NodeJS.ErrnoException) => end(error.code ?? error.name);
    socket.once('error', onError);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', onError);
      resolve(socket);
    });
  });
}
