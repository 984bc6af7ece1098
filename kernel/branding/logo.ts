import { createHash } from 'node:crypto';
import type { Ctx } from '../ctx/index.ts';
import { definePurpose, openFile, readFile, type StoredFile } from '../files/index.ts';
import { LimitedMap } from '../lib/limited-map.ts';

/** A logo: always a PNG, which documents and mail programs show; small, because each mail carries it. */
export const logoPicture = definePurpose({
  name: 'branding.logo',
  accept: ['image'],
  maxBytes: 5_000_000,
  read: 'session',
  upload: 'settings.write',
  maxSide: 400,
  png: true,
});

/** The organization's file with this id when it is a logo; null otherwise. */
export async function logoFile(ctx: Ctx, id: string): Promise<StoredFile | null> {
  const opened = await openFile(ctx, id);
  return opened.ok && opened.data.file.purpose === logoPicture.name ? opened.data.file : null;
}

/** Milliseconds until a store that had no answer is asked again: a mailing must not wait for it a thousand times. */
const AGAIN_MS = 60_000;
/** By the file’s id; at most 160 KB each (400 × 400 dots of 256 colours). `null`: it could not be read. */
const kept = new LimitedMap<string, { bytes: Buffer | null; at: number }>(100);

/** The bytes of a logo. Null when they are gone or are not those that were stored: nothing waits for a logo. */
export async function logoBytes(ctx: Ctx, file: StoredFile): Promise<Buffer | null> {
  const now = performance.now();
  const known = kept.get(file.id);
  if (known && (known.bytes || now - known.at < AGAIN_MS)) return known.bytes;
  const bytes = await read(ctx, file);
  kept.set(file.id, { bytes, at: now });
  return bytes;
}

const WHITE = '#ffffff';
/** By the file’s id and the size; a picture of at most 20 KB. */
const icons = new LimitedMap<string, Buffer>(100);

/** The logo on a white square of that many dots, for a phone's home screen. */
export async function iconOf(fileId: string, bytes: Buffer, size: number): Promise<Buffer> {
  const known = icons.get(`${fileId} ${size}`);
  if (known) return known;
  const { default: sharp } = await import('sharp');
  const edge = Math.round(size / 10);
  const inner = size - 2 * edge;
  const icon = await sharp(bytes)
    .resize({ width: inner, height: inner, fit: 'contain', background: WHITE })
    .flatten({ background: WHITE })
    .extend({ top: edge, bottom: edge, left: edge, right: edge, background: WHITE })
    .png({ palette: true })
    .toBuffer();
  icons.set(`${fileId} ${size}`, icon);
  return icon;
}

async function read(ctx: Ctx, file: StoredFile): Promise<Buffer | null> {
  try {
    const found = await readFile(ctx, file.id);
    if (!found.ok) return null;
    const whole = createHash('sha256').update(found.data.bytes).digest('hex') === file.sha256;
    if (!whole) ctx.log.error({ file: file.id }, 'the bytes of the logo are not those that were stored');
    return whole ? Buffer.from(found.data.bytes) : null;
  } catch (error) {
    ctx.log.error({ err: error, file: file.id }, 'the logo could not be read');
    return null;
  }
}
