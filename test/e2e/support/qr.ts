import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import QRCode from 'qrcode';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

let prepared = false;

/** The text of the one QR in a picture (PNG), read as a phone does; undefined when there is none. */
export async function readQr(picture: Uint8Array): Promise<string | undefined> {
  if (!prepared) {
    // The wasm from the package: the library would download it from a public host otherwise.
    const path = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
    prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(readFileSync(path)).buffer } });
    prepared = true;
  }
  const [found] = await readBarcodes(picture, { formats: ['QRCode'] });
  return found?.text;
}

/** Writes a short film (Y4M, for Chromium's fake camera) of a QR before the lens. */
export function filmQr(path: string, text: string): void {
  const [width, height, frames] = [640, 480, 2];
  const { size, data } = QRCode.create(text, { errorCorrectionLevel: 'M' }).modules;
  const scale = Math.floor((height * 0.8) / size);
  const [left, top] = [Math.floor((width - size * scale) / 2), Math.floor((height - size * scale) / 2)];
  const light = new Uint8Array(width * height).fill(235);
  for (let y = 0; y < size * scale; y++) {
    for (let x = 0; x < size * scale; x++) {
      const dark = data[Math.floor(y / scale) * size + Math.floor(x / scale)];
      if (dark) light[(top + y) * width + left + x] = 16;
    }
  }
  const grey = new Uint8Array((width * height) / 2).fill(128); // No colour in both colour planes.
  const frame = [Buffer.from('FRAME\n'), light, grey];
  const parts = [Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420\n`)];
  for (let i = 0; i < frames; i++) parts.push(...frame.map((part) => Buffer.from(part)));
  writeFileSync(path, Buffer.concat(parts));
}
