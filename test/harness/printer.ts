import { randomInt } from 'node:crypto';
import { createServer, type Socket } from 'node:net';

/**
 * A receipt printer in the network, of this machine's own addresses, since printers have one of ten ports. `prints`: it closes the
 * connection once it has all, as printers do; `silent`: it takes all and says nothing; `jammed`: it takes nothing.
 */
export async function networkPrinter(kind: 'prints' | 'silent' | 'jammed' = 'prints') {
  const host = `127.${randomInt(1, 255)}.${randomInt(1, 255)}.${randomInt(2, 255)}`;
  const papers: Buffer[] = [];
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: kind === 'jammed' }, (socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => open.delete(socket));
    if (kind === 'jammed') return;
    const parts: Buffer[] = [];
    socket.on('data', (part) => parts.push(part as Buffer));
    socket.on('end', () => {
      papers.push(Buffer.concat(parts));
      // What it says is nobody's business.
      if (kind === 'prints') socket.end('SECRET');
    });
  });
  await new Promise<void>((done) => server.listen(9100, host, done));
  const close = async () => {
    for (const socket of open) socket.destroy();
    await new Promise((done) => server.close(done));
  };
  return { host, papers, close, connections: () => open.size };
}
