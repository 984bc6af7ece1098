import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { writeTime } from '../../kernel/outbound/world-clock.ts';

/** A time server (SNTP) whose clock is `aheadMs` ahead of this machine's. */
export async function startFakeTimeServer(aheadMs = 0) {
  const socket = createSocket('udp4');
  const state = { aheadMs, asked: 0, stratum: 2 };
  socket.on('message', (question, from) => {
    state.asked++;
    const answer = Buffer.alloc(48);
    answer.writeUInt8(0b00_100_100, 0);
    answer.writeUInt8(state.stratum, 1);
    // What the client sent comes back as "originate".
    question.copy(answer, 24, 40, 48);
    writeTime(answer, 32, Date.now() + state.aheadMs);
    writeTime(answer, 40, Date.now() + state.aheadMs);
    socket.send(answer, from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address() as AddressInfo;
  return Object.assign(state, {
    address: `127.0.0.1:${port}`,
    stop: () => new Promise<void>((closed) => void socket.close(() => closed())),
  });
}
