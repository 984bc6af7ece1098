import { type AddressPolicy, connectTo } from '../../outbound/index.ts';

/** Milliseconds until we give up: on the connection, on the printer taking all, on it closing the connection. */
const WAITS = { connect: 3_000, write: 10_000, end: 3_000 };

/**
 * `finished`: it took all and closed the connection, as printers do once they have printed. `unfinished`: it took all and
 * said nothing more; some printers don't, and one without paper doesn't either. `stopped`: it took a part at most.
 * `no_answer`: nothing was sent.
 */
export type Sent = 'finished' | 'unfinished' | 'stopped' | 'no_answer';

/** Sends bytes to a printer. What it answers is thrown away: nobody shall read a stranger's service through us. */
export async function sendBytes(
  policy: AddressPolicy,
  { host, port }: { host: string; port: number },
  bytes: Uint8Array,
  waits = WAITS,
): Promise<Sent> {
  const socket = await connectTo(policy, { host, port, timeout: waits.connect }).catch(() => null);
  if (!socket) return 'no_answer';
  return new Promise((resolve) => {
    let all = false;
    const end = (sent: Sent) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(sent);
    };
    let timer = setTimeout(() => end('stopped'), waits.write);
    socket.on('error', () => end(all ? 'unfinished' : 'stopped'));
    socket.on('close', () => end(all ? 'finished' : 'stopped'));
    // Unread, it would make the system break the connection before the last bytes have arrived.
    socket.resume();
    socket.end(bytes, () => {
      all = true;
      clearTimeout(timer);
      timer = setTimeout(() => end('unfinished'), waits.end);
    });
  });
}
