import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  scrypt,
  timingSafeEqual,
} from 'node:crypto';
import { promisify } from 'node:util';

/**
 * Encryption by a passphrase in the format of age (https://age-encryption.org/v1), so that a backup can also be opened
 * without this program: `age -d file`. Written by hand, because the package age-encryption needs four times as much
 * processor time (docs/decisions/0818).
 */

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(
  scrypt as never,
);
const INTRO = 'age-encryption.org/v1';
/** How each file of ours begins. */
export const BEGINS = `${INTRO}\n-> scrypt `;
/** 64 MB and a fifth of a second for one guess. */
const WORK_FACTOR = 16;
/** 1 GB: more would be an attempt to exhaust this machine. */
const MAX_WORK_FACTOR = 20;
const CHUNK = 64 * 1024;
const TAG = 16;
/**
 * How the nonce behind a header of ours ends; before that is the digest of the header. To age it is a nonce as any
 * other (it differs with the header's salt). To us it says whether the header is as it was written, which nothing else
 * can before the passphrase is known: a flipped byte in it would look like a wrong passphrase.
 */
const MARK = Buffer.from('cfh1');
/** A header of ours has 150 bytes; one of another program may be longer. */
const MAX_HEADER_BYTES = 4096;

class WrongPassphrase extends Error {
  constructor() {
    super('The passphrase is not the one of this backup.');
  }
}
export class DamagedBackup extends Error {
  constructor(what: string, cause?: unknown) {
    super(`This backup is damaged: ${what}. Use another one.`, cause === undefined ? undefined : { cause });
  }
}

export async function* encrypt(
  source: AsyncIterable<Uint8Array>,
  passphrase: string,
  workFactor = WORK_FACTOR,
): AsyncGenerator<Buffer> {
  const [fileKey, salt] = [randomBytes(16), randomBytes(16)];
  const wrapped = seal(await wrappingKey(passphrase, salt, workFactor), Buffer.alloc(12), fileKey);
  const header = `${INTRO}\n-> scrypt ${base64(salt)} ${workFactor}\n${base64(wrapped)}\n---`;
  const whole = Buffer.from(`${header} ${base64(headerMac(fileKey, header))}\n`);
  const nonce = nonceOf(whole);
  yield whole;
  yield nonce;
  const key = subkey(fileKey, nonce, 'payload');
  let counter = 0;
  for await (const { bytes, last } of chunked(source, CHUNK)) yield seal(key, chunkNonce(counter++, last), bytes);
}

/** Throws WrongPassphrase, or DamagedBackup as soon as a byte is not what was written or the end is missing. */
export async function* decrypt(source: AsyncIterable<Uint8Array>, passphrase: string): AsyncGenerator<Buffer> {
  const input = source[Symbol.asyncIterator]();
  let known: Buffer = Buffer.alloc(0);
  const upTo = async (enough: () => boolean) => {
    while (!enough()) {
      const { done, value } = await input.next();
      if (done) throw new DamagedBackup('it ends in its first line');
      known = Buffer.concat([known, value]);
    }
  };
  const footer = () => /\n--- ([A-Za-z0-9+/]+)\n/.exec(known.subarray(0, MAX_HEADER_BYTES).toString('latin1'));
  await upTo(() => known.length >= INTRO.length);
  if (!known.subarray(0, INTRO.length).equals(Buffer.from(INTRO)))
    throw new DamagedBackup('it does not begin like one');
  await upTo(() => footer() !== null || known.length >= MAX_HEADER_BYTES);
  const end = footer();
  if (!end) throw new DamagedBackup('its header has no end');
  const header = known.subarray(0, end.index + 4).toString('latin1');
  const whole = known.subarray(0, end.index + end[0].length);
  await upTo(() => known.length >= whole.length + 16);
  const nonce = known.subarray(whole.length, whole.length + 16);
  // Backups of earlier versions, and those of other programs, have no mark.
  if (nonce.subarray(12).equals(MARK) && !nonce.equals(nonceOf(whole)))
    throw new DamagedBackup('its header is not as it was written');
  const fileKey = await unwrap(header, passphrase);
  if (!same(headerMac(fileKey, header), Buffer.from(end[1] as string, 'base64'))) throw new DamagedBackup('its header');
  const key = subkey(fileKey, nonce, 'payload');
  const rest = known.subarray(whole.length + 16);
  async function* payload() {
    yield rest;
    for (;;) {
      const { done, value } = await input.next();
      if (done) return;
      yield value;
    }
  }
  try {
    let counter = 0;
    for await (const { bytes, last } of chunked(payload(), CHUNK + TAG)) {
      yield open(
        key,
        chunkNonce(counter, last),
        bytes,
        `part ${counter + 1} is not as it was written, or the end is missing`,
      );
      counter++;
    }
  } finally {
    await input.return?.();
  }
}

