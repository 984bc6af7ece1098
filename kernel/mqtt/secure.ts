import { readFile, stat } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import type { Boot } from '../module/index.ts';

/** Files in PEM: the certificate with its chain, and its key. */
export type Certificate = { cert: string; key: string };
/** Certificates live for weeks, and their renewal writes new files. */
const LOOK_MS = 60 * 60_000;

/** Reads the certificate, and again when its files have changed. Throws when it can't be used, with the variable's name. */
export async function keepCertificate(
  files: Certificate,
  log: Boot['log'],
  lookMs = LOOK_MS,
): Promise<{ context(): SecureContext; stop(): void }> {
  let known = await read(files);
  const timer = setInterval(async () => {
    try {
      if ((await changedAt(files)) !== known.changed) known = await read(files);
    } catch (error) {
      log.error({ err: error }, 'the new certificate for MQTT can not be used; the one before is kept');
    }
  }, lookMs).unref();
  return { context: () => known.context, stop: () => clearInterval(timer) };
}

async function read({ cert, key }: Certificate): Promise<{ context: SecureContext; changed: string }> {
  try {
    const changed = await changedAt({ cert, key });
    const [chain, secret] = await Promise.all([readFile(cert), readFile(key)]);
    return { changed, context: createSecureContext({ cert: chain, key: secret, minVersion: 'TLSv1.2' }) };
  } catch (error) {
    throw new Error(
      `MQTT_CERT_FILE (${cert}) and MQTT_KEY_FILE (${key}) can't be used: ${(error as Error).message}. They are a ` +
        'certificate with its chain and its key, as PEM, which this program may read.',
      { cause: error },
    );
  }
}

const changedAt = async ({ cert, key }: Certificate) =>
  (await Promise.all([stat(cert), stat(key)])).map(({ mtimeMs }) => mtimeMs).join();

/** The connection inside TLS. */
export function secured(socket: Socket, secureContext: SecureContext): Duplex {
  // TLS reads from the socket itself, past bytes that were put back behind a header; a stream around it gives them first.
  const whole = socket.readableLength > 0 ? Duplex.from({ readable: socket, writable: socket } as never) : socket;
  const secure = new TLSSocket(whole as Socket, { isServer: true, secureContext });
  secure.on('error', () => socket.destroy());
  socket.once('close', () => secure.destroy());
  return secure;
}
