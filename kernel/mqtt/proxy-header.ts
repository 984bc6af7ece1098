import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * The PROXY protocol, versions 1 and 2: what a proxy for TCP (HAProxy, nginx stream, Traefik, load balancers of clouds)
 * writes before everything else, so that we know whose connection it is.
 * https://www.haproxy.org/download/3.2/doc/proxy-protocol.txt
 * Neither can begin an MQTT or a TLS connection. Written by hand: two fixed formats, and packages for it bring servers of
 * their own.
 */
const V1 = Buffer.from('PROXY ');
const V2 = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1');
/** Of version 1, by its specification. */
const LONGEST_V1 = 107;
/** Of version 2 with what clouds add; the format allows 64 kB. */
const LONGEST_V2 = 1024;

/** `more`: not to be told yet. `bad`: it begins like a header, and is none. Otherwise its bytes, and the address. */
export type Header = 'more' | 'bad' | { bytes: number; address: string | null };

export function readProxyHeader(known: Buffer): Header {
  if (begins(known, V1)) {
    const end = known.subarray(0, LONGEST_V1).indexOf('\r\n');
    if (end < 0) return known.length >= LONGEST_V1 ? 'bad' : 'more';
    const [, kind, address = ''] = known.toString('latin1', 0, end).split(' ');
    if (kind === 'UNKNOWN') return { bytes: end + 2, address: null };
    return (kind === 'TCP4' || kind === 'TCP6') && isIP(address) ? { bytes: end + 2, address } : 'bad';
  }
  if (!begins(known, V2)) return { bytes: 0, address: null };
  if (known.length < 16) return 'more';
  const [command, family, length] = [known[12] as number, known[13] as number, known.readUInt16BE(14)];
  if (command >> 4 !== 2 || length > LONGEST_V2) return 'bad';
  if (known.length < 16 + length) return 'more';
  const bytes = 16 + length;
  // LOCAL: the proxy itself, such as its probe.
  if ((command & 15) === 0) return { bytes, address: null };
  if (family >> 4 === 1 && length >= 12) return { bytes, address: [...known.subarray(16, 20)].join('.') };
  if (family >> 4 !== 2 || length < 36) return { bytes, address: null };
  const groups = Array.from({ length: 8 }, (_, i) => known.readUInt16BE(16 + 2 * i).toString(16));
  return { bytes, address: groups.join(':') };
}

/** Whether it begins so, as far as it is known. An empty one may begin like anything. */
const begins = (known: Buffer, like: Buffer) => {
  const length = Math.min(known.length, like.length);
  return length > 0 && known.subarray(0, length).equals(like.subarray(0, length));
};

/**
 * Reads the header of a connection and puts back what follows. Resolves to the address in it; null: there is none.
 * Rejects when the header is not one, or the connection ends before. Nothing is read when it says nothing, so that a
 * silent connection costs nothing but its socket.
 */
export function proxiedAddress(socket: Duplex): Promise<string | null> {
  return new Promise((resolve, reject) => {
    let known: Buffer = Buffer.alloc(0);
    const over = (settle: () => void) => {
      socket.off('readable', look).off('close', ended);
      settle();
    };
    const ended = () => over(() => reject(new Error('the connection ended before its first byte')));
    const look = () => {
      for (let piece = socket.read(); piece !== null; piece = socket.read()) known = Buffer.concat([known, piece]);
      if (known.length === 0) return;
      const header = readProxyHeader(known);
      if (header === 'more') return;
      over(() => {
        if (header === 'bad') return reject(new Error('not a header of the PROXY protocol'));
        const rest = known.subarray(header.bytes);
        if (rest.length > 0) socket.unshift(rest);
        resolve(header.address);
      });
    };
    socket.on('readable', look).once('close', ended);
  });
}
