import type { Sharp } from 'sharp';
import { ok, type Result, refuse } from '../lib/result.ts';

/**
 * The most pixels that an image may decode to. A phone's camera makes 12 to 50 million; a "pixel bomb" packs a billion
 * into a few kilobytes and would need gigabytes of memory.
 */
const MAX_PIXELS = 64_000_000;
/** Seconds for one image; a hostile one may be small and decode forever. */
const TIMEOUT_SECONDS = 15;

type Format = { maxSide?: number | undefined; png?: boolean | undefined };
export type CleanImage = { bytes: Uint8Array; type: string; extension: string; width: number; height: number };

/**
 * Re-encodes a picture: turned upright, at most `maxSide` pixels wide and high, without metadata (place, camera,
 * author, thumbnails) and without appended data. Photographs become JPEG; PNG and WebP stay, because of their
 * transparency; of an animation the first frame stays. `png`: all become a PNG of at most 256 colours.
 *
 * Refusals: `files.image_too_large` (pixels), `files.image_broken`.
 */
export async function cleanImage(
  bytes: Uint8Array,
  type: string,
  { maxSide = 2560, png = false }: Format = {},
): Promise<Result<CleanImage>> {
  const { default: sharp } = await import('sharp');
  try {
    const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (width * height > MAX_PIXELS) return refuse('files.image_too_large', { width, height });
    const upright = sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error', pages: 1 })
      .timeout({ seconds: TIMEOUT_SECONDS })
      .autoOrient()
      .resize({ width: maxSide, height: maxSide, fit: 'inside', withoutEnlargement: true });
    const { image, ...format } = png ? small(upright) : encode(upright, type);
    // sharp writes no metadata by default, and converts to sRGB.
    const { data, info } = await image.toBuffer({ resolveWithObject: true });
    return ok({ bytes: data, ...format, width: info.width, height: info.height });
  } catch (error) {
    return refuse('files.image_broken', { reason: (error as Error).message.slice(0, 200) });
  }
}

type Encoded = { image: Sharp; type: string; extension: string };

function small(image: Sharp): Encoded {
  return { image: image.png({ palette: true, compressionLevel: 9 }), type: 'image/png', extension: 'png' };
}

function encode(image: Sharp, type: string): Encoded {
  if (type === 'image/png' || type === 'image/gif') {
    return { image: image.png({ compressionLevel: 8 }), type: 'image/png', extension: 'png' };
  }
  if (type === 'image/webp') return { image: image.webp({ quality: 85 }), type, extension: 'webp' };
  // White behind what was transparent: JPEG has no transparency, and black text on black is unreadable.
  return { image: image.flatten({ background: '#fff' }).jpeg({ quality: 85 }), type: 'image/jpeg', extension: 'jpg' };
}