async function unwrap(header: string, passphrase: string): Promise<Buffer> {
  const stanza = /\n-> scrypt ([A-Za-z0-9+/]{22}) (\d{1,2})\n([A-Za-z0-9+/]{43})\n---$/.exec(header);
  if (!stanza) throw new DamagedBackup('its header is not that of a passphrase');
  const [, salt, factor, body] = stanza as unknown as [string, string, string, string];
  const workFactor = Number(factor);
  if (workFactor < 1 || workFactor > MAX_WORK_FACTOR) throw new DamagedBackup('its header asks for too much memory');
  const key = await wrappingKey(passphrase, Buffer.from(salt, 'base64'), workFactor);
  try {
    return open(key, Buffer.alloc(12), Buffer.from(body, 'base64'), 'its key');
  } catch {
    throw new WrongPassphrase();
  }
}

const wrappingKey = (passphrase: string, salt: Buffer, workFactor: number) =>
  derive(passphrase, Buffer.concat([Buffer.from(`${INTRO}/scrypt`), salt]), 32, {
    N: 2 ** workFactor,
    r: 8,
    p: 1,
    maxmem: 129 * 8 * 2 ** workFactor + 1024 * 1024,
  });

function seal(key: Uint8Array, nonce: Buffer, plain: Uint8Array): Buffer {
  const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: TAG });
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function open(key: Uint8Array, nonce: Buffer, sealed: Uint8Array, what: string): Buffer {
  if (sealed.length < TAG) throw new DamagedBackup(what);
  const cipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: TAG });
  cipher.setAuthTag(sealed.subarray(sealed.length - TAG));
  try {
    return Buffer.concat([cipher.update(sealed.subarray(0, sealed.length - TAG)), cipher.final()]);
  } catch (error) {
    throw new DamagedBackup(what, error);
  }
}

/** The number of the chunk, and whether it is the last: a chunk that is moved or missing does not open. */
function chunkNonce(counter: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(counter, 5, 6);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

/** Pieces of one size; only the last may be smaller. */
async function* chunked(source: AsyncIterable<Uint8Array>, size: number) {
  let waiting: Uint8Array[] = [];
  let length = 0;
  for await (const piece of source) {
    waiting.push(piece);
    length += piece.length;
    if (length <= size) continue;
    const all = Buffer.concat(waiting);
    let at = 0;
    // The last one stays: only the end of the source says that it is the last.
    for (; length - at > size; at += size) yield { bytes: all.subarray(at, at + size), last: false };
    waiting = [all.subarray(at)];
    length -= at;
  }
  yield { bytes: Buffer.concat(waiting), last: true };
}

const nonceOf = (header: Buffer) => Buffer.concat([createHash('sha256').update(header).digest().subarray(0, 12), MARK]);
const subkey = (fileKey: Buffer, salt: Uint8Array, info: string) =>
  new Uint8Array(hkdfSync('sha256', fileKey, salt, info, 32));
const headerMac = (fileKey: Buffer, header: string) =>
  createHmac('sha256', subkey(fileKey, Buffer.alloc(0), 'header'))
    .update(header)
    .digest();
const same = (one: Buffer, other: Buffer) => one.length === other.length && timingSafeEqual(one, other);
const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
