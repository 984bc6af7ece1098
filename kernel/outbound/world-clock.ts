import { createSocket } from 'node:dgram';

/** Between 1900, from which NTP counts seconds, and 1970. */
const SECONDS_BEFORE_1970 = 2_208_988_800;
const PACKET_BYTES = 48;
/** No leap second, version 4, a client: RFC 5905, 7.3. */
const CLIENT = 0b00_100_011;
const SERVER_MODE = 4;

/**
 * How far this machine's clock is ahead of a time server's, in milliseconds, by SNTP (RFC 4330, 5). Throws when none
 * answers in time. By hand, since it is one packet each way.
 * @param server `host` or `host:port`
 */
export async function aheadOfWorld(server: string, timeoutMs = 3_000): Promise<number> {
  const [host, port = '123'] = server.split(':') as [string, string?];
  const socket = createSocket('udp4');
  try {
    return await new Promise<number>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no answer from ${server}`)), timeoutMs);
      socket.once('close', () => clearTimeout(timer));
      socket.once('error', reject);
      const sent = Date.now();
      // The server repeats this moment, so that an answer to somebody else's question is not taken for ours.
      const question = Buffer.alloc(PACKET_BYTES);
      question.writeUInt8(CLIENT, 0);
      writeTime(question, 40, sent);
      socket.on('message', (answer) => {
        const received = Date.now();
        const ours = answer.length >= PACKET_BYTES && answer.subarray(24, 32).equals(question.subarray(40, 48));
        const stratum = answer.length > 1 ? answer.readUInt8(1) : 0;
        // Stratum 0 refuses to tell the time, 16 doesn't know it.
        if (!ours || (answer.readUInt8(0) & 7) !== SERVER_MODE || stratum === 0 || stratum > 15) return;
        resolve((sent + received) / 2 - (readTime(answer, 32) + readTime(answer, 40)) / 2);
      });
      socket.send(question, Number(port), host, (error) => error && reject(error));
    });
  } finally {
    socket.close();
  }
}

/** A moment in milliseconds since 1970, as NTP writes it: seconds since 1900 and a fraction, 32 bits each. */
export function writeTime(packet: Buffer, at: number, ms: number): void {
  packet.writeUInt32BE((Math.floor(ms / 1000) + SECONDS_BEFORE_1970) % 2 ** 32, at);
  packet.writeUInt32BE(Math.floor(((ms % 1000) / 1000) * 2 ** 32), at + 4);
}

/** Until 2036; then the seconds begin again at 0, which is after that year. */
export function readTime(packet: Buffer, at: number): number {
  const seconds = packet.readUInt32BE(at);
  const since1900 = seconds < 2 ** 31 ? seconds + 2 ** 32 : seconds;
  return (since1900 - SECONDS_BEFORE_1970) * 1000 + (packet.readUInt32BE(at + 4) / 2 ** 32) * 1000;
}
