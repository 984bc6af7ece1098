import { pipeline, Readable, type Writable } from 'node:stream';
import { createZstdCompress, createZstdDecompress } from 'node:zlib';
import { extract, pack } from 'tar-stream';
import { DamagedBackup, decrypt, encrypt } from './age.ts';

/** One file of the archive; its parts come in order. */
export type Entry = { name: string; bytes: AsyncIterable<Uint8Array> };

/**
 * The largest part of a file in the archive: tar wants the size first, and a table's is not known, so parts of this size
 * are held in memory. A longer file continues as `<name>.0002`.
 */
const PART = 4 * 1024 * 1024;
const NEXT = /\.(\d{4,})$/;

/**
 * A fault reaches whoever reads the end of the line. When nobody reads any more, such as on a full disk, it is none; but
 * an error event without a listener would end the process.
 */
const handledByReader = () => {};

/** The entries as a tar archive: what moves from one database to another, and what a backup contains. */
export function packEntries(entries: AsyncIterable<Entry>): Readable {
  const tar = pack();
  tar.on('error', handledByReader);
  // Answers when the part was taken, or when nobody reads any more.
  const write = (name: string, bytes: Buffer) =>
    new Promise<void>((resolve, reject) => {
      const part = tar.entry({ name, size: bytes.length, mode: 0o600 }, bytes, (error) =>
        error ? reject(error) : resolve(),
      );
      part.on('error', handledByReader);
    });
  const all = async () => {
    for await (const { name, bytes } of entries) {
      let part = 1;
      for await (const piece of inParts(bytes)) {
        await write(part === 1 ? name : `${name}.${String(part).padStart(4, '0')}`, piece);
        part++;
      }
    }
    tar.finalize();
  };
  all().catch((error) => tar.destroy(error));
  return tar as unknown as Readable;
}

async function* inParts(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  let any = false;
  for await (const piece of bytes) {
    waiting.push(piece);
    length += piece.length;
    if (length < PART) continue;
    any = true;
    yield Buffer.concat(waiting);
    [waiting, length] = [[], 0];
  }
  if (length > 0 || !any) yield Buffer.concat(waiting);
}

/** Reads what `packEntries` wrote. Each entry must be read to its end before the next is asked for. */
export async function* unpackEntries(source: Readable): AsyncGenerator<Entry> {
  const tar = extract();
  pipeline(source, tar as unknown as Writable, () => {});
  const parts = tar[Symbol.asyncIterator]();
  try {
    let next = await parts.next();
    while (!next.done) {
      const { name } = next.value.header;
      async function* bytes() {
        for (;;) {
          for await (const piece of next.value as AsyncIterable<Buffer>) yield piece;
          next = await parts.next();
          if (next.done || !NEXT.test(next.value.header.name) || next.value.header.name.replace(NEXT, '') !== name)
            return;
        }
      }
      yield { name, bytes: bytes() };
    }
  } finally {
    tar.destroy();
    source.destroy();
  }
}

/** A backup: the archive, compressed, then encrypted. Opened by `age -d … | zstd -d | tar x` as well. */
export function sealArchive(entries: AsyncIterable<Entry>, passphrase: string): Readable {
  const compressed = createZstdCompress();
  compressed.on('error', handledByReader);
  pipeline(packEntries(entries), compressed, () => {});
  return Readable.from(encrypt(compressed, passphrase), { objectMode: false });
}

/** Throws WrongPassphrase or DamagedBackup. */
export async function* openArchive(source: AsyncIterable<Uint8Array>, passphrase: string): AsyncGenerator<Entry> {
  // The reader hears of a fault through the streams behind it, which may only say that they were closed: the first is kept.
  let fault: unknown;
  const keep = (error: unknown) => {
    fault ??= error;
  };
  const opened = Readable.from(decrypt(source, passphrase), { objectMode: false }).on('error', keep);
  const plain = createZstdDecompress().on('error', keep);
  pipeline(opened, plain, () => {});
  async function* read(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      yield* bytes;
    } catch (error) {
      throw fault ?? error;
    }
  }
  try {
    for await (const { name, bytes } of unpackEntries(plain)) yield { name, bytes: read(bytes) };
  } catch (error) {
    throw fault ?? error;
  } finally {
    plain.destroy();
  }
}

/** Collects a short entry, such as a list. */
export async function textOf({ name, bytes }: Entry, most = 64 * 1024 * 1024): Promise<string> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of bytes) {
    length += piece.length;
    if (length > most) throw new DamagedBackup(`${name} is too large`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
}
