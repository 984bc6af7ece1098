import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { type QrMatrix, qrPath, qrPng, qrSvg, renderQr } from './qr.ts';

const address = `https://desk.example.org/c/${'aB3-x_9'.repeat(20)}`;

// The wasm of the package; otherwise the library loads it from a public host.
beforeAll(() => {
  const path = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const wasmBinary = Uint8Array.from(readFileSync(path)).buffer;
  prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
});

async function read(picture: Uint8Array): Promise<string | undefined> {
  const [found] = await readBarcodes(picture, { formats: ['QRCode'] });
  return found?.text;
}

describe('a QR', () => {
  it.each([64, 200, 512, 1000])('is read back from a PNG of %i pixels', async (size) => {
    const png = await qrPng(address, { size });
    expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width: size, height: size });
    expect(await read(png)).toBe(address);
  });

  it('is read back from the SVG', async () => {
    const svg = qrSvg(address, { size: 400 });
    expect(svg.match(/<path/g)).toHaveLength(2);
    expect(await read(await sharp(Buffer.from(svg)).png().toBuffer())).toBe(address);
  });

  it('is a one-page PDF of its own size', async () => {
    const pdf = Buffer.from(await renderQr(address, 'pdf', { size: 200 })).toString('latin1');
    expect(pdf.startsWith('%PDF-')).toBe(true);
    expect(pdf).toContain('/MediaBox [0 0 200 200]');
  });

  it('can contain any text, in any script', async () => {
    const texts = fc.string({ minLength: 1, maxLength: 120, unit: 'grapheme' });
    const check = async (text: string) => {
      expect(await read(await qrPng(text, { size: 600 }))).toBe(text);
    };
    await fc.assert(fc.asyncProperty(texts, check), { numRuns: 25 });
  });

  it('is read from a blurred, turned and darkened picture, with any token', async () => {
    for (let i = 0; i < 25; i++) {
      const token = createHash('sha512').update(`token ${i}`).digest('base64url');
      const text = `https://desk.example.org/c/${token}${token.slice(0, 30)}`;
      const photo = sharp(await qrPng(text, { size: 500 })).rotate(7, { background: '#ccc' });
      const seen = await photo.resize(420).blur(1.5).linear(0.5, 40).jpeg({ quality: 45 }).toBuffer();
      expect(await read(seen), token).toBe(text);
    }
  });
});

describe('qrPath', () => {
  it('draws exactly the dark modules, whatever their shape', () => {
    const grids = fc
      .integer({ min: 1, max: 9 })
      .chain((size) =>
        fc
          .array(fc.integer({ min: 0, max: 1 }), { minLength: size * size, maxLength: size * size })
          .map((cells) => ({ size, dark: Uint8Array.from(cells) })),
      );
    const check = (grid: QrMatrix) => {
      expect(fill(qrPath(grid), grid.size)).toEqual([...grid.dark]);
    };
    fc.assert(fc.property(grids, check));
  });
});

/** Fills a path by the non-zero rule, looking left from the middle of each module. */
function fill(path: string, size: number): number[] {
  const uprights: { x: number; from: number; to: number }[] = [];
  for (const contour of path.split('z').filter(Boolean)) {
    const [, startX, startY] = (/^M(\S+) ([\d.]+)/.exec(contour) as RegExpExecArray).map(Number) as [
      number,
      number,
      number,
    ];
    let [x, y] = [startX, startY];
    for (const [, letter, to] of contour.matchAll(/([HV])([\d.]+)/g)) {
      if (letter === 'V') uprights.push({ x, from: y, to: Number(to) });
      if (letter === 'V') y = Number(to);
      else x = Number(to);
    }
    if (y !== startY) uprights.push({ x, from: y, to: startY });
  }
  const cells: number[] = [];
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      let winding = 0;
      for (const { x, from, to } of uprights) {
        if (x > column + 0.5) continue;
        if (from < row + 0.5 && to > row + 0.5) winding += 1;
        if (to < row + 0.5 && from > row + 0.5) winding -= 1;
      }
      cells.push(winding === 0 ? 0 : 1);
    }
  }
  return cells;
}
