import type { Picture } from './encode-slip.ts';
import type { SlipLogo } from './types.ts';

/** The dots of a logo. */
export async function loadLogo({ url, width, height }: SlipLogo): Promise<Picture> {
  const image = new Image();
  image.src = url;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('this browser draws no pictures');
  context.drawImage(image, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}
