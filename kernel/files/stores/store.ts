import type { Readable } from 'node:stream';

/**
 * Stores bytes. There are three stores: the local disk, any S3-compatible service, and Cloudinary. Keys are ours
 * (`<organization>/<year>/<id>.<ext>`): ASCII, no leading slash, no `..`.
 *
 * Every method may throw StoreError and no other error.
 */
export type FileStore = {
  /** The name stored in each row, so that old files are found after a change of configuration. */
  readonly name: StoreName;
  /** Writes all the bytes or nothing. Writing the same key again replaces it. */
  put(key: string, bytes: Uint8Array | Readable, type: string): Promise<void>;
  /** A stream of the bytes; `range` is inclusive at both ends, as in HTTP. */
  get(key: string, range?: ByteRange): Promise<Readable>;
  /** Deleting a missing key succeeds: a sweep may run twice. */
  delete(key: string): Promise<void>;
};

export type StoreName = 'disk' | 's3' | 'cloudinary';
export type ByteRange = { start: number; end: number };

/** The kind of fault, by what can be done about it. */
export type StoreFault = 'full' | 'missing' | 'unavailable' | 'refused';

/**
 * - `full`: no space left; free space, then try again.
 * - `missing`: the key does not exist.
 * - `unavailable`: the service did not answer or asked to slow down; a retry may help.
 * - `refused`: wrong credentials, wrong bucket, a forbidden name; a retry will not help.
 */
export class StoreError extends Error {
  readonly fault: StoreFault;

  constructor(fault: StoreFault, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'StoreError';
    this.fault = fault;
  }
}

/** Throws `refused` for a key that could leave the store's folder or confuse a signed URL. */
export function checkKey(key: string): void {
  if (!/^[a-z0-9][a-z0-9/_.-]{0,254}$/i.test(key) || key.includes('..') || key.includes('//')) {
    throw new StoreError('refused', `Not a storage key: ${JSON.stringify(key.slice(0, 80))}`);
  }
}

/** Reads a body into one buffer: remote stores need its length first, and a retry needs it again. */
export async function gather(body: Uint8Array | Readable): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  return Buffer.concat(chunks);
}
