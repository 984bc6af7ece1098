import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { contentOf } from './content-type.ts';
import { cleanImage } from './images.ts';
import { fileName } from './name.ts';

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#c33' }, limitInputPixels: false });

describe('the content type', () => {
  test('comes from the bytes', async () => {
    expect(await contentOf(await plain(2, 2).png().toBuffer())).toMatchObject({ kind: 'image', type: 'image/png' });
    expect(await contentOf(Buffer.from('%PDF-1.7\n'))).toMatchObject({ kind: 'pdf' });
    expect(await contentOf(Buffer.from('name,phone\nAda,1\n'))).toMatchObject({ kind: 'csv', type: 'text/csv' });
    expect(await contentOf(Buffer.from('\ufeffname;phone\n', 'utf16le'))).toMatchObject({ kind: 'csv' });
  });

  test.each([
    ['<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['\ufeff \n<!doctype html><script>alert(1)</script>'],
    ['<?xml version="1.0"?><svg/>'],
    ['<html></html>'],
    ['MZ\x90\x00\x03'],
    ['#!/bin/sh\0'],
    [''],
  ])('refuses %j', async (text) => {
    expect(await contentOf(Buffer.from(text))).toBeNull();
    if (text !== '')
      expect(await contentOf(Buffer.from(`\ufeff${text}`, 'utf16le'))).toEqual(
        text[0] === 'M' || text[0] === '#' ? expect.anything() : null,
      );
  });
});

describe('an image', () => {
  test('loses its metadata and appended data, and is turned upright', async () => {
    const photo = await plain(40, 20)
      .withExif({ IFD0: { Copyright: 'Ada' }, IFD3: { GPSLatitude: '26/1 51/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect((await sharp(photo).metadata()).exif).toBeDefined();
    const clean = await cleanImage(Buffer.concat([photo, Buffer.from('<script>alert(1)</script>')]), 'image/jpeg');
    if (!clean.ok) throw new Error(clean.code);
    expect(clean.data).toMatchObject({ type: 'image/jpeg', width: 20, height: 40 });
    const { exif, icc, xmp, orientation } = await sharp(clean.data.bytes).metadata();
    expect({ exif, icc, xmp, orientation }).toEqual({});
    expect(Buffer.from(clean.data.bytes).includes('<script>')).toBe(false);
  });

  test('shrinks to the maximum of its purpose and never grows', async () => {
    const wide = await cleanImage(await plain(600, 300).webp().toBuffer(), 'image/webp', { maxSide: 200 });
    expect(wide).toMatchObject({ data: { type: 'image/webp', width: 200, height: 100 } });
    const small = await cleanImage(await plain(6, 3).png().toBuffer(), 'image/png', { maxSide: 200 });
    expect(small).toMatchObject({ data: { type: 'image/png', width: 6, height: 3 } });
  });

  test('is refused when it decodes to too many pixels', async () => {
    const bomb = await plain(9_000, 9_000).png().toBuffer();
    expect(bomb.byteLength).toBeLessThan(3_000_000);
    expect(await cleanImage(bomb, 'image/png')).toMatchObject({ ok: false, code: 'files.image_too_large' });
  });

  test('is refused when it is broken', async () => {
    const whole = await plain(50, 50).jpeg().toBuffer();
    const half = whole.subarray(0, whole.byteLength / 2);
    expect(await cleanImage(half, 'image/jpeg')).toMatchObject({ ok: false, code: 'files.image_broken' });
  });
});

test.each([
  ['photo.HEIC', 'jpg', 'photo.jpg'],
  ['C:\\Users\\x\\slip.png', 'png', 'slip.png'],
  ['../../../etc/passwd', 'png', 'passwd.png'],
  ['a\r\nSet-Cookie: x.png', 'png', 'aSet-Cookie x.png'],
  ['\u202egnp.exe', 'png', 'gnp.png'],
  ['शुल्क रसीद.pdf', 'pdf', 'शुल्क रसीद.pdf'],
  ['...', 'png', 'file.png'],
  ['', 'csv', 'file.csv'],
])('the name %j becomes safe', (given, extension, name) => {
  expect(fileName(given, extension)).toBe(name);
});
